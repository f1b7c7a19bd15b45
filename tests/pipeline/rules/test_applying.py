"""A rule applied to the past: a batch that leaves people's decisions alone and can be undone."""

import datetime as dt

import pytest

from ledgerflow.audit.models import Batch
from ledgerflow.classification.models import Rule
from ledgerflow.core.errors import ConflictError
from ledgerflow.ledger.periods import period_lock
from ledgerflow.pipeline.decisions import Wish, queue_accept
from ledgerflow.pipeline.rules import applying
from ledgerflow.pipeline.rules.applying import rule_apply
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import queue
from tests.published import decide, publish


def standing(books):
    """Account keys (or kinds) of the decisions that stand, by description."""
    with books.scope():
        newest = Decision.objects.order_by("transaction_id", "-version").distinct("transaction_id")
        return {
            d.transaction.description: (d.account.key if d.account else d.kind)
            for d in newest.select_related("transaction", "account")
            if d.kind != Decision.Kind.UNDO
        }


def opened(books, name, account="meals", **more):
    return rule_open(books.place, RuleWish(name, contains=(name,), account=account, **more))


def test_what_waits_and_what_the_policy_decided_goes_where_the_rule_says(coffee):
    rule_apply(coffee.place, opened(coffee, "house").pk)
    queue_accept(coffee.place, [1], Wish(account="supplies"), user_id=coffee.user.pk)
    applied = rule_apply(coffee.place, opened(coffee, "coffee", "office_expense", order=1).pk)
    assert (applied.done, applied.anew, applied.kept, applied.blocked) == (2, 1, 1, [])
    assert standing(coffee) == {
        "COFFEE BAR": "supplies",
        "COFFEE BAR REFUND": "office_expense",
        "COFFEE HOUSE": "office_expense",
    }


def test_undoing_the_batch_puts_the_policy_s_decisions_back(coffee):
    rule_apply(coffee.place, opened(coffee, "house").pk)
    applied = rule_apply(coffee.place, opened(coffee, "coffee", "office_expense", order=1).pk)
    report = batch_undo(coffee.place, applied.batch_id, user_id=coffee.user.pk)
    assert report.reversed == 3
    assert standing(coffee) == {"COFFEE HOUSE": "meals"}


def test_applying_again_changes_nothing(coffee):
    rule = opened(coffee, "coffee")
    assert rule_apply(coffee.place, rule.pk).done == 3
    again = rule_apply(coffee.place, rule.pk)
    assert (again.done, again.batch_id) == (0, None)


def test_a_locked_month_blocks_and_is_named(coffee):
    rule_apply(coffee.place, opened(coffee, "house").pk)
    with coffee.scope():
        period_lock(business=coffee.business, month=dt.date(2025, 1, 1), reason="sent")
    applied = rule_apply(coffee.place, opened(coffee, "coffee", "supplies", order=1).pk)
    assert (applied.done, applied.batch_id, len(applied.blocked)) == (0, None, 3)
    assert standing(coffee) == {"COFFEE HOUSE": "meals"}


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_active": False, "is_proposed": True}]
)
def test_a_rule_that_is_off_or_proposed_is_not_applied(coffee, change):
    rule = opened(coffee, "coffee")
    with coffee.scope():
        Rule.objects.filter(pk=rule.pk).update(**change)
    with pytest.raises(ConflictError):
        rule_apply(coffee.place, rule.pk)
    assert standing(coffee) == {}


def test_a_rule_that_excludes_books_nothing(coffee):
    rule = rule_open(coffee.place, RuleWish("bar", contains=("bar",), is_exclusion=True))
    assert rule_apply(coffee.place, rule.pk).done == 2
    assert standing(coffee) == {"COFFEE BAR": "exclude", "COFFEE BAR REFUND": "exclude"}


def test_what_a_person_decides_while_the_rule_looks_stays(coffee, monkeypatch):
    rule = opened(coffee, "house")
    looked = applying.preview_of

    def and_meanwhile(business, spec):
        found = looked(business, spec)
        decide(coffee, "COFFEE HOUSE", "supplies")
        return found

    monkeypatch.setattr(applying, "preview_of", and_meanwhile)
    applied = rule_apply(coffee.place, rule.pk, user_id=coffee.user.pk)
    assert (applied.done, applied.kept) == (0, 1)
    assert applied.batch_id is None


def test_what_no_statement_proves_keeps_the_suggestion_and_waits(books):
    with books.scope():
        publish(books, [("2025-01-15", "-5.00", "COFFEE HOUSE")], proved=False)
    rule = opened(books, "house")
    applied = rule_apply(books.place, rule.pk)
    assert (applied.done, applied.unproved, applied.suggested) == (0, 1, 1)
    with books.scope():
        (waits,) = queue(books.business)
        assert waits.suggestion.source_ref == str(rule.pk)
        batches = Batch.objects.count()
    assert rule_apply(books.place, rule.pk).unproved == 1
    with books.scope():
        assert Batch.objects.count() == batches
