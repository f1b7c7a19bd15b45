"""Rows and summaries: funds types, references, text."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.bulk import LINE_FIELDS
from ledgerflow.statements.formats.bai2_records import records
from ledgerflow.statements.formats.bai2_rows import row_of, summary_of

DAY = dt.date(2025, 1, 31)


def line(text: str) -> dict:
    (record,) = records(text)
    faults = []
    row = row_of(record, DAY, "USD", faults)
    assert not faults
    return dict(zip(LINE_FIELDS, row.line, strict=True))


@pytest.mark.parametrize(
    "funds", ["", "0", "1", "2", "Z", "V,250202,", "S,1,2,3", "D,2,0,10,1,20", "v,250202,2400"]
)
def test_references_stand_behind_any_funds_type(funds):
    found = line(f"16,142,500,{funds},BANKREF,CUSTREF,TEXT, MORE/")
    assert (found["amount"], found["bank_id"]) == (Decimal("5.00"), "BANKREF")
    assert found["description"] == "TEXT, MORE"


@pytest.mark.parametrize(
    "text",
    [
        "16,142,500,,BANKREF,CUSTREF,A, B  C/",
        " 16,142,500, ,BANKREF,CUSTREF,A, B C",
        "16, 142 ,500,,BANKREF, CUSTREF ,A, B/\n88,C/",
        "16,142,500,Z,BANKREF,CUSTREF,A, B C/ \n",
        "16,142/\n88,500,,BANKREF,CUSTREF,A, B C/",
    ],
)
def test_a_row_is_the_same_however_its_fields_are_laid_out(text):
    found = line(text)
    told = (found["amount"], found["bank_type"], found["bank_id"], found["description"])
    assert told == (Decimal("5.00"), "142", "BANKREF", "A, B C")


def test_funds_may_go_on_in_a_continuation():
    found = line("16,142,500,S,1/\n88,2,3,BANKREF,CUSTREF,TEXT/\n88,MORE/")
    assert (found["bank_id"], found["description"]) == ("BANKREF", "TEXT MORE")


@pytest.mark.parametrize(
    ("code", "amount"),
    [("100", "5"), ("399", "5"), ("400", "-5"), ("699", "-5"), ("925", "5"), ("965", "-5")],
)
def test_the_type_tells_the_way_of_the_money(code, amount):
    assert line(f"16,{code},500,,,,X/")["amount"] == Decimal(amount)


def test_a_negative_credit_is_money_out():
    assert line("16,142,-500,,,,X/")["amount"] == Decimal("-5.00")


def test_a_printed_point_is_taken_as_it_stands():
    assert line("16,142,12.34,,,,X/")["amount"] == Decimal("12.34")


def test_a_summary_skips_blanks_and_reads_availability():
    text = "03,1,USD,,,,,060,7,,,110,30,15,D,3,0,10,1,10,3,10,100,5,1,V,250131,,400,,,/"
    (record,) = records(text)
    faults = []
    items = [
        (i.code, i.amount, i.item_count)
        for i in summary_of(record, record.fields()[2:], "USD", faults)
    ]
    assert items == [
        ("060", Decimal("0.07"), None),
        ("110", Decimal("0.30"), 15),
        ("100", Decimal("0.05"), 1),
        ("400", None, None),
    ]
    assert not faults
