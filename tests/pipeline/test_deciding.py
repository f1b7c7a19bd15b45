"""Deciding on pages: all alike in one stroke, conflicts named, taken back whole."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.audit.models import AuditEvent, Batch
from ledgerflow.classification.models import PayeeMemory
from ledgerflow.classification.sharetext import share_read
from ledgerflow.core.errors import AccessError, ConflictError, InputError, LockedPeriod, RuleError
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import period_lock
from ledgerflow.pipeline.deciding import (
    Picked,
    Wish,
    deciding_undo,
    picked_decide,
    transfer_candidates,
)
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.queue_conditions import group_name
from ledgerflow.statements.models import BankTransaction
from tests.published import checking, publish
from tests.review.test_services import suggest

COFFEE = [(f"2025-01-{day:02d}", "-4.00", "CORNER COFFEE 77") for day in range(2, 22)]
OTHERS = [("2025-01-25", "-86.10", "HOME DEPOT #7114"), ("2025-01-26", "500.00", "HARBOR CLIENT")]


@pytest.fixture
def waiting(books):
    with books.scope():
        publish(books, [*COFFEE, *OTHERS])
    return books


def ids(books, text):
    with books.scope():
        found = BankTransaction.objects.filter(description__contains=text).order_by("date")
        return tuple(found.values_list("pk", flat=True))


def decide(books, picked, wish=None):
    return picked_decide(books.place, picked, wish or Wish(), user_id=books.user.pk)


def balances(books):
    with books.scope():
        return {b.key or b.name: b.amount for b in account_balances(books.business) if b.amount}


def test_many_are_decided_alike_in_one_batch_and_taught_once_each(waiting):
    done = decide(waiting, Picked(ids(waiting, "COFFEE")), Wish(account="meals"))
    assert (done.decided, done.conflicts) == (20, ())
    assert balances(waiting) == {"meals": 80, "Checking": -80}
    with waiting.scope():
        assert {d.batch_id for d in Decision.objects.all()} == {done.batch_id}
        assert [m.count for m in PayeeMemory.objects.all()] == [20]
        assert AuditEvent.objects.filter(action="decision_accept").count() == 20


def test_a_whole_group_is_picked_by_its_key(waiting):
    with waiting.scope():
        row = WaitingTransaction.objects.get(transaction__description="HARBOR CLIENT")
        key = group_name(row.currency, row.group_key)
    done = decide(waiting, Picked(group=key), Wish(account="sales"))
    assert (done.decided, done.next_hint) == (1, "")
    assert decide(waiting, Picked(group=key), Wish(account="sales")).batch_id is None


def test_what_was_decided_meanwhile_is_named_with_who_and_stays(waiting):
    coffee = ids(waiting, "COFFEE")
    first = decide(waiting, Picked(coffee[:1]), Wish(account="supplies"))
    done = decide(waiting, Picked(coffee), Wish(account="meals"))
    (conflict,) = done.conflicts
    assert (conflict.transaction_id, conflict.who) == (coffee[0], waiting.user.email)
    assert "Supplies" in conflict.what
    assert (first.decided, done.decided) == (1, 19)
    assert balances(waiting)["supplies"] == 4


def test_rows_of_a_group_that_were_seen_are_told_where_the_group_has_them_no_more(waiting):
    coffee = ids(waiting, "COFFEE")
    with waiting.scope():
        row = WaitingTransaction.objects.get(transaction=coffee[0])
        key = group_name(row.currency, row.group_key)
    decide(waiting, Picked(coffee[:1]), Wish(account="supplies"))
    done = decide(waiting, Picked(coffee[1:], seen=coffee), Wish(account="meals"))
    (conflict,) = done.conflicts
    assert (conflict.transaction_id, done.decided) == (coffee[0], 19)
    assert "COFFEE" in conflict.line
    for picked in (Picked(group=key, seen=coffee[:2]), Picked(seen=coffee[:2])):
        late = decide(waiting, picked, Wish(account="meals"))
        assert [c.transaction_id for c in late.conflicts] == list(coffee[:2])
        assert (late.batch_id, late.decided) == (None, 0)
    nothing = decide(waiting, Picked(group=key, seen=(10**9,)), Wish(account="meals"))
    assert nothing.conflicts == ()


def test_the_stroke_asks_for_suggestions_once_however_often_it_comes(waiting):
    for pk in ids(waiting, "COFFEE")[:3]:
        decide(waiting, Picked((pk,)), Wish(account="meals"))
    jobs = ProcrastinateJob.objects.filter(task_name="business_suggest")
    assert [job.args for job in jobs] == [
        {"firm_id": waiting.place.firm_id, "business_id": waiting.place.business_id}
    ]


def test_a_locked_month_keeps_all_of_them_out(waiting):
    with waiting.scope():
        period_lock(business=waiting.business, month=dt.date(2025, 1, 1), reason="closed")
    with pytest.raises(LockedPeriod):
        decide(waiting, Picked(ids(waiting, "COFFEE")), Wish(account="meals"))
    with waiting.scope():
        assert (Decision.objects.count(), Batch.objects.filter(kind="decide").count()) == (0, 0)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(account="meals", is_exclusion=True, reason="x"), "contrary_wishes"),
        (Wish(is_exclusion=True), "needs_reason"),
        (Wish(account="meals", business_percent=Decimal(50), is_transfer=True), "contrary_wishes"),
    ],
)
def test_a_wish_that_contradicts_itself_is_refused_without_options_of_a_command(
    waiting, wish, code
):
    with pytest.raises(InputError) as caught:
        decide(waiting, Picked(ids(waiting, "COFFEE")), wish)
    assert caught.value.code == code
    assert "--" not in caught.value.message + caught.value.hint


def test_nothing_suggested_and_nothing_said_is_refused(waiting):
    with pytest.raises(RuleError, match=r"−4.00 USD.*no suggestion"):
        decide(waiting, Picked(ids(waiting, "COFFEE")))


@pytest.mark.parametrize("picked", [Picked(), Picked((1,), "USD:x"), Picked(tuple(range(6_000)))])
def test_a_bad_picking_is_refused(waiting, picked):
    with pytest.raises(InputError):
        decide(waiting, picked, Wish(account="meals"))


def test_a_number_of_elsewhere_is_refused_and_nothing_is_written(waiting, make_books):
    other = make_books("Elsewhere Ltd")
    with other.scope():
        publish(other, OTHERS)
    picked = Picked((*ids(waiting, "COFFEE"), *ids(other, "HARBOR")))
    with pytest.raises(InputError, match="do not wait"):
        decide(waiting, picked, Wish(account="meals"))
    assert balances(waiting) == {}


def test_a_viewer_decides_nothing(waiting):
    from dataclasses import replace

    place = replace(waiting.place, role="viewer")
    with pytest.raises(AccessError):
        picked_decide(place, Picked((1,)), Wish(account="meals"), user_id=waiting.user.pk)
    with pytest.raises(AccessError):
        deciding_undo(place, 1, user_id=waiting.user.pk)


def test_splits_shares_and_exclusions_are_decided_alike(waiting):
    splits = (share_read("6160=60%"), share_read("owner_draw=rest"))
    decide(waiting, Picked(ids(waiting, "DEPOT")), Wish(splits=splits))
    decide(
        waiting,
        Picked(ids(waiting, "COFFEE")[:2]),
        Wish(account="meals", business_percent=Decimal(50), payee_name="The Corner"),
    )
    decide(waiting, Picked(ids(waiting, "COFFEE")[2:4]), Wish(is_exclusion=True, reason="private"))
    found = balances(waiting)
    assert (found["supplies"], found["meals"]) == (Decimal("51.66"), 4)
    assert found["owner_draw"] == Decimal("38.44")
    with waiting.scope():
        named = Decision.objects.filter(payee_name="The Corner")
        assert {d.entry.description for d in named} == {"The Corner"}
        assert Decision.objects.filter(kind="exclude", entry=None, reason="private").count() == 2


@pytest.fixture
def two_accounts(books):
    with books.scope():
        publish(books, [("2025-01-21", "-200.00", "TO SAVER")])
        savings = checking(books, "Savings", kind="savings")
        publish(
            books,
            [("2025-01-22", "200.00", "FROM CURRENT"), ("2025-01-23", "60.00", "OTHER MONEY")],
            account=savings,
        )
    return books


def test_a_person_pairs_the_halves_of_a_transfer(two_accounts):
    (out,), (into,) = ids(two_accounts, "TO SAVER"), ids(two_accounts, "FROM CURRENT")
    assert [t.pk for t in transfer_candidates(two_accounts.place, out)] == [into]
    done = decide(two_accounts, Picked((out,)), Wish(transfer_with_id=into))
    assert done.decided == 2
    assert balances(two_accounts) == {"Checking": -200, "Savings": 200}
    with two_accounts.scope():
        assert dict(Decision.objects.values_list("transaction_id", "transfer_with_id")) == {
            out: into,
            into: out,
        }


def test_a_half_that_was_decided_alone_is_offered_and_named(two_accounts):
    (out,), (into,) = ids(two_accounts, "TO SAVER"), ids(two_accounts, "FROM CURRENT")
    decide(two_accounts, Picked((into,)), Wish(is_transfer=True))
    assert [t.pk for t in transfer_candidates(two_accounts.place, out)] == [into]
    assert decide(two_accounts, Picked((out,)), Wish(transfer_with_id=into)).decided == 1


def suggest_pair(books, out, into):
    """The two lines are suggested to be each other's halves."""
    with books.scope():
        for one, other in ((out, into), (into, out)):
            text = BankTransaction.objects.get(pk=one).description
            half = BankTransaction.objects.get(pk=other)
            suggest(books, text, None, source="transfer", confidence="0.9", transfer_with=half)


@pytest.mark.parametrize("wish", ["accepted", "named"])
def test_a_transfer_is_not_booked_alone_where_its_other_half_became_income(two_accounts, wish):
    (out,), (into,) = ids(two_accounts, "TO SAVER"), ids(two_accounts, "FROM CURRENT")
    suggest_pair(two_accounts, out, into)
    decide(two_accounts, Picked((into,)), Wish(account="sales"))
    stale = Wish() if wish == "accepted" else Wish(transfer_with_id=into)
    done = decide(two_accounts, Picked((out,)), stale)
    assert (done.decided, done.batch_id) == (0, None)
    (conflict,) = done.conflicts
    assert (conflict.transaction_id, conflict.who) == (out, two_accounts.user.email)
    assert "Sales" in conflict.what
    assert balances(two_accounts) == {"sales": -200, "Savings": 200}


def test_a_transfer_is_booked_where_its_other_half_stands_as_one_or_was_undone(two_accounts):
    (out,), (into,) = ids(two_accounts, "TO SAVER"), ids(two_accounts, "FROM CURRENT")
    suggest_pair(two_accounts, out, into)
    first = decide(two_accounts, Picked((into,)), Wish(account="sales"))
    deciding_undo(two_accounts.place, first.batch_id, user_id=two_accounts.user.pk)
    assert decide(two_accounts, Picked((out,))).decided == 2
    assert balances(two_accounts) == {"Checking": -200, "Savings": 200}


def test_what_is_no_other_half_is_refused(two_accounts):
    (out,), (into,) = ids(two_accounts, "TO SAVER"), ids(two_accounts, "FROM CURRENT")
    (other,) = ids(two_accounts, "OTHER MONEY")
    for one, partner in ((out, out), (into, other), (out, 10**9)):
        with pytest.raises(InputError, match="not the other half"):
            decide(two_accounts, Picked((one,)), Wish(transfer_with_id=partner))
    with pytest.raises(AccessError):
        transfer_candidates(two_accounts.place, 10**9)


def test_a_stroke_is_taken_back_whole_and_may_be_made_again(waiting):
    picked = Picked(ids(waiting, "COFFEE"))
    first = decide(waiting, picked, Wish(account="meals"))
    assert deciding_undo(waiting.place, first.batch_id, user_id=waiting.user.pk) == 20
    assert balances(waiting) == {}
    with waiting.scope():
        assert [m.count for m in PayeeMemory.objects.all()] == [0]
        assert WaitingTransaction.objects.count() == 22
    with pytest.raises(ConflictError, match="undone already"):
        deciding_undo(waiting.place, first.batch_id, user_id=waiting.user.pk)
    assert decide(waiting, picked, Wish(account="meals")).decided == 20


def test_taking_back_leaves_what_was_decided_anew(waiting):
    coffee = ids(waiting, "COFFEE")
    first = decide(waiting, Picked(coffee), Wish(account="meals"))
    deciding_undo(waiting.place, first.batch_id, user_id=waiting.user.pk)
    second = decide(waiting, Picked(coffee[:5]), Wish(account="supplies"))
    with pytest.raises(ConflictError):
        deciding_undo(waiting.place, first.batch_id, user_id=waiting.user.pk)
    assert balances(waiting)["supplies"] == 20
    with pytest.raises(AccessError):
        deciding_undo(waiting.place, second.batch_id + 100, user_id=waiting.user.pk)


def test_taking_back_stops_at_a_locked_month(waiting):
    done = decide(waiting, Picked(ids(waiting, "COFFEE")), Wish(account="meals"))
    with waiting.scope():
        period_lock(business=waiting.business, month=dt.date(2025, 1, 1), reason="closed")
        entries = JournalEntry.objects.count()
    with pytest.raises(LockedPeriod):
        deciding_undo(waiting.place, done.batch_id, user_id=waiting.user.pk)
    with waiting.scope():
        assert JournalEntry.objects.count() == entries


def test_fifty_cost_no_more_queries_than_two(waiting, django_assert_max_num_queries):
    coffee = ids(waiting, "COFFEE")
    counts = []
    for picked in (coffee[:2], coffee[2:]):
        with django_assert_max_num_queries(60) as asked:
            decide(waiting, Picked(picked), Wish(account="meals"))
        counts.append(len(asked.captured_queries))
    assert counts[1] <= counts[0]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_one_is_first_and_the_other_is_told(books):
    with books.scope():
        publish(books, COFFEE)
    other = User.objects.create_user("second@example.com", "correct horse 12", name="Second Person")
    picked = Picked(ids(books, "COFFEE"))
    start, outcomes = threading.Barrier(2), {}

    def stroke(user_id, account):
        try:
            start.wait(10)
            outcomes[user_id] = picked_decide(
                books.place, picked, Wish(account=account), user_id=user_id
            )
        finally:
            connections.close_all()

    people = {books.user.pk: "meals", other.pk: "supplies"}
    threads = [threading.Thread(target=stroke, args=person) for person in people.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    first, second = sorted(outcomes, key=lambda user_id: -outcomes[user_id].decided)
    assert (outcomes[first].decided, outcomes[second].decided) == (20, 0)
    assert outcomes[second].batch_id is None
    who = {books.user.pk: books.user.email, other.pk: "Second Person"}[first]
    assert [c.who for c in outcomes[second].conflicts] == [who] * 20
    assert balances(books) == {people[first]: 80, "Checking": -80}
    connection.close()
