"""Details of an entry: free text, subfields, codes."""

import pytest

from ledgerflow.statements.formats.mt940_details import details_of, details_of_ns


def test_subfields_give_name_booking_text_and_purpose():
    lines = [
        "166?00GUTSCHRIFT?109310?20EREF+INV 77?21SVWZ+Strukturier",
        "?30GENODEF1XXX?31DE00123?32Nordahl Handel?33und Co?34000",
    ]
    found = details_of([lines])
    assert found.counterparty == "Nordahl Handel und Co"
    assert found.description == ("Nordahl Handel und Co GUTSCHRIFT EREF+INV 77 SVWZ+Strukturier")
    assert found.code == "166"


def test_a_full_subfield_and_a_full_line_are_cut_inside_of_a_word():
    full = "SVWZ+Rechnung vom 31.1. Nor"
    assert len(full) == 27
    found = details_of([[f"166?20{full}?21dahl Handel"]])
    assert found.description == "SVWZ+Rechnung vom 31.1. Nordahl Handel"
    line = "x" * 60 + " HAR"
    assert details_of([[line, "BOR COFFEE"]]).description == "x" * 60 + " HARBOR COFFEE"


@pytest.mark.parametrize("sign", ["?", ">", "<", "~", "^", "|"])
def test_the_sign_before_a_subfield_is_the_banks_choice(sign):
    text = f"020{sign}00FEE{sign}20JANUARY{sign}32NORD BANK"
    assert details_of([[text]]).description == "NORD BANK FEE JANUARY"


def test_coded_text_stays_as_printed_and_its_name_is_the_counterparty():
    found = details_of([["/EREF/77/ORDP//NAME/Nordahl B.V./REMI/invoice 77"]])
    assert found.counterparty == "Nordahl B.V."
    assert found.description == "/EREF/77/ORDP//NAME/Nordahl B.V./REMI/invoice 77"
    assert details_of([["/CNTP/NL00/NORDNL2A/Nordahl B.V./CITY///"]]).counterparty == "Nordahl B.V."


def test_several_detail_fields_of_one_entry_are_one_text():
    found = details_of([["PAYMENT REF.   123  "], ["INVOICE 77"]])
    assert found.description == "PAYMENT REF. 123 INVOICE 77"


@pytest.mark.parametrize("text", ["*20 coffees", "", "?", "100 ?20", "C# 10 lessons"])
def test_signs_in_free_text_are_text(text):
    assert details_of([[text]]).description == text


def test_numbered_lines_give_name_booking_text_and_purpose():
    lines = ["01Invoice 77", "02January", "15Nordahl", "16Handel", "17Transfer", "18444", "3370"]
    found = details_of_ns(lines)
    assert found.counterparty == "Nordahl Handel"
    assert found.description == "Nordahl Handel Transfer Invoice 77 January"
