"""Where a record begins and ends."""

from ledgerflow.statements.formats.bai2_records import records


def found(text: str) -> list[tuple[str, list[str]]]:
    return [(r.code, r.segments) for r in records(text)]


def test_several_records_stand_on_one_line():
    assert found("16,142,500,Z,,,IN/ 16,451,20,Z,,,OUT/  49,5,3/\n98,5,1,5/") == [
        ("16", ["142,500,Z,,,IN"]),
        ("16", ["451,20,Z,,,OUT"]),
        ("49", ["5,3"]),
        ("98", ["5,1,5"]),
    ]


def test_a_continuation_is_counted_and_joined_to_its_record():
    (record,) = records("03,1,USD,010,5/\n88,,,015,6,,/\n")
    assert record.count == 2
    assert record.fields() == ["1", "USD", "010", "5", "", "", "015", "6", "", ""]


def test_a_continuation_may_be_written_with_a_colon():
    assert found("16,142,5,,,,A\n88:REF 7\n") == [("16", ["142,5,,,,A", "REF 7"])]


def test_a_row_that_is_wrapped_without_a_continuation_stays_one():
    assert found("16,142,5,,,,PAYROLL\n22,SECOND HALF /\n49,5,3/") == [
        ("16", ["142,5,,,,PAYROLL", "22,SECOND HALF "]),
        ("49", ["5,3"]),
    ]


def test_a_line_behind_a_finished_record_is_no_text():
    assert [code for code, _ in found("49,5,3/\nrubbish\n77,x/\n")] == ["49", "", "77"]


def test_a_date_in_text_is_no_end_of_a_record():
    assert found("16,142,5,,,,PAID 31/03, 16/88 x/\n") == [("16", ["142,5,,,,PAID 31/03, 16/88 x"])]
