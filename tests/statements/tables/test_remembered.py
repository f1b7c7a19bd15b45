"""A remembered reading on another file: it answers what is open and overrules nothing shown."""

from typing import Any

from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile

SURE = "Date,Description,Amount,Balance\n01/13/2025,A,-5.00,95.00\n01/14/2025,B,-1.00,94.00\n"
OPEN = "Date,Description,Amount,Balance\n02/03/2025,A,-5.00,95.00\n03/04/2025,B,-1.00,94.00\n"
DAY_FIRST = "Date,Description,Amount,Balance\n25/03/2025,A,-5.00,95.00\n26/03/2025,B,-1.00,94.00\n"


def read(text: str, profile: dict[str, Any] | None = None) -> ParsedFile:
    return CsvFormat().read(SourceFile("next.csv", text.encode(), profile))


def learned(text: str, **more: Any) -> dict[str, Any]:
    """The reading of a file as it is kept after its import."""
    kept = {**read(text).reading, "source": "file", **more}
    return kept | {"encoding": "", "delimiter": "", "currency": "", "newest_first": None}


def days(parsed: ParsedFile) -> list[str]:
    return [line.date.isoformat() for s in parsed.statements for line in s.lines]


def test_what_was_learned_answers_an_open_question() -> None:
    assert [f.code for f in read(OPEN).errors] == ["date_order_ambiguous"]
    parsed = read(OPEN, learned(SURE))
    assert not parsed.faults
    assert days(parsed) == ["2025-02-03", "2025-03-04"]
    assert "earlier files" in parsed.reading["why"]["dates"]


def test_what_was_learned_never_overrules_what_the_file_shows() -> None:
    parsed = read(DAY_FIRST, learned(SURE))
    assert not parsed.faults
    assert days(parsed) == ["2025-03-25", "2025-03-26"]


def test_a_changed_layout_is_read_by_itself_and_said_in_a_note() -> None:
    renamed = OPEN.replace("Description", "Text")
    codes = [(f.code, f.severity) for f in read(renamed, learned(SURE)).faults]
    assert codes == [("csv_profile_other_columns", "note"), ("date_order_ambiguous", "error")]


def test_what_is_said_now_answers_a_file_of_a_changed_layout() -> None:
    renamed = OPEN.replace("Description", "Text")
    parsed = read(renamed, {"table": learned(SURE), "date_order": "dmy"})
    assert [f.code for f in parsed.faults] == ["csv_profile_other_columns"]
    assert days(parsed) == ["2025-03-02", "2025-04-03"]


def test_what_is_said_now_goes_before_what_was_learned() -> None:
    assert days(read(OPEN, {"table": learned(SURE), "date_order": "dmy"})) == [
        "2025-03-02",
        "2025-04-03",
    ]


def test_what_a_person_stated_holds_for_files_with_these_columns() -> None:
    bare = "Date,Description,Amount\n2025-01-13,A,5.00\n2025-01-14,B,1.00\n"
    profile = learned(bare, sign="inverted", stated=["sign"])
    assert [str(line.amount) for line in read(bare, profile).statements[0].lines] == [
        "-5.00",
        "-1.00",
    ]


def test_an_unclear_sign_is_read_as_before() -> None:
    names = ["ALDER", "BIRCH", "CEDAR", "ELM", "FIR"]
    text = "Date,Description,Amount\n" + "".join(
        f"2025-01-1{i},{name},5.00\n" for i, name in enumerate(names)
    )
    assert [f.code for f in read(text).errors] == ["csv_direction_unclear"]
    parsed = read(text, learned(text, sign="inverted"))
    assert not parsed.errors
    assert {str(line.amount) for line in parsed.statements[0].lines} == {"-5.00"}


def test_a_persons_reading_is_taken_with_what_stands_around_this_file() -> None:
    text = (
        "Konto;DE02120300000000202051\nSaldo vom 31.03.2024;100,00 EUR\n\n"
        "Datum;Text;Betrag\n13.04.2024;A;-5,00\n14.04.2024;B;-7,00\n"
    )
    reading = dict(read(text).reading)
    kept = reading | {"source": "person", "account_id": "", "currency": "", "newest_first": None}
    again = read(text.replace("13.04", "15.04").replace("14.04", "16.04"), kept)
    (statement,) = again.statements
    assert statement.account_id == read(text).statements[0].account_id != ""
    assert statement.currency == "EUR"
    assert statement.newest_first is False
    assert days(again) == ["2024-04-15", "2024-04-16"]


def test_a_persons_roles_are_taken_as_they_are() -> None:
    kept = {**read(SURE).reading, "source": "person"}
    kept["roles"] = ["date", "description", "amount", "ignore"]
    parsed = read(SURE, kept)
    assert [line.balance for line in parsed.statements[0].lines] == [None, None]


def test_a_sign_that_does_not_fit_leaves_the_question_open() -> None:
    names = ["ALDER", "BIRCH", "CEDAR", "ELM", "FIR"]
    text = "Date,Description,Amount\n" + "".join(
        f"2025-01-1{i},{name},5.00\n" for i, name in enumerate(names)
    )
    odd = learned(text) | {"sign": "flag", "roles": ["date", "flag", "amount"]}
    assert [f.code for f in read(text, odd).errors] == ["csv_direction_unclear"]
