"""Drafts to post: ten dollars of something, paid by the owner."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key

DAY = dt.date(2025, 1, 15)


@pytest.fixture
def draft(books) -> Callable[..., EntryDraft]:
    """Make a draft; call inside the books' scope."""

    def make(
        key: str = "k1",
        amount: str = "10.00",
        *,
        debit: str = "supplies",
        date: dt.date = DAY,
        text: str = "Paint",
        currency: str = "USD",
    ) -> EntryDraft:
        account, cash = (account_by_key(books.business, k) for k in (debit, "owner_draw"))
        lines = (
            LineDraft(account.pk, Decimal(amount), currency),
            LineDraft(cash.pk, -Decimal(amount), currency),
        )
        return EntryDraft(date=date, description=text, lines=lines, idempotency_key=key)

    return make
