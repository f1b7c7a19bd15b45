"""Lines without end are refused before a table is made of them."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.line_limits import LINE_MAX, refuse_endless_lines

ROW = b"2025-03-02,TEA,-1.00\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_any_number_of_usual_lines_is_taken(end):
    refuse_endless_lines((ROW.strip() + end) * 50_000)
    refuse_endless_lines((b"x" * (LINE_MAX // 2 - 1) + end) * 10)


@pytest.mark.parametrize("before", [0, 1, 999, 5_000])
def test_a_line_beyond_the_limit_is_refused_wherever_it_stands(before):
    with pytest.raises(UnreadableFile) as caught:
        refuse_endless_lines(ROW * before + b"9" * (LINE_MAX + 1) + b"\n" + ROW)
    assert caught.value.code == "csv_endless_line"
    assert caught.value.extra == {"line": before + 1}


def test_a_short_file_without_a_line_end_is_one_line():
    refuse_endless_lines(b"")
    refuse_endless_lines(ROW.strip())
