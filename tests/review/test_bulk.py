"""Deciding many together is deciding them one by one: same entries, decisions, memory, events."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.models import PayeeAlias, PayeeMemory
from ledgerflow.core.errors import (
    AccessError,
    AlreadyDecided,
    ClosedAccount,
    InputError,
    LockedPeriod,
)
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.ledger.rate_models import EntryRate
from ledgerflow.ledger.rate_services import rate_state
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import business_open, entry_reverse, period_lock
from ledgerflow.review.bulk import decisions_accept, decisions_undo
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision, DecisionPart, WaitingTransaction
from ledgerflow.review.services import decision_accept, decision_undo
from ledgerflow.statements.models import BankTransaction
from tests.published import checking, publish

SAID = [
    ("2025-01-02", "-4.00", "CORNER COFFEE 12"),
    ("2025-01-09", "-6.01", "CORNER COFFEE 13"),
    ("2025-02-10", "-86.10", "HOME DEPOT 7114"),
    ("2025-02-12", "500.00", "HARBOR CLIENT"),
    ("2025-03-20", "-200.00", "TO SAVER"),
]
SAVED = [("2025-03-21", "200.00", "FROM CURRENT")]
EUROS = [("2025-03-02", "-100.00", "BERLIN SHOP")]


@pytest.fixture
def waiting(books):
    with books.scope():
        publish(books, SAID)
        publish(books, SAVED, account=checking(books, "Savings", kind="savings"))
        publish(books, EUROS, account=checking(books, "Euro", currency="EUR"))
        rate_state(
            business=books.business,
            currency="EUR",
            date=dt.date(2025, 3, 1),
            rate=Decimal("1.1"),
            source="a bank",
        )
    return books


def choice_of_number(business, number, partner_id):
    """One of the ways that a transaction can be decided."""
    meals, supplies = (account_by_key(business, key) for key in ("meals", "supplies"))
    owner = account_by_key(business, "owner_draw")
    ways = [
        Choice(account=meals, payee_name="Corner", payee_key="corner"),
        Choice(account=supplies, business_percent=Decimal(60), tags=("Van",)),
        Choice(account=meals),
        Choice("exclude", reason="private"),
        Choice("transfer", transfer_with_id=partner_id),
        Choice(
            "split",
            splits=(SplitShare(supplies.pk, Decimal(40), "a"), SplitShare(owner.pk)),
            reason="both",
        ),
        Choice(account=meals, policy="auto-accept/1"),
    ]
    return ways[number]


def chosen(business, numbers):
    rows = list(BankTransaction.objects.order_by("pk"))
    return [
        (row.pk, choice_of_number(business, number, rows[(at + 1) % len(rows)].pk))
        for at, (row, number) in enumerate(zip(rows, numbers, strict=True))
    ]


def facts(model, *names):
    """Rows in order; a reversal names its entry by number, which a sequence gives."""
    rows = model.objects.order_by(*names).values_list(*names)
    return [tuple(map(plain, row)) for row in rows]


def plain(value):
    is_reversal = isinstance(value, str) and value.startswith("Reversal of ")
    return "Reversal" if is_reversal else value


def everything():
    """All that deciding leaves, without numbers that a sequence gives."""
    connection.check_constraints()
    return [
        [row[1:] for row in facts(JournalEntry, "number", "date", "kind", "description")],
        facts(JournalLine, "date", "account__code", "amount", "currency", "position", "note"),
        facts(
            Decision, "transaction_id", "version", "kind", "account__code", "transfer_with_id",
            "payee_key", "payee_name", "business_percent", "tags", "decided_by_id", "policy",
            "reason", "entry__description",
        ),
        facts(DecisionPart, "decision__transaction_id", "position", "account__code", "amount",
              "percent", "note"),
        facts(PayeeMemory, "bank_account_id", "payee_key", "payee_name", "account__code",
              "business_percent", "count", "last_date"),
        facts(PayeeAlias, "key", "payee__name"),
        facts(EntryRate, "from_currency", "to_currency", "rate", "entry__description"),
        sorted(AuditEvent.objects.values_list("action", "subject", "actor", "user_id", "reason")),
        facts(WaitingTransaction, "transaction_id"),
    ]  # fmt: skip


def one_by_one(books, choices, batch):
    return [
        decision_accept(
            bank_transaction=BankTransaction.objects.get(pk=pk), choice=choice, batch=batch
        )
        for pk, choice in choices
    ]


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(numbers=st.lists(st.integers(0, 6), min_size=7, max_size=7))
def test_together_and_one_by_one_leave_the_same(waiting, numbers):
    found = []
    for together in (True, False):
        with waiting.scope(), transaction.atomic():
            business, batch, undo = waiting.business, waiting.batch(), waiting.batch("undo")
            choices = chosen(business, numbers)
            if together:
                decisions_accept(business=business, choices=choices, batch=batch)
            else:
                one_by_one(waiting, choices, batch)
            decided = everything()
            if together:
                decisions_undo(business=business, undoes=batch, batch=undo, reason="no")
            else:
                for made in Decision.objects.order_by("pk"):
                    decision_undo(decision=made, batch=undo, reason="no")
            undone = everything()
            transaction.set_rollback(True)
        found.append((decided, undone))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda c: replace(c, kind="exclude", reason=" "), InputError),
        (lambda c: replace(c, account=None), Exception),
    ],
)
def test_one_that_is_refused_keeps_all_out(waiting, spoil, error):
    with waiting.scope():
        business = waiting.business
        (first, choice), *others = chosen(business, [2] * 7)
        with pytest.raises(error):
            decisions_accept(
                business=business,
                choices=[*others, (first, spoil(choice))],
                batch=waiting.batch(),
            )
        assert (Decision.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_a_locked_month_and_a_closed_account_keep_all_out(waiting):
    with waiting.scope():
        business = waiting.business
        period_lock(business=business, month=dt.date(2025, 2, 1), reason="closed")
        with pytest.raises(LockedPeriod, match="2025-02-10"):
            decisions_accept(
                business=business, choices=chosen(business, [2] * 7), batch=waiting.batch()
            )
        Account.objects.filter(business=business, key="meals").update(is_active=False)
        with pytest.raises(ClosedAccount):
            decisions_accept(
                business=business, choices=chosen(business, [2] * 7)[:1], batch=waiting.batch()
            )
        assert Decision.objects.count() == 0


def test_one_that_stands_already_keeps_all_out(waiting):
    with waiting.scope():
        business = waiting.business
        choices = chosen(business, [2] * 7)
        decisions_accept(business=business, choices=choices[:1], batch=waiting.batch())
        with pytest.raises(AlreadyDecided):
            decisions_accept(business=business, choices=choices, batch=waiting.batch())
        assert Decision.objects.count() == 1


def test_another_books_transaction_is_not_decided(waiting):
    with waiting.scope():
        second = business_open(
            firm_id=waiting.place.firm_id, name="Second", chart="us_sole_proprietor"
        )
        choices = chosen(waiting.business, [2] * 7)
        with pytest.raises(AccessError):
            decisions_accept(business=second, choices=choices, batch=waiting.batch())


def test_taking_back_leaves_what_somebody_reversed_otherwise(waiting):
    with waiting.scope():
        business, batch = waiting.business, waiting.batch()
        choices = chosen(business, [2] * 7)[:2]
        first, _ = decisions_accept(business=business, choices=choices, batch=batch)
        entry_reverse(entry=JournalEntry.objects.get(pk=first.entry_id), reason="by hand")
        undo = waiting.batch("undo")
        assert decisions_undo(business=business, undoes=batch, batch=undo, reason="no") == 1
        assert decisions_undo(business=business, undoes=batch, batch=undo, reason="no") == 0
