"""What an address asks of the list of transactions."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.web.transactionfilter import Cursor, cursor_from, filter_from


def test_an_empty_address_wants_everything():
    wanted = filter_from({})
    assert wanted.problems == ()
    assert (wanted.text, wanted.low, wanted.high, wanted.state, wanted.query) == (
        *("", None, None),
        *("", ""),
    )


def test_all_parts_are_read_and_written_back():
    given = {
        "text": "home  depot",
        "bank": "3",
        "account": "12",
        "amount": "50-100",
        "start": "2025-01-01",
        "end": "2025-03-31",
        "direction": "out",
        "state": "waiting",
        "after": "2025-01-01.4",
    }
    wanted = filter_from(given)
    assert (wanted.text, wanted.bank_account_id, wanted.account_id) == ("home depot", 3, 12)
    assert (wanted.low, wanted.high) == (Decimal(50), Decimal(100))
    assert (wanted.start, wanted.end) == (dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert (wanted.direction, wanted.state, wanted.problems) == ("out", "waiting", ())
    assert "amount=50-100" in wanted.query
    assert "after" not in wanted.query


def test_one_amount_is_exactly_that():
    wanted = filter_from({"amount": "86,10"})
    assert wanted.low == wanted.high == Decimal("86.10")


@pytest.mark.parametrize(
    "given",
    [
        {"amount": "much"},
        {"amount": "100-50"},
        {"amount": "-"},
        {"start": "31.3.2025"},
        {"end": "2025-02-30"},
        {"bank": "x"},
        {"account": "9" * 30},
        {"direction": "up"},
        {"state": "lost"},
    ],
)
def test_what_cannot_be_read_is_said_and_not_left_out(given):
    wanted = filter_from(given)
    assert len(wanted.problems) == 1
    assert next(iter(given.values())) in wanted.query, "the form shows what was typed"


def test_a_cursor_is_written_as_it_is_read():
    cursor = Cursor(dt.date(2025, 3, 2), 17)
    assert cursor_from(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "17", "2025-13-02.17", "2025-03-02.x", "2025-03-02.17'"])
def test_what_is_no_cursor_begins_at_the_newest(text):
    assert cursor_from(text) is None
