"""What an entry was for, whom it concerns, and under which reference."""

import pytest

from ledgerflow.statements.formats import camt_details as details
from ledgerflow.statements.formats.camt_tree import Record

OWNER = ("DE00OWN", "harbor street studio")


def entry(*parts: dict[str, str], **values: str) -> Record:
    record = Record("Ntry", 7)
    record.update(values)
    for part in parts:
        below = Record("TxDtls", 8)
        below.update(part)
        record.own(below)
    return record


@pytest.mark.parametrize(
    ("direction", "is_reversal", "expected"),
    [("CRDT", False, "Payer"), ("DBIT", False, "Paid"), ("CRDT", True, "Paid")],
)
def test_money_comes_from_the_debtor_and_goes_to_the_creditor(direction, is_reversal, expected):
    record = entry({"Dbtr/Nm": "Payer", "Cdtr/Nm": "Paid"}, CdtDbtInd=direction)
    assert details.counterparty(record, OWNER, is_reversal=is_reversal) == expected


def test_the_holder_is_never_the_counterparty_where_the_other_side_is_named():
    swapped = {"Cdtr/Nm": "Harbor Street Studio", "Dbtr/Nm": "Northwind"}
    assert details.counterparty(entry(swapped, CdtDbtInd="DBIT"), OWNER, is_reversal=False) == (
        "Northwind"
    )
    by_number = {"Cdtr/Nm": "Studio", "Cdtr/Acct": "DE00 OWN", "Dbtr/Nm": "Northwind"}
    assert details.counterparty(entry(by_number, CdtDbtInd="DBIT"), OWNER, is_reversal=False) == (
        "Northwind"
    )


def test_only_the_wrong_side_named_is_taken_all_the_same():
    record = entry({"Cdtr/Nm": "Northwind"}, CdtDbtInd="CRDT")
    assert details.counterparty(record, OWNER, is_reversal=False) == "Northwind"


def test_the_ultimate_party_and_the_bank_stand_in_where_there_is_no_name():
    for key in ("UltmtCdtr/Nm", "Cdtr/Bank", "TradgPty/Nm"):
        record = entry({key: "Northwind"}, CdtDbtInd="DBIT")
        assert details.counterparty(record, OWNER, is_reversal=False) == "Northwind"


def test_a_batch_has_a_counterparty_only_where_all_parts_agree():
    same = entry({"Cdtr/Nm": "A"}, {"Cdtr/Nm": "A"}, CdtDbtInd="DBIT")
    other = entry({"Cdtr/Nm": "A"}, {"Cdtr/Nm": "B"}, CdtDbtInd="DBIT")
    assert details.counterparty(same, OWNER, is_reversal=False) == "A"
    assert details.counterparty(other, OWNER, is_reversal=False) == ""


@pytest.mark.parametrize(
    ("part", "values", "expected"),
    [
        ({"Ustrd": "Invoice  7\n of May"}, {}, "Northwind Invoice 7 of May"),
        ({"Ustrd": "NORTHWIND card 12"}, {}, "NORTHWIND card 12"),
        ({"Ref": "RF18539007547034"}, {}, "Northwind RF18539007547034"),
        ({"Ref": "RF18", "Ustrd": "May"}, {}, "Northwind May"),
        ({"AddtlTxInf": "fee"}, {"AddtlNtryInf": "CARD"}, "Northwind fee CARD"),
    ],
)
def test_the_description_is_what_the_bank_says_and_nothing_twice(part, values, expected):
    assert details.description(entry(part, **values), "Northwind") == expected


def test_several_lines_of_text_stay_in_their_order():
    record = entry({})
    for text in ("one", "two", "three"):
        record.owned[0].add("Ustrd", text)
    assert details.description(record, "") == "one two three"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Proprietary": "NTRF+166"}, "NTRF+166"),
        ({"Domain": "PMNT", "Family": "RCDT", "SubFamily": "ESCT"}, "PMNT/RCDT/ESCT"),
        ({"AcctSvcrRef": "B-1"}, "B-1"),
        ({}, ""),
    ],
)
def test_an_entry_without_words_shows_its_kind_or_its_reference(values, expected):
    assert details.description(entry(**values), "") == expected


def test_a_long_batch_is_cut_at_whole_parts_and_says_how_many_are_left():
    record = entry(*({"Ustrd": f"invoice {n:03d} {'x' * 90}"} for n in range(50)))
    text = details.description(record, "")
    assert text.endswith(" / +48")
    assert len(text) < 400
    assert len(details.raw(record)) < 2 * details.RAW_MAX
    assert details.raw(record).endswith("parts")


@pytest.mark.parametrize(
    ("part", "values", "expected"),
    [
        ({"AcctSvcrRef": "P"}, {"AcctSvcrRef": "E"}, "E"),
        ({"AcctSvcrRef": "P"}, {"NtryRef": "1"}, "P"),
        ({"EndToEndId": "X"}, {"NtryRef": "1"}, "1"),
        ({"EndToEndId": "NOTPROVIDED", "InstrId": "NONREF"}, {}, ""),
        ({"EndToEndId": "INV-7"}, {}, "INV-7"),
        ({}, {"Btch/PmtInfId": "RUN-3"}, "RUN-3"),
    ],
)
def test_the_banks_own_reference_comes_before_the_senders(part, values, expected):
    assert details.bank_id(entry(part, **values)) == expected
