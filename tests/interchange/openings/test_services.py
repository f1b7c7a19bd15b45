"""Opening balances: balanced, or refused with the difference."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import ConflictError, LedgerFlowError, LockedPeriod, UnbalancedEntry
from ledgerflow.interchange.openings.services import openings_import
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.ledger.services import period_lock

DAY = dt.date(2024, 12, 31)
GOOD = "account,debit,credit\nAccounts receivable,150.00,\n6110,50.00,\nsales,,200.00\n"


def bring(books, text, **how):
    with books.scope():
        return openings_import(
            business=books.business, name="tb.csv", data=text.encode(), **{"date": DAY, **how}
        )


def test_a_trial_balance_becomes_one_opening_entry(books):
    done = bring(books, GOOD)
    assert (done.entries, done.accounts, done.differences) == (1, 3, ())
    with books.scope():
        entry = JournalEntry.objects.get(number=done.first_number)
        assert (entry.kind, entry.date, entry.batch_id) == ("opening", DAY, done.batch.pk)
        assert {b.code: b.amount for b in account_balances(books.business)} == {
            "1100": 150, "6110": 50, "4000": -200,
        }  # fmt: skip
    with pytest.raises(ConflictError, match="same file"):
        bring(books, GOOD)


def test_a_difference_goes_to_equity_only_when_told(books):
    text = GOOD.replace("200.00", "190.00")
    with pytest.raises(UnbalancedEntry, match=r"debits are 10\.00 USD more than credits"):
        bring(books, text)
    done = bring(books, text, difference_to_equity=True)
    assert done.differences == (("USD", Decimal("10.00")),)
    with books.scope():
        balances = {b.key: b.amount for b in account_balances(books.business)}
        assert balances["opening_balance_equity"] == -10


def test_days_in_a_column_make_an_entry_each(books):
    text = "account,balance,date\n1100,5,2024-01-31\n4000,-5,2024-01-31\n1100,7,\n4000,-7,\n"
    assert bring(books, text).entries == 2


@pytest.mark.parametrize(
    ("text", "how", "words"),
    [
        (GOOD + "Nowhere,1,\nElsewhere,,1\n", {}, ["Line 5", "'Nowhere'", "1 more fault"]),
        (GOOD + "1100,1,\n", {}, ["Line 5", "second balance", "line 2"]),
        (GOOD, {"date": None}, ["Line 2", "no date"]),
        ("account,balance,currency\n1100,5,EUR\n", {}, ["Line 2", "kept in USD"]),
        ("account,balance\n1100,0\n", {}, ["no balance in it"]),
        (GOOD, {"date": dt.date(2150, 1, 1)}, ["2150", "fiscal year"]),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_written(books, text, how, words):
    with pytest.raises(LedgerFlowError) as refused:
        bring(books, text, **how)
    assert all(word in refused.value.message for word in words), refused.value.message
    assert refused.value.hint
    with books.scope():
        assert not JournalEntry.objects.exists()


def test_a_locked_month_takes_no_balances(books):
    with books.scope():
        period_lock(business=books.business, month=DAY.replace(day=1), reason="closed")
    with pytest.raises(LockedPeriod, match="2024-12"):
        bring(books, GOOD)
