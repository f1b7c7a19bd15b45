"""Lists that repeat rows of the table."""

import pytest

from ledgerflow.statements.pdf.accounts import Item, Section
from ledgerflow.statements.pdf.repeats import is_repeat
from tests.statements.pdf.drawn import scanned


def item(text, layout, number):
    (scan,) = scanned(text)
    figures = {0: scan.figures[-1]}
    day = scan.days[0]
    return Item(layout, Section(), scan.row, figures, day, reference=number, own_text="Check")


TABLE = [item("03/05   Check   466.98", 2, "1762*")]


def test_a_check_that_the_table_has_is_a_repeat():
    assert is_repeat(item("1762   03/05   466.98", -1, "1762"), TABLE)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1763   03/05   466.98", "1763"),
        ("1762   03/06   466.98", "1762"),
        ("1762   03/05   466.99", "1762"),
        ("03/05   466.98", ""),
    ],
)
def test_another_number_day_or_amount_is_another_payment(text, number):
    assert not is_repeat(item(text, -1, number), TABLE)


def test_a_list_does_not_repeat_itself():
    listed = item("1762   03/05   466.98", -1, "1762")
    assert not is_repeat(listed, [listed])
