"""Suggestions, rules, and what decisions teach, in the database."""

from decimal import Decimal

from ledgerflow.classification.models import PayeeMemory, Suggestion
from ledgerflow.classification.rule_services import RuleFields, rule_add
from ledgerflow.classification.services import (
    memory_learn,
    memory_unlearn,
    transactions_classify,
)
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.history import history_of
from ledgerflow.review.selectors import undecided
from tests.published import checking, decide, publish, transaction

DEPOT = ("2025-01-13", "-86.10", "HOME DEPOT #7114")
UNKNOWN = ("2025-01-14", "-9.00", "QXZV 77 BLORP")


def classify(books):
    rows = list(undecided(books.business))
    return transactions_classify(
        business=books.business,
        batch=books.batch("classify"),
        transactions=rows,
        history=history_of(books.business, rows),
    )


def contains(word, field="description"):
    return [{"field": field, "op": "contains", "value": word}]


def add_rule(books, word, key="", **more):
    account = account_by_key(books.business, key) if key else None
    fields = RuleFields(name=word, conditions=contains(word), account=account, **more)
    return rule_add(business=books.business, fields=fields)


def learn(books, text, key, times=1, percent=100):
    for _ in range(times):
        memory_learn(
            bank_transaction=transaction(text),
            payee_key="",
            payee_name="",
            account=account_by_key(books.business, key),
            business_percent=Decimal(percent),
        )


def test_a_known_merchant_gets_a_suggestion_with_its_reasons(books):
    with books.scope():
        publish(books, [DEPOT, UNKNOWN])
        assert classify(books) >= 1
        found = Suggestion.objects.get(transaction=transaction("HOME DEPOT #7114"))
        assert (found.source, found.account is not None) == ("knowledge", True)
        assert found.reasons
        assert 0 < found.confidence < 1


def test_a_second_run_adds_nothing(books):
    with books.scope():
        publish(books, [DEPOT, UNKNOWN])
        decide(books, "QXZV 77 BLORP", "meals", business_percent=Decimal("33.3333"))
        publish(books, [("2025-02-14", "-11.00", "QXZV 77 BLORP")])
        assert classify(books) == 2
        assert classify(books) == 0


def test_the_share_that_a_person_gave_goes_with_the_account(books):
    with books.scope():
        publish(books, [UNKNOWN])
        decide(books, "QXZV 77 BLORP", "meals", business_percent=Decimal("33.3333"))
        publish(books, [("2025-02-14", "-11.00", "QXZV 77 BLORP")])
        classify(books)
        assert Suggestion.objects.get().business_percent == Decimal("33.3333")


def test_a_persons_rule_comes_before_all_else(books):
    with books.scope():
        publish(books, [DEPOT])
        rule = add_rule(books, "DEPOT", "meals", payee_name="Depot", business_percent=Decimal(60))
        classify(books)
        found = Suggestion.objects.get()
        assert (found.source, found.source_ref, found.confidence) == ("rule", str(rule.pk), 1)
        assert (found.account.key, found.business_percent, found.payee_name) == (
            "meals",
            60,
            "Depot",
        )
        assert found.alternatives, "what else it could be stays visible"


def test_what_the_chart_no_longer_has_is_not_suggested_least_of_all_as_a_transfer(books):
    """A suggestion without an account means a transfer; a closed account must not become one."""
    with books.scope():
        publish(books, [DEPOT])
        classify(books)
        suggested = Suggestion.objects.get().account
        publish(books, [("2025-02-13", "-86.10", "HOME DEPOT #7115")])
        Account.objects.filter(pk=suggested.pk).update(is_active=False)
        classify(books)
        assert not Suggestion.objects.filter(
            account=None, transaction=transaction("HOME DEPOT #7115")
        ).exists()


def test_a_transfer_rule_suggests_a_transfer_without_an_account(books):
    with books.scope():
        publish(books, [("2025-01-13", "-250.00", "TO SAVINGS")])
        add_rule(books, "SAVINGS", is_transfer=True)
        classify(books)
        found = Suggestion.objects.get()
        assert (found.account, found.transfer_with) == (None, None)


def test_two_halves_of_a_transfer_name_each_other(books):
    with books.scope():
        publish(books, [("2025-01-13", "-250.00", "TRANSFER TO SAVINGS 4477")])
        savings = checking(books, "Savings", number="0000004477", kind="savings")
        publish(books, [("2025-01-13", "250.00", "TRANSFER FROM CHECKING")], account=savings)
        classify(books)
        out, into = transaction("TRANSFER TO SAVINGS 4477"), transaction("TRANSFER FROM CHECKING")
        pairs = dict(Suggestion.objects.values_list("transaction_id", "transfer_with_id"))
        assert pairs == {out.pk: into.pk, into.pk: out.pk}


def test_a_decision_teaches_at_once(books):
    with books.scope():
        publish(books, [UNKNOWN])
        decide(books, "QXZV 77 BLORP", "meals")
        publish(books, [("2025-02-14", "-11.00", "QXZV 77 BLORP")])
        classify(books)
        found = Suggestion.objects.get()
        assert (found.source, found.account.key) == ("memory", "meals")


def test_learning_counts_and_unlearning_takes_back(books):
    with books.scope():
        publish(books, [UNKNOWN])
        learn(books, "QXZV 77 BLORP", "meals", times=2)
        memory = PayeeMemory.objects.get()
        assert (memory.count, str(memory.last_date)) == (2, "2025-01-14")
        account = account_by_key(books.business, "meals")
        for left in (1, 0, 0):
            memory_unlearn(
                bank_transaction=transaction("QXZV 77 BLORP"),
                payee_key="",
                account_id=account.pk,
                business_percent=Decimal(100),
            )
            memory.refresh_from_db()
            assert memory.count == left
        assert classify(books) == 0 or not Suggestion.objects.filter(source="memory").exists()


def test_shares_of_one_payee_are_learned_apart(books):
    with books.scope():
        publish(books, [UNKNOWN])
        learn(books, "QXZV 77 BLORP", "meals")
        learn(books, "QXZV 77 BLORP", "meals", percent="33.3333")
        assert PayeeMemory.objects.count() == 2


def test_what_has_no_name_teaches_nothing(books):
    with books.scope():
        publish(books, [("2025-01-14", "-9.00", "12345")])
        learn(books, "12345", "meals")
        assert not PayeeMemory.objects.filter(payee_key="").exists()
