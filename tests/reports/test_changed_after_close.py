"""The report of entries that came after the close: one section a month, one row an entry."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from ledgerflow.ledger.afterclose import LateEntries, LateEntry
from ledgerflow.reports.changed_after_close import build_changed_after_close

UTC = dt.UTC
MARCH = LateEntry(
    month=dt.date(2025, 3, 1),
    closed_at=dt.datetime(2025, 4, 10, 9, 30, tzinfo=UTC),
    number=41,
    date=dt.date(2025, 3, 28),
    posted_at=dt.datetime(2025, 5, 2, 16, 5, tzinfo=UTC),
    by="Ada Ledger",
    description="Timber Yard",
    opened_at=dt.datetime(2025, 5, 2, 16, 0, tzinfo=UTC),
    reason="a late invoice",
    amounts=(("USD", Decimal("220.0000")),),
)


def built(header, *entries, count=None):
    return build_changed_after_close(header, LateEntries(entries, count or len(entries)))


def test_a_row_says_what_when_by_whom_how_much_and_why(header):
    report = built(header, MARCH)
    (row,) = [r for r in report.rows if r.kind == "line"]
    assert (row.code, row.label) == ("41", "Timber Yard")
    assert [cell.value for cell in row.cells] == [
        *("2025-03-28", "2025-05-02 16:05", "Ada Ledger", Decimal(220), "a late invoice")
    ]
    assert report.sections[0].title == "2025-03, first closed 2025-04-10 09:30"


def test_months_stand_apart(header):
    april = replace(MARCH, month=dt.date(2025, 4, 1), number=42)
    report = built(header, MARCH, replace(MARCH, number=43), april)
    assert [(s.title[:7], len(s.rows)) for s in report.sections[:2]] == [
        ("2025-03", 2),
        ("2025-04", 1),
    ]


def test_an_amount_in_another_currency_is_written_out_and_silence_is_said(header):
    entry = replace(
        MARCH, by="", reason="", amounts=(("EUR", Decimal(5)), ("USD", Decimal("1200.5")))
    )
    (row,) = [r for r in built(header, entry).rows if r.kind == "line"]
    assert [cell.value for cell in row.cells[2:]] == [
        *("nobody named", "5.00 EUR, 1,200.50 USD", "not told")
    ]


def test_the_check_holds_only_where_nothing_came(header):
    nothing, one = built(header), built(header, MARCH)
    assert [r.checks[0].passed for r in (nothing, one)] == [True, False]
    assert one.checks[0].detail == "1 entry did"
    assert nothing.rows[-1].kind == "note"


def test_a_cut_list_says_so(header):
    assert built(header, MARCH, count=2001).notes == ("The first 1 of 2,001 are shown.",)
