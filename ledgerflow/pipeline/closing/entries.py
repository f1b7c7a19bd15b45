"""The entries that close a fiscal year: income and costs into equity, one entry a currency.

Here: from balances to drafts; pure but for its account ids. Not here: posting them (years.py).
An account of a sole proprietor's draws or contributions is closed along. Amounts: debit positive.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import batched

from ledgerflow.ledger.drafts import LINES_MAX, EntryDraft, LineDraft
from ledgerflow.ledger.equity import OWNERS_OWN
from ledgerflow.ledger.selectors import Balance

RESULT_TYPES = frozenset({"income", "expense"})
CLOSING = "closing"


def to_be_closed(balances: Iterable[Balance], *, with_owners_own: bool) -> list[Balance]:
    """Those balances that a closed year leaves at zero."""
    wanted = _is_result_or_own if with_owners_own else _is_result
    return [b for b in balances if b.amount and wanted(b)]


def result_of(balances: Iterable[Balance]) -> dict[str, Decimal]:
    """The profit by currency (a loss is negative), of income and costs alone."""
    found: dict[str, Decimal] = {}
    for balance in balances:
        if _is_result(balance):
            found[balance.currency] = found.get(balance.currency, Decimal(0)) - balance.amount
    return dict(sorted(found.items()))


def closing_drafts(
    balances: Sequence[Balance], equity: Mapping[str, int], *, day: dt.date, label: str, key: str
) -> Iterator[EntryDraft]:
    """Drafts that bring each balance to zero against its currency's equity account (an id).

    One a currency; more only where an entry would be too long. Keys begin with `key`.
    """
    for currency in sorted({b.currency for b in balances}):
        own = [b for b in balances if b.currency == currency]
        for part, some in enumerate(batched(own, LINES_MAX - 1), 1):
            lines = [LineDraft(b.account_id, -b.amount, currency) for b in some]
            left = sum((b.amount for b in some), Decimal(0))
            if left:
                lines.append(LineDraft(equity[currency], left, currency))
            suffix = "" if part == 1 else f":{part}"
            yield EntryDraft(
                date=day,
                description=f"Closing of {label}",
                lines=tuple(lines),
                idempotency_key=f"{key}:{currency}{suffix}",
                kind=CLOSING,
            )


def _is_result(balance: Balance) -> bool:
    return balance.type in RESULT_TYPES


def _is_result_or_own(balance: Balance) -> bool:
    return _is_result(balance) or _is_own(balance)


def _is_own(balance: Balance) -> bool:
    """The owner's draw or contribution, its account of another currency, or one below it."""
    keys = (balance.key, balance.parent_key)
    return balance.type == "equity" and any(
        key == own or key.startswith(f"{own}_") for key in keys for own in OWNERS_OWN
    )
