"""A report's address: read, written back, and refused where it asks nothing."""

import datetime as dt

import pytest
from django.http import QueryDict

from ledgerflow.core.errors import InputError
from ledgerflow.web.reportquery import report_query

TODAY = dt.date(2025, 8, 20)


def read(text, **more):
    return report_query(QueryDict(text).dict(), today=TODAY, **more)


def days(query):
    return f"{query.period.start} {query.period.end}"


def test_an_address_without_a_question_asks_for_this_fiscal_year():
    assert days(read("")) == "2025-01-01 2025-12-31"
    assert days(read("", first_month=9)) == "2024-09-01 2025-08-31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("period=2025-Q2", "2025-04-01 2025-06-30"),
        ("year=2024", "2024-01-01 2024-12-31"),
        ("from=2025-02-03&to=2025-02-09", "2025-02-03 2025-02-09"),
        ("from=2025-02-03", "2025-02-03 2025-12-31"),
        ("to=2025-02-09", "2025-01-01 2025-02-09"),
        ("year=2024&from=2024-03-05&to=2024-03-31", "2024-03-05 2024-03-31"),
    ],
)
def test_days_are_read_in_every_way_they_are_written(text, found):
    assert days(read(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "period=2025-Q2",
        "period=ytd&compare=previous",
        "from=2025-02-03&to=2025-02-09",
        "period=2025&compare=last-year&draft=1&account=1010&lines=all",
    ],
)
def test_what_is_written_is_read_back(text):
    assert str(read(text)) == text
    assert read(str(read(text))) == read(text)


def test_what_is_usual_is_not_written_and_can_be_left_out():
    usual = read("period=2025", usual="months")
    assert (usual.compare, str(usual)) == ("months", "period=2025")
    assert str(usual.beside("")) == "period=2025&compare=alone"
    assert read("period=2025&compare=alone", usual="months").compare == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("period=soon", "no period"),
        ("year=MMXXV", "no year"),
        ("from=March", "no day"),
        ("from=2025-03-01&to=2025-02-01", "after its end"),
    ],
)
def test_an_address_that_asks_nothing_is_refused_with_the_part_that_is_wrong(text, said):
    with pytest.raises(InputError, match=said):
        read(text)


def test_lines_without_an_amount_can_be_asked_for_and_left_out_again():
    query = read("period=2025")
    assert str(query.all_lines) == "period=2025&lines=all"
    assert str(query.all_lines.fewer) == "period=2025"
