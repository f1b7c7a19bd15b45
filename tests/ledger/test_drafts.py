"""A draft that is made is right; a wrong one cannot be made."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import RuleError, UnbalancedEntry
from ledgerflow.ledger.drafts import LINES_MAX, EntryDraft, LineDraft


def draft(*amounts, currency="USD", **changes):
    lines = tuple(LineDraft(n, Decimal(a), currency) for n, a in enumerate(amounts, 1))
    given = {
        "date": dt.date(2025, 1, 1),
        "description": "Invented",
        "lines": lines,
        "idempotency_key": "k",
    }
    return EntryDraft(**given | changes)


def test_a_balanced_draft_is_made():
    assert [x.amount for x in draft("10", "-4.5", "-5.5").lines] == [10, Decimal("-4.5"), -5.5]


def test_an_unbalanced_draft_names_the_gap_and_the_currency():
    with pytest.raises(UnbalancedEntry, match=r"debits exceed credits by 0\.01 USD") as caught:
        draft("10", "-9.99")
    assert caught.value.extra == {"gap": "0.01", "currency": "USD"}


def test_each_currency_balances_by_itself():
    lines = (LineDraft(1, Decimal(10), "USD"), LineDraft(2, Decimal(-10), "EUR"))
    with pytest.raises(UnbalancedEntry, match="EUR"):
        draft(lines=lines)


@pytest.mark.parametrize("amounts", [(), ("10",)])
def test_fewer_than_two_lines_are_no_entry(amounts):
    with pytest.raises(UnbalancedEntry) as caught:
        draft(*amounts)
    assert caught.value.code == "entry_has_no_lines"


@pytest.mark.parametrize("amount", ["0.00001", "NaN", "Infinity", "1000000000000000"])
def test_an_amount_that_the_books_cannot_hold_is_refused(amount):
    with pytest.raises(RuleError) as caught:
        draft(amount, "-1")
    assert caught.value.code == "amount_not_storable"


def test_a_line_of_zero_is_left_out_by_whoever_drafts():
    with pytest.raises(RuleError) as caught:
        draft("0", "0")
    assert caught.value.code == "amount_zero"


def test_an_entry_has_at_most_a_thousand_lines():
    lines = tuple(LineDraft(1, Decimal(1), "USD") for _ in range(LINES_MAX))
    with pytest.raises(RuleError) as caught:
        draft(lines=(*lines, LineDraft(2, Decimal(-LINES_MAX), "USD")))
    assert caught.value.code == "entry_too_long"


@pytest.mark.parametrize(
    "change",
    [
        {"date": dt.date(2025, 1, 2)},
        {"description": "Other"},
        {"kind": "opening"},
        {"reverses_id": 3},
        {"lines": (LineDraft(1, Decimal(1), "USD", "note"), LineDraft(2, Decimal(-1), "USD"))},
        {"lines": (LineDraft(2, Decimal(1), "USD"), LineDraft(1, Decimal(-1), "USD"))},
    ],
)
def test_whatever_differs_shows_in_the_hash(change):
    assert draft("1", "-1", **change).request_hash != draft("1", "-1").request_hash


def test_the_key_and_the_way_a_number_is_written_do_not_show_in_the_hash():
    assert draft("1.00", "-1").request_hash == draft("1", "-1.0000").request_hash
    assert draft("1", "-1", idempotency_key="x").request_hash == draft("1", "-1").request_hash
