"""From a decision to an entry draft; pure.

Here: which lines a decision means. Not here: posting them (ledger/services.py).
A bank amount is the holder's view, so the bank's ledger account is debited with it as it is:
money in raises an asset or lowers what is owed. The business share goes to the category, the
rest to the owner's draw; a transfer goes through the clearing account.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import RuleError
from ledgerflow.core.money import share_of
from ledgerflow.ledger.drafts import EntryDraft, LineDraft


@dataclass(frozen=True, slots=True)
class Booking:
    """What is to be booked: amounts in the bank's view, accounts by ledger account id."""

    transaction_id: int
    version: int
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    bank_ledger_account_id: int
    account_id: int
    owner_account_id: int | None
    business_percent: Decimal = Decimal(100)


def entry_draft(booking: Booking) -> EntryDraft:
    """The balanced entry for a booking; RuleError when a private share has nowhere to go."""
    if booking.amount == 0:
        raise RuleError(
            f"The transaction of {booking.date} ({booking.description[:60]!r}) has no amount.",
            code="amount_zero",
            hint="Nothing needs to be booked for it.",
        )
    business = share_of(booking.amount, booking.business_percent, booking.currency)
    private = booking.amount - business
    lines = [LineDraft(booking.bank_ledger_account_id, booking.amount, booking.currency)]
    if business:
        lines.append(LineDraft(booking.account_id, -business, booking.currency))
    if private:
        if booking.owner_account_id is None:
            raise RuleError(
                f"{100 - booking.business_percent} % of the transaction of {booking.date} is"
                " private, but the chart has no owner's draw account.",
                code="no_owner_account",
                hint="Add an account with the key owner_draw, or book it wholly.",
            )
        note = f"private share of {booking.amount}"
        lines.append(LineDraft(booking.owner_account_id, -private, booking.currency, note))
    return EntryDraft(
        date=booking.date,
        description=booking.description,
        lines=tuple(lines),
        idempotency_key=f"decision:{booking.transaction_id}:{booking.version}",
    )
