"""Candidate readings."""

from decimal import Decimal

from ledgerflow.statements.pdf.accounts import Account, Item, Section
from ledgerflow.statements.pdf.candidates import Candidate, candidates, signed_rows
from ledgerflow.statements.pdf.columns import FigureColumn
from ledgerflow.statements.pdf.figures import Style, figures_in
from ledgerflow.statements.pdf.layouts import Layout
from tests.statements.pdf.drawn import scanned, words

ROW = scanned("row")[0].row


def figure(text):
    return figures_in(words(text), Style(), frozenset())[0]


def item(*texts, direction=0, payment=False, flag="", number=1):
    figures = {i: figure(t) for i, t in enumerate(texts) if t}
    section = Section("transactions", direction, payment, number)
    return Item(0, section, ROW, figures, None, flag=flag)


def layout(*roles):
    columns = tuple(FigureColumn("right", 0, 0, 0, 1, role) for role in roles)
    return Layout(None, columns=columns)


def amounts(rows, roles, sign, *, owed=False):
    found = signed_rows(Account(items=rows), Candidate(((0, roles),), sign, owed))
    return [str(amount) for _, amount, _ in found]


def test_the_header_s_roles_are_kept():
    found = list(candidates(Account(items=[item("5.00")]), [layout("out", "in")], ""))
    assert {c.roles for c in found} == {((0, ("out", "in")),)}


def test_without_a_header_the_order_of_columns_is_open():
    found = list(
        candidates(Account(items=[item("5.00", "6.00", "7.00")]), [layout("", "", "")], "")
    )
    tried = {c.roles[0][1] for c in found}
    assert {("out", "in", "balance"), ("in", "out", "balance")} <= tried


def test_a_card_is_tried_as_owed_first():
    found = next(iter(candidates(Account(items=[item("5.00")]), [layout("amount")], "card")))
    assert (found.owed, found.sign) == (True, "owed")


def test_the_candidates_are_bounded():
    wide = [layout("", "", "") for _ in range(5)]
    rows = [item("1.00", "2.00", "3.00") for _ in range(5)]
    for number, row in enumerate(rows):
        row.layout = number
    assert len(list(candidates(Account(items=rows), wide, ""))) <= 24 * 2 * 6


def test_in_and_out_columns():
    rows = [item("5.00", ""), item("", "7.00")]
    assert amounts(rows, ("out", "in"), "printed") == ["-5.00", "7.00"]


def test_a_section_gives_the_sign_and_a_minus_turns_it():
    rows = [item("5.00", direction=-1), item("-2.00", direction=-1)]
    assert amounts(rows, ("amount",), "section") == ["-5.00", "2.00"]


def test_a_section_printed_with_minuses_throughout_is_not_turned():
    rows = [item("-5.00", direction=-1), item("-2.00", direction=-1)]
    assert amounts(rows, ("amount",), "section") == ["-5.00", "-2.00"]


def test_payments_come_in_on_a_card():
    row = [item("5.00", payment=True)]
    assert amounts(row, ("amount",), "section", owed=True) == ["5.00"]
    assert amounts(row, ("amount",), "section") == ["-5.00"]


def test_charges_of_a_card_are_unsigned_and_payments_marked():
    rows = [item("5.00"), item("7.00 CR")]
    assert amounts(rows, ("amount",), "owed", owed=True) == ["-5.00", "7.00"]


def test_direction_words():
    rows = [item("5.00", flag="af"), item("6.00", flag="bij")]
    assert amounts(rows, ("amount",), "flag") == ["-5.00", "6.00"]


def test_running_balances_give_signs():
    rows = [item("5.00", "100.00"), item("5.00", "95.00"), item("7.00", "102.00")]
    assert amounts(rows, ("amount", "balance"), "balance")[1:] == ["-5.00", "7.00"]


def test_a_column_with_an_unknown_title_may_be_the_missing_one():
    found = list(candidates(Account(items=[item("5.00", "6.00")]), [layout("other", "out")], ""))
    assert found[0].roles[0][1] == ("in", "out")
    assert Decimal(amounts([item("5.00", "")], ("in", "out"), "printed")[0]) == Decimal("5.00")


def first_roles(*roles):
    row = item(*["5.00"] * len(roles))
    return next(iter(candidates(Account(items=[row]), [layout(*roles)], ""))).roles[0][1]


def test_a_column_of_charges_beside_the_amount_is_first_taken_as_not_booked():
    assert first_roles("amount", "balance", "out") == ("amount", "balance", "")


def test_an_amount_beside_both_ways_is_first_taken_as_the_balance():
    assert first_roles("in", "out", "amount") == ("in", "out", "balance")
    assert first_roles("in", "out", "amount", "balance") == ("in", "out", "amount", "balance")
