"""Transfers whose two sides differ: a fee was kept, or the currency changed; pure.

Here: which lines to compare and how much evidence they need. Not here: what a text says
(transfer_evidence.py) or equal amounts and the choice (transfers.py).

Only lines whose own text speaks of a transfer are compared, and far more must speak for them than
for equal amounts. A fee leaves a rest in the clearing account, so such a pair is never sure.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from ledgerflow.classification import transfer_words as words
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.transfer_evidence import (
    WEIGHTS,
    Side,
    Surroundings,
    contradicts,
    evidence,
    joined,
)

RateOf = Callable[[str, str, dt.date], Decimal | None]
"""(source currency, target currency, day) -> how much of the target one of the source is worth."""

Proposed = tuple[int, int, Decimal, tuple[str, ...]]
"""Transaction out, transaction in, confidence 0..1, reasons."""

MAX_DAYS = 5
NEEDED = Decimal("0.90")
MAX_FEE = Decimal(50)
MAX_FEE_SHARE = Decimal("0.05")
RATE_SPREAD = Decimal("0.04")
"""A bank's own rate lies this close to the stated one."""
FEE_CONFIDENCE = Decimal("0.60")
CURRENCY_CONFIDENCE = Decimal("0.90")
MAX_COMPARED = 200
"""So many lines are compared with one line at most: nearest days first."""


def unequal_pairs(
    rows: list[TransactionFacts],
    around: Surroundings,
    read: Callable[[TransactionFacts], Side],
    rate_of: RateOf | None,
) -> Iterator[Proposed]:
    """Pairs of different amounts with strong evidence; `rows` sorted by date."""
    outs = [row for row in rows if row.amount < 0]
    ins: dict[str, list[TransactionFacts]] = defaultdict(list)
    for row in rows:
        if row.amount > 0 and _speaks(read(row)):
            ins[row.currency].append(row)
    days = {currency: [r.date.toordinal() for r in listed] for currency, listed in ins.items()}
    for out in outs if ins else ():
        if not _speaks(read(out)):
            continue
        day = out.date.toordinal()
        for currency, listed in ins.items():
            first = bisect_left(days[currency], day - 1)
            last = bisect_right(days[currency], day + MAX_DAYS)
            for into in listed[first : min(last, first + MAX_COMPARED)]:
                found = _weigh(out, into, around, read, rate_of)
                if found is not None:
                    yield found


def _speaks(side: Side) -> bool:
    """True where the text says transfer, an own account, or the holder's name."""
    return bool(side.named or side.holder) or bool(
        words.find_transfer_word(side.text, pays_debt=False)
    )


def _weigh(
    out: TransactionFacts,
    into: TransactionFacts,
    around: Surroundings,
    read: Callable[[TransactionFacts], Side],
    rate_of: RateOf | None,
) -> Proposed | None:
    if out.bank_account_id == into.bank_account_id:
        return None
    crossing = out.currency != into.currency
    fee = -out.amount - into.amount
    if not crossing and not 0 < fee <= min(MAX_FEE, -out.amount * MAX_FEE_SHARE):
        return None
    left, right = read(out), read(into)
    if contradicts(left, right, around) or contradicts(right, left, around):
        return None
    found = evidence(left, right, around)
    if crossing:
        if not _rate_evidence(left, right, rate_of, found):
            return None
        says = f"{-out.amount:,.2f} {out.currency} became {into.amount:,.2f} {into.currency}"
    else:
        says = f"{fee:,.2f} {out.currency} less came in: a fee stays in the clearing account"
    if joined(found) < NEEDED:
        return None
    most = CURRENCY_CONFIDENCE if crossing else FEE_CONFIDENCE
    confidence = (joined(found) * most).quantize(Decimal("0.0001"))
    return out.id, into.id, confidence, (says, *(text for _, text in found.values()))


def _rate_evidence(
    out: Side, into: Side, rate_of: RateOf | None, found: dict[str, tuple[Decimal, str]]
) -> bool:
    """Add what the rate and the amounts in the texts say; False where the rate refuses."""
    source, target = out.facts, into.facts
    if _shows(out.text, target.amount) or _shows(into.text, -source.amount):
        found["amount"] = (WEIGHTS["amount"], "the other amount in the text")
    rate = rate_of(source.currency, target.currency, source.date) if rate_of else None
    if rate is None:
        return True
    due = -source.amount * rate
    if abs(target.amount - due) > due * RATE_SPREAD:
        return False
    found["rate"] = (WEIGHTS["rate"], f"near the stated rate {rate.normalize():f}")
    return True


def _shows(text: str, amount: Decimal) -> bool:
    """True where the text writes the amount with its cents, in either notation."""
    whole = f"{amount:.2f}"
    grouped = f"{amount:,.2f}"
    swapped = grouped.translate(str.maketrans(",.", ".,"))
    return any(
        f" {written} " in f" {text} "
        for written in (whole, grouped, swapped, whole.replace(".", ","))
    )
