"""What a person may name to be closed: a month, some months, a fiscal year."""

import datetime as dt

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.closing.spans import Span, month_end, month_span, span_read


@pytest.mark.parametrize(
    ("text", "first_month", "start", "end", "year"),
    [
        ("2025-03", 1, "2025-03-01", "2025-03-31", None),
        (" 2024-02 ", 1, "2024-02-01", "2024-02-29", None),
        ("2025-01..2025-03", 4, "2025-01-01", "2025-03-31", None),
        ("2024-12..2025-01", 1, "2024-12-01", "2025-01-31", None),
        ("2025", 1, "2025-01-01", "2025-12-31", 2025),
        ("2025", 4, "2025-04-01", "2026-03-31", 2025),
    ],
)
def test_months_and_fiscal_years_are_whole(text, first_month, start, end, year):
    found = span_read(text, first_month)
    days = (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert (found.start, found.end, found.year) == (*days, year)
    assert found.label == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "March", "2025-13", "2025-3", "2025-03..2025-01", "2020-01..2025-12", "2025-03-01",
     "0000-01", "\u0662\u0660\u0662\u0665", "3025", "2025-01..", "2025..2026"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_can_be_written(text):
    with pytest.raises(InputError) as refused:
        span_read(text, 1)
    assert refused.value.hint


def test_a_day_names_its_month():
    assert month_span(dt.date(2025, 3, 9)) == Span(
        dt.date(2025, 3, 1), dt.date(2025, 3, 31), "2025-03"
    )
    assert month_end(dt.date(2025, 12, 1)) == dt.date(2025, 12, 31)
