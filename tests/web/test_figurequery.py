"""A figure's question as an address: written, read back, and refused where it is none."""

import datetime as dt

import pytest
from django.http import QueryDict

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.drilldown import EntryPlace
from ledgerflow.reports.spec import Trace
from ledgerflow.web.figurequery import FigureQuery, query_read

QUARTER = Trace((4, 7), dt.date(2025, 1, 1), dt.date(2025, 3, 31))
PLACE = EntryPlace(dt.date(2025, 2, 3), 17)


def read(text):
    return query_read(QueryDict(text))


def test_a_question_names_accounts_and_days_and_no_entry():
    assert str(FigureQuery(QUARTER)) == "accounts=4,7&start=2025-01-01&end=2025-03-31"
    assert str(FigureQuery(Trace((4,), None, None))) == "accounts=4"


@pytest.mark.parametrize(
    "query",
    [
        FigureQuery(QUARTER),
        FigureQuery(Trace((4,), None, QUARTER.end, without_closing=True)),
        FigureQuery(QUARTER, after=PLACE),
        FigureQuery(QUARTER, before=PLACE),
    ],
)
def test_what_is_written_is_read_back(query):
    assert read(str(query)) == query


def test_another_page_is_the_same_question_from_another_place():
    query = FigureQuery(QUARTER, after=PLACE)
    assert query.first() == FigureQuery(QUARTER)
    assert query.next_to(before=PLACE) == FigureQuery(QUARTER, before=PLACE)
    assert query.next_to() is None


def test_an_account_named_twice_is_asked_once():
    assert read("accounts=7,4,7").trace.account_ids == (7, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "does not name the accounts"),
        ("accounts=,", "does not name the accounts"),
        ("accounts=4,x", "does not name the accounts"),
        ("accounts=4;DROP", "does not name the accounts"),
        (f"accounts={'9' * 19}", "does not name the accounts"),
        ("accounts=4&start=yesterday", "'yesterday' is no day"),
        ("accounts=4&start=2025-02-01&end=2025-01-31", "end before they begin"),
        ("accounts=4&after=17", "is no place among entries"),
        ("accounts=4&after=2025-01-01.1&before=2025-01-01.9", "after one place and before another"),
        ("accounts=4&without_closing=yes", "without_closing is 0 or 1"),
    ],
)
def test_an_address_that_asks_nothing_is_refused_with_the_part_that_is_wrong(text, said):
    with pytest.raises(InputError, match=said):
        read(text)
