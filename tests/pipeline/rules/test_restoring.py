"""Undoing an applied rule repeats what the policy had decided, where that is still possible."""

from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.rules.applying import rule_apply
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import undecided


def replaced(books):
    """A policy's decision that another rule has replaced; the batch of that."""
    first = rule_open(books.place, RuleWish("house", contains=("house",), account="meals"))
    rule_apply(books.place, first.pk)
    wish = RuleWish("late", contains=("house",), account="supplies", order=1)
    return rule_apply(books.place, rule_open(books.place, wish).pk).batch_id


def test_the_earlier_decision_stands_again_with_its_policy(coffee):
    batch = replaced(coffee)
    batch_undo(coffee.place, batch, user_id=coffee.user.pk)
    with coffee.scope():
        newest = Decision.objects.order_by("-version")[0]
        assert (newest.account.key, newest.version) == ("meals", 5)
        assert newest.policy.startswith("rule-")


def test_what_cannot_be_repeated_waits_and_is_named(coffee):
    batch = replaced(coffee)
    with coffee.scope():
        Account.objects.filter(key="meals").update(is_active=False)
    report = batch_undo(coffee.place, batch, user_id=coffee.user.pk)
    assert report.reversed == 1
    assert "taken back, but" in report.kept[0].reason
    with coffee.scope():
        assert "COFFEE HOUSE" in [row.description for row in undecided(coffee.business)]
