"""The CSV format: what it claims, what it refuses, which faults it shows."""

import pytest

from ledgerflow.core.errors import InputError, UnreadableFile
from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

GOOD = "Date,Description,Amount\n2024-04-13,Fuel,-40.00\n2024-04-14,Sale,60.00\n"


def read(text: str | bytes, name: str = "x.csv", **profile: object) -> ParsedFile:
    data = text.encode() if isinstance(text, str) else text
    return CsvFormat().read(SourceFile(name, data, profile or None))


def codes(parsed: ParsedFile) -> list[str]:
    return [f.code for f in parsed.errors]


@pytest.mark.parametrize(
    "head",
    [
        b"<html><body>Please, sign in, again</body></html>",
        b"\n\n<!DOCTYPE html><p>a,b,c</p>",
        b"<?xml version='1.0'?><Document>a,b,c</Document>",
        b"%PDF-1.7\na,b,c",
        b"PK\x03\x04a,b,c",
        b"OFXHEADER:100\nDATA:OFXSGML,a,b,c",
        b"!Type:Bank\nD1/2/2024\nT5,000.00,x,y",
        b":20:X\n:25:123/456\n:60F:C200101EUR1,00,,",
        b"01,122099999,123456789,240413,0200,1,65,,2/\n02,a,b,c/",
        b'[{"a": 1, "b": 2, "c": 3}]',
        b"just words",
    ],
)
def test_other_formats_are_not_claimed(head: bytes) -> None:
    assert not CsvFormat().identify(head, "statement.csv")


def test_delimited_text_is_claimed_whatever_its_name() -> None:
    assert CsvFormat().identify(GOOD.encode(), "statement.xls")


def test_nul_bytes_are_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(b"Date,Description,Amount\n2024-04-13,A\x00B,5.00\n")
    assert caught.value.code == "csv_nul_bytes"


def test_mixed_encodings_are_a_fault_with_the_line() -> None:
    parsed = read(b"Date,Description,Amount\n2024-04-13,Caf\xc3\xa9,5.00\n2024-04-14,Caf\xe9,-6\n")
    assert [(f.code, f.line) for f in parsed.errors] == [("csv_mixed_encoding", 3)]


def test_a_quote_that_never_closes_is_a_fault_and_swallows_no_rows() -> None:
    parsed = read('Date,Description,Amount\n2024-04-13,"Open,-5.00\n2024-04-14,B,6.00\n')
    assert "csv_unbalanced_quote" in codes(parsed)
    assert [line.description for line in parsed.statements[0].lines] == ["B"]


@pytest.mark.parametrize("bad", ["12..34", "1e5", "abc1", "99999999999999999999.00", "1,2,3"])
def test_an_amount_that_cannot_be_read_is_an_error_never_zero(bad: str) -> None:
    parsed = read(f'Date,Description,Amount\n2024-04-13,A,-1.00\n2024-04-14,B,"{bad}"\n')
    assert codes(parsed) == ["csv_bad_amount"]
    assert parsed.errors[0].line == 3
    assert parsed.errors[0].column == "Amount"
    assert bad in parsed.errors[0].excerpt


def test_a_date_that_does_not_exist_is_an_error() -> None:
    parsed = read(GOOD + "2024-02-30,Ghost,5.00\n")
    assert [(f.code, f.line) for f in parsed.errors] == [("csv_bad_date", 4)]


def test_a_missing_amount_is_an_error() -> None:
    assert codes(read(GOOD + "2024-04-15,Nothing,\n")) == ["csv_no_amount"]


def test_a_column_shifted_by_an_unquoted_comma_is_an_error() -> None:
    assert codes(read(GOOD + "2024-04-15,Rent, office,-5.00\n")) == ["csv_bad_amount"]


def test_totals_and_remarks_are_skipped_with_a_reason() -> None:
    parsed = read(GOOD + "\nExported for you\n,Total,20.00\n")
    assert not parsed.errors
    assert [s["reason"] for s in parsed.reading["skipped"]] == [
        "text without date and amount",
        "a total",
    ]


def test_a_dated_row_at_a_shop_called_total_is_a_transaction() -> None:
    parsed = read(GOOD + "2024-04-15,TOTAL,-33.00\n")
    assert len(parsed.statements[0].lines) == 3


def test_a_file_without_amounts_is_no_statement() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("First name,Last name,Email\nAda,Example,ada@example.org\n")
    assert caught.value.code == "csv_no_amounts"
    assert caught.value.message.startswith("x.csv")


def test_a_known_header_without_rows_is_an_empty_statement() -> None:
    (statement,) = read("Date,Description,Amount,Balance\n").statements
    assert statement.lines == ()


def test_an_order_history_is_flagged() -> None:
    text = "Order ID,Date,Items,Shipping,Total\n1,2024-04-13,Lamp,2.00,22.00\n"
    assert "csv_not_a_statement" in codes(read(text))


AMBIGUOUS = "Date,Description,Amount\n05/03/2021,A,-5.00\n06/03/2021,B,6.00\n"


def test_dates_with_two_readings_are_an_error_with_both_candidates() -> None:
    parsed = read(AMBIGUOUS)
    assert codes(parsed) == ["date_order_ambiguous"]
    assert "dmy" in parsed.errors[0].message
    assert "mdy" in parsed.errors[0].message
    assert {c["date_order"] for c in parsed.reading["candidates"]} == {"dmy", "mdy"}


def test_a_stated_date_order_settles_it() -> None:
    parsed = read(AMBIGUOUS, date_order="mdy")
    assert not parsed.errors
    assert str(parsed.statements[0].first_date) == "2021-05-03"


def test_the_candidate_that_a_person_picks_reads_the_file() -> None:
    parsed = read(AMBIGUOUS)
    for candidate in parsed.reading["candidates"]:
        again = read(AMBIGUOUS, **candidate)
        assert not again.errors
        assert again.reading["date_order"] == candidate["date_order"]


def test_the_date_in_the_files_name_excludes_a_reading() -> None:
    parsed = read(AMBIGUOUS, name="export_2021-03-31.csv")
    assert not parsed.errors
    assert str(parsed.statements[0].last_date) == "2021-03-06"


def test_a_profile_for_other_columns_is_said_and_the_file_read_anew() -> None:
    profile = dict(read("Datum;Text;Betrag\n13.04.2024;A;-5,00\n").reading)
    parsed = read(GOOD, **{**profile, "delimiter": ","})
    assert [f.code for f in parsed.faults] == ["csv_profile_other_columns"]
    assert len(parsed.statements[0].lines) == 2


def test_a_profile_with_an_unknown_value_is_refused() -> None:
    with pytest.raises(InputError, match="sign"):
        read(GOOD, **{**read(GOOD).reading, "sign": "sideways"})


def test_a_name_of_five_thousand_characters_is_read() -> None:
    parsed = read(GOOD + f"2024-04-15,{'X' * 5000},-1.00\n")
    assert len(parsed.statements[0].lines[2].description) == 5000


def test_the_reading_explains_itself_in_words() -> None:
    why = read(GOOD).reading["why"]
    assert {"encoding", "delimiter", "layout", "decimal", "sign", "dates", "currency"} <= set(why)
    assert all(why.values())


def test_two_accounts_under_two_titles_are_an_error() -> None:
    table = "Date,Description,Amount\n2024-04-13,A,-3.00\n2024-04-14,B,1.00\n"
    assert codes(read(f"Account 1111\n{table}Account 2222\n{table}")) == ["csv_several_accounts"]
    assert codes(read(f"Account 1111\n{table}Account 1111\n{table}")) == []


def test_a_fee_column_beside_the_amounts_is_noted() -> None:
    parsed = read("Date,Description,Amount,Fee\n2024-04-13,A,-3.00,1.00\n2024-04-14,B,2.00,0\n")
    assert [(f.code, f.severity) for f in parsed.faults] == [("csv_fee_column", "note")]


def test_undated_pending_rows_without_any_booked_row_are_an_error() -> None:
    booked = "Date,Description,Amount,Currency\n2024-04-13,A,-3.00,EUR\n"
    parsed = read(f"{booked}Pending,B,-3.00,USD\n")
    assert "csv_pending_undated" in codes(parsed)


def test_two_columns_without_amounts_are_told_what_they_lack():
    data = b"Date,Description\n2025-01-02,RENT\n2025-01-03,COFFEE\n"
    assert CsvFormat().identify(data, "export.csv")
    with pytest.raises(UnreadableFile) as refused:
        CsvFormat().read(SourceFile("export.csv", data))
    assert refused.value.code == "csv_no_amounts"


def test_prose_with_commas_is_no_table():
    assert not CsvFormat().identify(b"hello, world\nthis is, prose\n", "letter.txt")
