"""Rows of money to lines."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.pdf.accounts import Account, Item, Section
from ledgerflow.statements.pdf.dating import Calendar
from ledgerflow.statements.pdf.lines import box_of, description_of, lines_of, unread_faults
from tests.statements.pdf.drawn import scanned

CALENDAR = Calendar(reference=dt.date(2024, 12, 31))


def item(text="05/05   Card payment   12.00", **more):
    scan = scanned(text)[0]
    day = scan.leading[0] if scan.leading else None
    return Item(0, more.pop("section", Section()), scan.row, {}, day, **more)


def test_a_line_keeps_page_place_and_text():
    found, faults = lines_of([(item(own_text="Card payment"), Decimal(-12), None)], CALENDAR)
    assert faults == []
    line = found[0]
    assert (line.date, line.amount, line.description) == (dt.date(2024, 5, 5), -12, "Card payment")
    assert (line.row, line.page, line.raw) == (1, 1, "05/05 Card payment 12.00")
    left, top, right, bottom = line.box
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1


def test_an_amount_or_a_day_that_cannot_be_read_is_a_fault():
    rows = [(item(own_text="a"), None, None), (item("Shop 5.00"), Decimal(5), None)]
    found, faults = lines_of(rows, CALENDAR)
    assert found == []
    assert [f.code for f in faults] == ["pdf_bad_amount", "pdf_bad_date"]
    assert "Page 1" in faults[0].message


def test_a_check_with_only_a_number_is_called_so():
    assert description_of(item(own_text="1531*", section=Section("checks"))) == "Check 1531"
    assert description_of(item(own_text="1531")) == "1531"


def test_the_box_covers_all_rows():
    below = scanned("x\nsecond line of the same")[1].row
    single = item(own_text="a")
    double = item(own_text="a", after=[(below, "second")])
    assert box_of(double)[3] > box_of(single)[3]


def test_rows_that_were_left_out_are_told():
    row = scanned("Subtotal ROBIN 5.00")[0].row
    account = Account(unread=[(row, "date")], left_out=[row])
    assert [(f.code, f.severity) for f in unread_faults(account)] == [
        ("pdf_bad_date", "error"),
        ("pdf_row_left_out", "note"),
    ]
