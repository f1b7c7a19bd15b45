"""The balance a person states for a bank account, and its opening entry.

Here: the one entry that brings it into the books, and stating it anew. Not here: balances that
banks print (proof.py) or the chain that starts from this one (chain.py).
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from ledgerflow.core.errors import ConflictError
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import entry_post, entry_reverse
from ledgerflow.ledger.trading import account_in
from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.models import BankAccount


@transaction.atomic
def balance_state(*, bank_account: BankAccount, amount: Decimal, date: dt.date) -> BankAccount:
    """State the balance at the end of a day, as the bank prints it; money owed is negative.

    An earlier statement of a person is reversed first, so the books hold one opening balance.
    The account's statements are judged anew. Raises ConflictError when it is stated so already,
    LockedPeriod when a month it touches is locked.
    """
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    if (account.stated_balance, account.stated_balance_date) == (amount, date):
        raise ConflictError(
            f"{account.name} has that balance on {date} already.",
            code="balance_stated",
            hint="Nothing to do; give another balance or day to correct it.",
        )
    posted = JournalEntry.objects.filter(idempotency_key__startswith=_key(account, ""))
    reversed_ids = JournalEntry.objects.filter(reverses__in=posted).values("reverses_id")
    for entry in posted.exclude(pk__in=reversed_ids):
        entry_reverse(entry=entry, reason="the opening balance was stated anew")
    account.stated_balance, account.stated_balance_date = amount, date
    account.save(update_fields=["stated_balance", "stated_balance_date"])
    if amount:
        _post(account, amount, date, _key(account, str(posted.count() + 1)))
    account_reprove(bank_account=account)
    return account


def _key(account: BankAccount, turn: str) -> str:
    return f"opening:{account.pk}:{turn}"


def _post(account: BankAccount, amount: Decimal, date: dt.date, key: str) -> None:
    equity = account_in(account.business, "opening_balance_equity", account.currency)
    draft = EntryDraft(
        date=date,
        description=f"Opening balance of {account.name}",
        lines=(
            LineDraft(account.ledger_account_id, amount, account.currency),
            LineDraft(equity.pk, -amount, account.currency),
        ),
        idempotency_key=key,
        kind=JournalEntry.Kind.OPENING,
    )
    entry_post(business=account.business, draft=draft)
