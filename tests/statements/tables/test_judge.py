"""Signs decided by words and balances."""

from decimal import Decimal

from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile


def read(text: str) -> ParsedFile:
    return CsvFormat().read(SourceFile("x.csv", text.encode()))


def amounts(text: str) -> list[Decimal]:
    return [line.amount for line in read(text).statements[0].lines]


def test_balances_overrule_the_names_of_debit_and_credit() -> None:
    text = (
        "Date,Text,Debit,Credit,Balance\n2024-04-13,A,50.00,,150.00\n"
        "2024-04-14,B,,20.00,130.00\n2024-04-15,C,,30.00,100.00\n"
    )
    assert amounts(text) == [Decimal(50), Decimal(-20), Decimal(-30)]


def test_a_reversed_debit_is_money_in() -> None:
    text = "Date,Text,Debit,Credit\n2024-04-13,A,5.00,\n2024-04-14,Reversal,-5.00,\n"
    assert amounts(text) == [Decimal(-5), Decimal(5)]


def test_a_direction_word_wins_over_a_sign_that_the_balance_contradicts() -> None:
    text = (
        "Date,Text,Amount,D/C,Balance\n2024-04-13,A,10.00,D,90.00\n2024-04-14,B,-30.00,C,120.00\n"
    )
    assert amounts(text) == [Decimal(-10), Decimal(30)]


def test_positive_amounts_without_evidence_stay_and_are_noted() -> None:
    parsed = read("Date,Text,Amount\n2024-04-13,A,10.00\n2024-04-14,B,30.00\n")
    assert parsed.statements[0].sum == Decimal(40)
    assert [(f.code, f.severity) for f in parsed.faults] == [("csv_direction_unclear", "note")]


def test_cr_behind_a_payment_makes_the_rest_charges() -> None:
    text = "Date,Text,Amount\n2024-04-13,A,10.00\n2024-04-14,Paid,30.00 CR\n"
    assert amounts(text) == [Decimal(-10), Decimal(30)]


def test_two_unnamed_columns_with_few_rows_are_a_doubt() -> None:
    parsed = read("2024-04-13,Shop,10.00,\n2024-04-14,Client,,30.00\n")
    assert [f.code for f in parsed.errors] == ["csv_direction_unclear"]
