"""From a decision to an entry draft; pure.

Here: which lines a decision means. Not here: posting them (ledger/services.py).
A bank amount is the holder's view, so the bank's ledger account is debited with it as it is:
money in raises an asset or lowers what is owed. The business share goes to the category, the
rest to the owner's draw; a split has a line for each part; a transfer goes through the clearing
account. What goes to an account in another currency passes the trading accounts
(ledger/exchange_drafts.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import share_of
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.exchange_drafts import Crossing


@dataclass(frozen=True, slots=True)
class BookedPart:
    """One part of a split: its amount in the bank's view."""

    account_id: int
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """What is to be booked: amounts in the bank's view, accounts by ledger account id.

    `crossings` has the way for each account that is kept in another currency, by account id;
    `value` is what arrives there (debit positive) where that is known without a rate. A split has
    `parts`, which come to the amount, and no `account_id`.
    """

    transaction_id: int
    version: int
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    bank_ledger_account_id: int
    account_id: int | None
    owner_account_id: int | None
    business_percent: Decimal = Decimal(100)
    crossings: Mapping[int, Crossing] = field(default_factory=dict)
    value: Decimal | None = None
    parts: tuple[BookedPart, ...] = ()


def entry_draft(booking: Booking) -> EntryDraft:
    """The balanced entry for a booking; RuleError when a private share has nowhere to go."""
    if booking.amount == 0:
        raise RuleError(
            f"The transaction of {booking.date} ({booking.description[:60]!r}) has no amount.",
            code="amount_zero",
            hint="Nothing needs to be booked for it: exclude it.",
        )
    lines = [LineDraft(booking.bank_ledger_account_id, booking.amount, booking.currency)]
    if booking.account_id is None:
        lines += _part_lines(booking)
    else:
        lines += _shared_lines(booking, booking.account_id)
    return EntryDraft(
        date=booking.date,
        description=booking.description,
        lines=tuple(lines),
        idempotency_key=f"decision:{booking.transaction_id}:{booking.version}",
    )


def _part_lines(booking: Booking) -> list[LineDraft]:
    return [
        line
        for part in booking.parts
        for line in _lines(booking, part.account_id, -part.amount, part.note)
    ]


def _shared_lines(booking: Booking, account_id: int) -> list[LineDraft]:
    """The business share to the account, the private one to the owner's draw."""
    business = share_of(booking.amount, booking.business_percent, booking.currency)
    private = booking.amount - business
    lines: list[LineDraft] = []
    if business:
        lines += _lines(booking, account_id, -business, value=booking.value)
    if private:
        if booking.owner_account_id is None:
            raise RuleError(
                f"{100 - booking.business_percent} % of the transaction of {booking.date} is"
                " private, but the chart has no owner's draw account.",
                code="no_owner_account",
                hint="Add an account with the key owner_draw, or book it wholly.",
            )
        note = f"private share of {booking.amount}"
        lines += _lines(booking, booking.owner_account_id, -private, note)
    return lines


def _lines(
    booking: Booking,
    account_id: int,
    amount: Decimal,
    note: str = "",
    *,
    value: Decimal | None = None,
) -> tuple[LineDraft, ...]:
    crossing = booking.crossings.get(account_id)
    if crossing is None:
        return (LineDraft(account_id, amount, booking.currency, note),)
    return crossing.lines(account_id, amount, note, value=value)
