"""Texts of several rows and the money they belong to."""

from ledgerflow.statements.pdf.accounts import Item, Section
from ledgerflow.statements.pdf.blocks import Block, join_texts
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import Row


def row(text, top, page=1):
    return Row(page, (Word(text, 100, top, 150, top + 9),), top, top + 9, 595, 842)


def money(text, top, page=1, *, dated=True):
    item = Item(0, Section(), row(text or "5.00", top, page), {}, None, own_text=text)
    return Block(item.row, item=item, is_dated=dated)


def text(words, top, page=1, *, dated=False):
    return Block(row(words, top, page), text=words, is_dated=dated)


def joined(*run):
    join_texts([list(run)])
    return [b.item.description for b in run if b.item]


def test_texts_below_belong_to_the_row_above():
    run = (money("A", 100), text("a1", 112), money("B", 124), text("b1", 136))
    assert joined(*run) == ["A a1", "B b1"]


def test_texts_above_belong_to_the_row_below():
    run = (text("a1", 88), money("A", 100), text("b1", 112), money("B", 124))
    assert joined(*run) == ["a1 A", "b1 B"]


def test_the_wider_gap_parts_two_blocks():
    run = (text("a0", 95), money("", 100), text("a1", 105), text("b0", 123), money("", 128))
    assert joined(*run) == ["a0 a1", "b0"]


def test_a_day_above_its_money_begins_a_block():
    run = (money("A", 100), text("B", 112, dated=True), money("b1", 124, dated=False))
    assert joined(*run) == ["A", "B b1"]


def test_a_day_of_its_own_on_a_second_line_does_not():
    run = (money("A", 100), text("Valuta", 112, dated=True), money("B", 124))
    assert joined(*run) == ["A Valuta", "B"]


def test_a_text_goes_on_over_a_page_break():
    run = (money("A", 800), text("a1", 60, 2), money("B", 72, 2), text("b1", 84, 2))
    assert joined(*run) == ["A a1", "B b1"]


def test_a_run_without_money_gives_nothing_away():
    assert joined(text("a", 100)) == []


def test_one_uneven_row_among_many_sets_no_habit():
    run = []
    for number in range(9):
        run += [money(str(number), 100 + 20 * number), text(f"t{number}", 110 + 20 * number)]
    run[4] = money("2", 137)  # a little higher than the others
    assert joined(*run) == [f"{n} t{n}" for n in range(9)]
