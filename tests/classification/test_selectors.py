"""Rows as the pure classifiers see them."""

from decimal import Decimal

from ledgerflow.classification.models import PayeeMemory, Rule
from ledgerflow.classification.selectors import context_of, facts_of, rule_spec
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from tests.published import checking, publish, transaction

COFFEE = ("2025-01-14", "-4.00", "CORNER COFFEE")


def rule(books, name, **more):
    given = {
        "firm_id": books.place.firm_id,
        "business": books.business,
        "name": name,
        "conditions": [{"field": "description", "op": "contains", "value": name}],
        "account": account_by_key(books.business, "meals"),
    }
    return Rule.objects.create(**given | more)


def test_a_transaction_is_told_with_its_account(books):
    with books.scope():
        publish(books, [COFFEE], account=checking(books, number="0000005512"))
        facts = facts_of(transaction("CORNER COFFEE"))
        assert (facts.amount, facts.account_kind, facts.account_last4) == (-4, "checking", "5512")
        assert facts.direction == "out"


def test_a_stored_rule_becomes_its_spec(books):
    with books.scope():
        spec = rule_spec(rule(books, "COFFEE", business_percent=Decimal("33.3333"), order=7))
        assert (spec.name, spec.order, spec.business_percent) == ("COFFEE", 7, Decimal("33.3333"))
        assert [c.value for c in spec.conditions] == ["COFFEE"]


def test_only_active_rules_open_accounts_and_kept_memories_count(books):
    with books.scope():
        publish(books, [COFFEE])
        rule(books, "ON")
        rule(books, "OFF", is_active=False)
        Account.objects.filter(key="travel").update(is_active=False)
        for key, count in (("tea", 0), ("coffee", 2)):
            PayeeMemory.objects.create(
                firm_id=books.place.firm_id,
                business=books.business,
                bank_account=checking(books),
                payee_key=key,
                account=account_by_key(books.business, "meals"),
                count=count,
                last_date="2025-01-01",
            )
        context = context_of(books.business, [])
        assert [r.name for r in context.rules.rules] == ["ON"]
        assert {payee for payee, _ in context.memory.in_business} == {"coffee"}
        assert "travel" not in context.account_ids
        assert "bank_accounts" not in context.account_ids, "a heading takes no money"
        assert context.account_ids["meals"] == account_by_key(books.business, "meals").pk
        assert context.target_precision == Decimal("0.995")


def test_another_business_of_the_firm_teaches_nothing(books):
    from ledgerflow.ledger.services import business_open

    with books.scope():
        rule(books, "ON")
        sister = business_open(firm_id=books.place.firm_id, name="Sister", chart="generic")
        assert context_of(sister, []).rules.rules == ()
