"""Pages of one statement: their figures together."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.camt_faults import Found
from ledgerflow.statements.formats.camt_pages import Page, joined
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement, PrintedTotals


def page(
    number: int, amount: str, totals: PrintedTotals, *, last: bool = False, account: str = "A"
) -> Page:
    record = Record("Stmt", number)
    record.update({"Id": "S1", "PgNb": str(number), "LastPgInd": "true" if last else "false"})
    line = ParsedLine(number, dt.date(2025, 1, 2), Decimal(amount), "x")
    opening = Balance(Decimal(number))
    return Page(
        record,
        ParsedStatement(account, "EUR", (line,), opening=opening, closing=opening, totals=totals),
    )


def own(amount: str) -> PrintedTotals:
    return PrintedTotals(money_in=Decimal(amount), count_in=1, count=1)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (own("5"), own("7"), PrintedTotals(Decimal(12), None, 2, None, 2)),
        (own("5"), own("5"), PrintedTotals(Decimal(10), None, 2, None, 2)),
        (PrintedTotals(count=2), PrintedTotals(count=2), PrintedTotals(count=2)),
        (PrintedTotals(), PrintedTotals(count=2), PrintedTotals(count=2)),
        (PrintedTotals(), PrintedTotals(), PrintedTotals()),
    ],
)
def test_totals_of_pages_add_up_and_those_of_the_whole_stay(first, second, expected):
    amounts = ["5", "7"] if first != second or first.money_in is None else ["5", "5"]
    pages = [page(1, amounts[0], first), page(2, amounts[1], second, last=True)]
    (found,) = joined(pages, Found())
    assert found.totals == expected
    assert (found.opening, found.closing) == (Balance(Decimal(1)), Balance(Decimal(2)))
    assert len(found.lines) == 2


def test_pages_of_different_accounts_or_with_a_gap_are_not_put_together():
    found = Found()
    assert len(joined([page(1, "1", own("1")), page(3, "1", own("1"), last=True)], found)) == 2
    assert [f.code for f in found.capped()] == ["camt_pages_missing"] * 2
    other = [page(1, "1", own("1")), page(2, "1", own("1"), last=True, account="B")]
    assert len(joined(other, Found())) == 2
