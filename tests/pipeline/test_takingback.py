"""Taking one entry back: what stands on it goes with it, what must not go is named."""

import datetime as dt

import pytest

from ledgerflow.core.errors import AccessError, InputError, LockedPeriod, RuleError
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import period_lock
from ledgerflow.pipeline.takingback import entry_take_back
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_undo
from tests.ledger.posted import meal, post
from tests.published import decide, publish


def take_back(books, number, reason="a slip", **how):
    return entry_take_back(business=books.business, number=number, reason=reason, **how)


def test_an_entry_of_a_decision_goes_with_it_and_the_transaction_waits_again(books):
    with books.scope():
        publish(books, [("2025-01-02", "-4.00", "NIGHT TRAIN")])
        entry = decide(books, "NIGHT TRAIN", "travel").entry
        reversal = take_back(books, entry.number, date=dt.date(2025, 3, 1))
        assert (reversal.reverses_id, reversal.date) == (entry.pk, entry.date)
        newest = Decision.objects.order_by("-version").first()
        assert (newest.kind, newest.reason) == ("undo", "a slip")
        assert [t.description for t in undecided(books.business)] == ["NIGHT TRAIN"]


def test_any_other_entry_is_reversed_on_the_day_that_is_asked(books):
    with books.scope():
        meal(books, "2025-01-03", 10)
        assert take_back(books, 1, date=dt.date(2025, 2, 1)).date == dt.date(2025, 2, 1)
        meal(books, "2025-01-04", 10)
        assert take_back(books, 3).date == dt.date(2025, 1, 4)


def test_a_decision_that_was_undone_before_leaves_nothing_to_take_back(books):
    with books.scope():
        publish(books, [("2025-01-02", "-4.00", "NIGHT TRAIN")])
        decision = decide(books, "NIGHT TRAIN", "travel")
        decision_undo(decision=decision, batch=books.batch("undo"), reason="whose?")
        with pytest.raises(RuleError) as refused:
            take_back(books, decision.entry.number)
        assert refused.value.code == "already_reversed"


def test_closing_entries_go_with_their_year_only(books):
    with books.scope():
        post(books, "2025-12-31", ("meals", -10), ("owner_equity", 10), kind="closing")
        with pytest.raises(RuleError, match="closes a fiscal year"):
            take_back(books, 1)


def test_without_a_reason_an_entry_or_an_open_month_nothing_is_posted(books):
    with books.scope():
        meal(books, "2025-01-03", 10)
        with pytest.raises(InputError, match="needs a reason"):
            take_back(books, 1, reason="  ")
        with pytest.raises(AccessError):
            take_back(books, 7)
        period_lock(business=books.business, month=dt.date(2025, 1, 1), reason="agreed")
        with pytest.raises(LockedPeriod):
            take_back(books, 1)
        assert JournalEntry.objects.count() == 1
