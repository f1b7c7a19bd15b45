"""One entry: dates, sign, amount, type, references, details."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.statements.bulk import LINE_FIELDS
from ledgerflow.statements.formats.mt940_entries import entry_row
from ledgerflow.statements.formats.mt940_fields import Field


def line(*lines: str, details: str = "", currency: str = "EUR"):
    faults = []
    blocks = [Field("86", 2, details.split("\n"))] if details else []
    row, pending = entry_row(Field("61", 1, list(lines)), blocks, currency, faults)
    named = dict(zip(LINE_FIELDS, row, strict=True)) if row else None
    return named, pending, [f.code for f in faults]


@pytest.mark.parametrize(
    ("text", "amount", "kind", "bank_id"),
    [
        ("2501310131D12,50NTRFNONREF//B1", "-12.50", "NTRF", "B1"),
        ("2501310131CR12,5NTRFINV 7", "12.50", "NTRF", "INV 7"),
        ("250131C500NTRF//B1", "500", "NTRF", "B1"),
        ("250131CN0,01N062NONREF", "0.01", "N062", ""),
        ("250131DF2402,00S   X", "-2402.00", "S", "X"),
        ("250131D25,03NOV NONREF", "-25.03", "NOV", ""),
        ("250131C50,00 NTRFNONREF//B1", "50.00", "NTRF", "B1"),
        ("250131ED7,00NTRF", "-7.00", "NTRF", ""),
        ("250131C7,00", "7.00", "", ""),
        ("20250131C7,00NMSC", "7.00", "NMSC", ""),
        ("250131cr7,00nmscnonref", "7.00", "NMSC", ""),
        ("250131D000000001213,28N044", "-1213.28", "N044", ""),
    ],
)
def test_entries_of_many_banks(text, amount, kind, bank_id):
    found, _, faults = line(text)
    assert not faults
    assert found["date"] == dt.date(2025, 1, 31)
    assert (found["amount"], found["bank_type"]) == (Decimal(amount), kind)
    assert found["bank_id"] == bank_id


def test_a_line_break_inside_of_the_amount_is_mended():
    found, _, faults = line("2501310131CR", "30,00N062NONREF")
    assert found["amount"] == Decimal("30.00")
    assert not faults


def test_what_stands_behind_sixteen_places_of_the_reference_is_description():
    found, _, _ = line("250131D8,00N0440123456789      J. NORDAHL    ", details="RENT")
    assert (found["bank_id"], found["description"]) == ("0123456789", "J. NORDAHL RENT")


def test_supplementary_details_are_told_once():
    found, _, _ = line("250131D8,00NTRFNONREF", "CARD PAYMENT", details="CARD PAYMENT 4711")
    assert found["description"] == "CARD PAYMENT 4711"
    found, _, _ = line("250131D8,00NTRFNONREF", "CARD PAYMENT")
    assert found["description"] == "CARD PAYMENT"


def test_the_number_of_a_check_is_kept():
    assert line("250131D8,00NCHK16703074")[0]["check_number"] == "16703074"


def test_expected_entries_are_marked():
    assert line("250131EC7,00NTRF")[1]
    assert not line("250131C7,00NTRF")[1]


def test_three_decimals_need_a_currency_that_has_them():
    assert line("250131C1,234NTRF", currency="KWD")[0]["amount"] == Decimal("1.234")
    assert line("250131C1,234NTRF")[2] == ["mt940_bad_amount"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mt940_bad_entry"),
        ("2501C1,00NTRF", "mt940_bad_entry"),
        ("250131X1,00NTRF", "mt940_bad_entry"),
        ("250131CNTRF", "mt940_bad_entry"),
        ("250131C1,0,0NTRF", "mt940_bad_amount"),
        ("250131C" + "9" * 30 + ",00NTRF", "mt940_bad_amount"),
        ("251331C1,00NTRF", "mt940_bad_date"),
        ("2501310C1,00NTRF", "mt940_bad_date"),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_no_line(text, code):
    found, _, faults = line(text)
    assert found is None
    assert faults == [code]
