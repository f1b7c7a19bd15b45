"""Accounts that must be empty at the end of a period: transfers between own accounts, suspense.

Here: both checks, which ask the same of two keys. An account of another currency has the key with
the currency behind it.
"""

from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.closing.checks.records import Books, Check, Finding, listed, money


def zero_check(check_id: str, label: str, key: str, todo: str) -> Check:
    """A check that the accounts with a key are at zero on the period's last day."""

    def find(books: Books) -> Finding:
        known = Account.objects.filter(business=books.business, key__startswith=key)
        ids = [a.pk for a in known if a.key == key or a.key.startswith(f"{key}_")]
        if not ids:
            return Finding("ok", "the chart has no such account")
        balances = account_balances(books.business, end=books.end, account_ids=ids)
        left = [f"{b.name}: {money(b.amount, b.currency)}" for b in balances if b.amount]
        if not left:
            return Finding("ok", f"0 on {books.end}")
        return Finding("blocking", f"{listed(left)} on {books.end}, should be 0", todo)

    return Check(check_id, label, find)


CLEARING = zero_check(
    "clearing",
    "Transfers between own accounts come to zero",
    "transfers_clearing",
    "Decide the other half of each transfer, or import the statement that it is on.",
)
SUSPENSE = zero_check(
    "suspense",
    "Suspense is empty",
    "suspense",
    "Reverse what stands there and book it where it belongs.",
)
