"""The balance a person states: one opening entry, and statements judged from it."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import ConflictError, LockedPeriod
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import period_lock
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.models import BankAccount, Statement
from ledgerflow.statements.openings import balance_state
from tests.statement_files import BankAccountHistory, Row, ofx_file

NEW_YEARS_EVE = dt.date(2024, 12, 31)
JANUARY = (dt.date(2025, 1, 1), dt.date(2025, 1, 31))
HISTORY = BankAccountHistory(
    number="100200300",
    opening=Decimal("500.00"),
    rows=(
        Row(dt.date(2025, 1, 7), Decimal("-20.00"), "CORNER COFFEE", "A1"),
        Row(dt.date(2025, 1, 31), Decimal("120.00"), "HARBOR CLIENT", "A2"),
    ),
)


@pytest.fixture
def january(books):
    """One OFX file of an account that nobody added before: only a closing balance is printed."""
    data = ofx_file(HISTORY, *JANUARY)
    run = statements_import(books.place, [Upload("january.ofx", data)], user_id=books.user.pk)
    assert run.refused == []
    return books


def state(books, amount, date=NEW_YEARS_EVE):
    with books.scope():
        return balance_state(
            bank_account=BankAccount.objects.get(), amount=Decimal(amount), date=date
        )


def verdict(books):
    with books.scope():
        return Statement.objects.get().verdict


def equity(books):
    with books.scope():
        found = {b.key: b.amount for b in account_balances(books.business)}
    return found.get("opening_balance_equity", Decimal(0))


def test_stating_the_balance_later_proves_what_was_not_provable(january):
    assert verdict(january) == "not_provable"
    state(january, "500.00")
    assert verdict(january) == "proved"
    assert equity(january) == Decimal("-500.00")


def test_a_corrected_balance_leaves_one_opening_in_the_books(january):
    state(january, "450.00")
    assert verdict(january) == "not_proved"
    state(january, "500.00")
    assert verdict(january) == "proved"
    assert equity(january) == Decimal("-500.00")
    state(january, "0.00")
    assert equity(january) == 0
    with january.scope():
        kinds = [e.kind for e in JournalEntry.objects.order_by("number")]
    assert kinds == ["opening", "reversal", "opening", "reversal"]


def test_the_same_balance_again_is_said_and_changes_nothing(january):
    state(january, "500.00")
    with pytest.raises(ConflictError, match="already"):
        state(january, "500.00")
    assert equity(january) == Decimal("-500.00")


def test_a_locked_month_keeps_its_opening(january):
    with january.scope():
        period_lock(business=january.business, month=NEW_YEARS_EVE, reason="filed")
    with pytest.raises(LockedPeriod):
        state(january, "500.00")
    with january.scope():
        assert BankAccount.objects.get().stated_balance is None
