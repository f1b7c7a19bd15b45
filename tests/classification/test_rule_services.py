"""Rules in the database: checked as a whole, audited, proposed ones never active."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import Rule
from ledgerflow.classification.proposing import Proposal
from ledgerflow.classification.rule_services import (
    RuleFields,
    group_save,
    rule_add,
    rule_approve,
    rule_change,
    rule_discard,
    rule_move,
    rule_remove,
    rule_switch,
    rules_propose,
)
from ledgerflow.classification.selectors import active_rules
from ledgerflow.core.errors import ClosedAccount, ConflictError, InputError, LedgerFlowError
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key


def contains(word, field="description"):
    return [{"field": field, "op": "contains", "value": word}]


def fields(books, name="Depot", key="supplies", **more):
    account = account_by_key(books.business, key) if key else None
    given = {"name": name, "conditions": contains(name), "account": account} | more
    return RuleFields(**given)


def add(books, *given, **more):
    return rule_add(business=books.business, fields=fields(books, *given, **more))


@pytest.mark.parametrize(
    "bad",
    [
        {"key": ""},
        {"conditions": []},
        {"name": "  "},
        {"conditions": contains("X", "nose")},
        {"business_percent": Decimal(101)},
        {"conditions": [{"field": "description", "op": "regex", "value": "("}]},
        {"conditions": [{"field": "description", "op": "regex", "value": "a" * 501}]},
        {"is_transfer": True},
        {"is_exclusion": True},
        {"tags": ("x" * 41,)},
        {"key": "", "splits": (SplitShare(1, Decimal(60)), SplitShare(2, Decimal(41)))},
        {"key": "", "splits": (SplitShare(0, Decimal(60)), SplitShare(0))},
    ],
)
def test_a_rule_says_what_is_wrong_with_it_and_nothing_is_kept(books, bad):
    with books.scope():
        with pytest.raises(LedgerFlowError) as caught:
            add(books, **bad)
        assert caught.value.hint
        assert not Rule.objects.exists()


@pytest.mark.parametrize("state", ["closed", "a heading"])
def test_an_account_that_takes_no_entries_is_refused_by_name(books, state):
    with books.scope():
        if state == "closed":
            Account.objects.filter(key="supplies").update(is_active=False)
            account = account_by_key(books.business, "supplies")
        else:
            account = Account.objects.filter(is_heading=True).first()
        with pytest.raises(ClosedAccount, match=f"Depot.*{state}"):
            add(books, account=account)


def test_another_business_s_account_is_unknown(books, make_books):
    other = make_books("Elsewhere")
    with other.scope():
        foreign = account_by_key(other.business, "supplies")
    with books.scope(), pytest.raises(InputError, match="no account with id"):
        add(books, account=foreign)


def test_a_change_makes_a_new_version_and_the_trail_keeps_both(books):
    with books.scope():
        rule = rule_change(rule=add(books), fields=fields(books, "Depot", "meals"))
        assert (rule.version, rule.account.key) == (2, "meals")
        event = AuditEvent.objects.get(action="rule_change")
        assert event.detail["before"]["account"] != event.detail["after"]["account"]


def test_rules_that_rename_each_other_are_refused_and_the_first_stays(books):
    with books.scope():
        add(books, "there", "", conditions=contains("bistro", "payee"), payee_name="Cafe")
        with (
            pytest.raises(LedgerFlowError, match="“there” → “back”") as caught,
            transaction.atomic(),
        ):
            add(books, "back", "", conditions=contains("cafe", "payee"), payee_name="Bistro")
        assert caught.value.code == "rule_cycle"
        assert [rule.name for rule in Rule.objects.all()] == ["there"]


def test_groups_switch_and_order_their_rules_together(books):
    with books.scope():
        group = group_save(business=books.business, name="Fixed", order=5)
        rule = rule_move(rule=add(books), order=7, group=group)
        assert [r.pk for r in active_rules(books.business)] == [rule.pk]
        group_save(business=books.business, name="Fixed", active=False)
        assert not active_rules(books.business).exists()
        rule_switch(rule=rule, active=False)
        group_save(business=books.business, name="Fixed", active=True)
        assert not active_rules(books.business).exists()
        rule_remove(rule=rule)
        assert not Rule.objects.exists()
        said = AuditEvent.objects.filter(subject="rule").order_by("pk")
        assert [e.action for e in said] == ["rule_add", "rule_move", "rule_off", "rule_remove"]


def proposal(books, count=5, key="supplies"):
    return Proposal(
        "home depot", "Home Depot", account_by_key(books.business, key).pk, Decimal(100), count,
        (books.user.pk,), dt.date(2025, 1, 1), dt.date(2025, 3, 1), tuple(range(1, count + 1)),
    )  # fmt: skip


def propose(books, *given, **more):
    return rules_propose(business=books.business, proposals=[proposal(books, *given, **more)])


def test_a_proposal_is_asked_of_nobody_s_money_before_a_person_approves_it(books):
    with books.scope():
        (rule,) = propose(books)
        assert propose(books, 200) == []
        rule.refresh_from_db()
        assert (rule.is_active, rule.evidence["count"]) == (False, 200)
        with pytest.raises(ConflictError, match="only proposed"):
            rule_switch(rule=rule, active=True)
        assert not active_rules(books.business).exists()
        approved = rule_approve(rule=rule)
        assert (approved.is_active, approved.approved_by_id) == (True, books.user.pk)
        assert [r.pk for r in active_rules(books.business)] == [rule.pk]
        with pytest.raises(ConflictError, match="no proposal"):
            rule_approve(rule=rule)


def test_the_database_refuses_an_active_proposal(books):
    with books.scope():
        (rule,) = propose(books)
        with (
            pytest.raises(IntegrityError, match="rule_proposed_is_not_active"),
            transaction.atomic(),
        ):
            Rule.objects.filter(pk=rule.pk).update(is_active=True)


def test_what_was_discarded_comes_back_only_with_twice_the_evidence(books):
    with books.scope():
        (rule,) = propose(books, 6)
        rule_discard(rule=rule)
        assert propose(books, 11) == []
        (again,) = propose(books, 12)
        assert "discarded_at" not in again.evidence


def test_other_decisions_make_another_proposal(books):
    with books.scope():
        propose(books)
        (rule,) = propose(books, 9, key="meals")
        assert Rule.objects.get().pk == rule.pk
        assert rule.account.key == "meals"
