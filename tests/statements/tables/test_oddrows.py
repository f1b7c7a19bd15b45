"""Rows that are no plain line, through the door of the CSV format."""

from decimal import Decimal

from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

HEAD = "Date,Description,Amount"


def read(*rows: str, head: str = HEAD) -> ParsedFile:
    return CsvFormat().read(SourceFile("x.csv", "\n".join([head, *rows]).encode()))


def test_text_below_a_line_continues_it_and_its_raw_row() -> None:
    parsed = read("2025-03-13,Rent,-5.00", ",March office,", "2025-03-14,Sale,6.00")
    first = parsed.statements[0].lines[0]
    assert first.description == "Rent March office"
    assert first.raw.endswith("\n,March office,")


def test_titles_begin_and_end_the_pending_part() -> None:
    parsed = read(
        "Pending transactions,,", HEAD, "2025-03-30,Hotel,-90.00",
        "Posted transactions,,", HEAD, "2025-03-28,Client,250.00",
    )  # fmt: skip
    (statement,) = parsed.statements
    assert [p.description for p in statement.pending] == ["Hotel"]
    assert [line.description for line in statement.lines] == ["Client"]
    assert not parsed.errors


def test_balances_of_days_between_the_rows_are_no_transactions() -> None:
    rows = [
        f"2025-03-{d:02d},{t},{a}" for d in range(1, 30) for t, a in (("Shop", -1), ("Saldo", 9))
    ]
    (statement,) = read(*rows).statements
    assert statement.sum == Decimal(-29)
    assert statement.closing is not None
    assert statement.closing.amount == Decimal(9)


def test_the_balance_of_a_day_below_the_table_closes_it() -> None:
    parsed = read("2025-03-13,Rent,-5.00", "2025-03-14,Sale,6.00", "Saldo al 31/03/2025,,101.00")
    (statement,) = parsed.statements
    assert not parsed.errors
    assert statement.closing is not None
    assert (statement.closing.amount, str(statement.closing.date)) == (Decimal(101), "2025-03-31")


def test_an_amount_without_a_date_that_is_no_total_is_an_error() -> None:
    parsed = read("2025-03-13,Rent,-5.00", "2025-03-14,Sale,6.00", ",,77.00")
    assert [f.code for f in parsed.errors] == ["csv_bad_date"]
    assert not read("2025-03-13,Rent,-5.00", "2025-03-14,Sale,6.00", ",,1.00").errors


def test_a_row_of_the_table_above_its_header_is_an_error() -> None:
    head = "Date,Value date,Description,Amount,Currency,Reference,Type"
    rows = [f"2025-03-{d},2025-03-{d},Rent,-5.00,EUR,R{d},DD" for d in range(13, 16)]
    opening = "2025-03-12,,Opening balance,100.00,EUR,,"
    lines = ["Account,12,,,,,", opening, rows[0], head, *rows[1:]]
    parsed = CsvFormat().read(SourceFile("x.csv", "\n".join(lines).encode()))
    assert [(f.code, f.line) for f in parsed.errors] == [("csv_above_header", 3)]
