"""Which purchase a refund gives back, and which sale a chargeback takes back; pure.

Here: matching money that goes back with the earlier money of the same payee, and what is left of
it. Not here: the words (refund_words.py), the answer (classifiers/refund.py), reading rows
(review).

Money in is taken for a refund where the text says so, where it comes to a card, or where it is
exactly what was paid; never where the payee usually pays the business. What one refund used up
is not offered to another.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import HUNDRED
from ledgerflow.classification.refund_words import (
    find_refund_word,
    key_without_refund,
    openings_of,
    says_sale,
)

VERSION = "refunds-1"

MAX_DAYS = 120
SALES_SHARE = Decimal("0.34")
"""A payee whose plain money in is more than this share of its money out is a customer."""
MAX_OPTIONS = 3

# How sure a match is: equal amount or a part of it, said by a word or by a card, or by neither.
EQUAL_SAID = Decimal("0.95")
EQUAL_ON_CARD = Decimal("0.92")
EQUAL_ONLY = Decimal("0.60")
PART = Decimal("0.80")
PARTS_AGREE = Decimal("0.70")
PARTS_DIFFER = Decimal("0.40")
OTHER_BANK_ACCOUNT = Decimal("0.92")
"""Factor where the refund came to another bank account than the purchase."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One bank transaction with its payee and what was decided for it.

    `text` is the folded description. `account_id` is the decided ledger account, None where it
    is undecided or no longer open. `refund_of` is the purchase that a decided refund names.
    """

    id: int
    bank_account_id: int
    account_kind: str
    date: dt.date
    amount: Decimal
    currency: str
    payee_key: str
    text: str
    is_decided: bool = False
    account_id: int | None = None
    is_income: bool = False
    business_percent: Decimal = HUNDRED
    refund_of: int | None = None


@dataclass(frozen=True, slots=True)
class RefundOption:
    """A purchase (or sale) that may have been given back; account None where undecided."""

    original_id: int
    account_id: int | None
    business_percent: Decimal
    confidence: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class RefundMatch:
    """What a refund may give back, likeliest first. `is_sure`: exactly the first one."""

    refund_id: int
    is_sure: bool
    options: tuple[RefundOption, ...]
    reasons: tuple[str, ...]


def match_refunds(movements: Iterable[Movement]) -> dict[int, RefundMatch]:
    """Undecided refunds and reversals by transaction id; the order of the input is irrelevant."""
    found: dict[int, RefundMatch] = {}
    for rows in _payees(movements):
        payee = _Payee(rows)
        for row in rows:
            if row.is_decided:
                payee.use_decided(row)
        for row in rows:
            match = None if row.is_decided else payee.match(row)
            if match is not None:
                found[row.id] = match
    return found


def _payees(movements: Iterable[Movement]) -> Iterator[list[Movement]]:
    """Rows of one payee and currency that go both ways, oldest first."""
    groups: dict[tuple[str, str], list[Movement]] = defaultdict(list)
    strayed: list[tuple[str, Movement]] = []
    for row in movements:
        key = key_without_refund(row.payee_key)
        if not key or not row.amount:
            continue
        if key != row.payee_key and row.amount > 0:
            strayed.append((key, row))
        else:
            groups[key, row.currency].append(row)
    for key, row in strayed:
        groups[_known_opening(key, row.currency, groups), row.currency].append(row)
    for rows in groups.values():
        if any(r.amount < 0 for r in rows) and any(r.amount > 0 for r in rows):
            yield sorted(rows, key=lambda r: (r.date, r.id))


def _known_opening(key: str, currency: str, groups: dict[tuple[str, str], list[Movement]]) -> str:
    """The longest opening of a refund's payee that something was paid to."""
    return next((o for o in openings_of(key) if (o, currency) in groups), key)


class _Way:
    """A payee's rows of one direction, oldest first."""

    def __init__(self, rows: list[Movement]) -> None:
        self.rows = rows
        self.dates = [row.date for row in rows]

    def until(self, day: dt.date) -> list[Movement]:
        """Those of the time in which money of them may go back on that day."""
        first = bisect_left(self.dates, day - dt.timedelta(MAX_DAYS))
        return self.rows[first : bisect_right(self.dates, day)]


class _Payee:
    """One payee's rows, and how much of each is not yet given back."""

    def __init__(self, rows: list[Movement]) -> None:
        paid, came = ([r for r in rows if (r.amount > 0) is is_in] for is_in in (False, True))
        self.ways = (_Way(paid), _Way(came))
        self.left = {row.id: abs(row.amount) for row in rows}
        self.is_customer = _is_customer(rows)

    def use_decided(self, row: Movement) -> None:
        """Take what a decided refund gave back off its purchase."""
        if row.refund_of is not None:
            if row.refund_of in self.left:
                self.left[row.refund_of] -= abs(row.amount)
            return
        same = [o for o in self._originals(row) if o.is_decided and o.account_id == row.account_id]
        if row.amount > 0 and row.account_id is not None and same:
            equal = [o for o in same if self.left[o.id] == abs(row.amount)]
            self.left[_newest(equal or same, row).id] -= abs(row.amount)

    def match(self, row: Movement) -> RefundMatch | None:
        """The purchases that an undecided row may give back, or None."""
        word = find_refund_word(row.text)
        on_card = row.account_kind == "card" and row.amount > 0
        if not word and (row.amount < 0 or self.is_customer or says_sale(row.text)):
            return None
        fits = list(self._originals(row))
        equal = [o for o in fits if self.left[o.id] == abs(row.amount)]
        said = (f"“{word}” in the text",) if word else ()
        if equal:
            sure = EQUAL_SAID if word else EQUAL_ON_CARD if on_card else EQUAL_ONLY
            chosen = _newest(equal, row)
            self.left[chosen.id] = Decimal(0)
            why = () if len(equal) == 1 else (f"the newest of {len(equal)} of that amount",)
            return RefundMatch(row.id, True, (_option(chosen, row, sure),), (*said, *why))
        if not fits or not (word or on_card):
            return None
        if len(fits) == 1:
            self.left[fits[0].id] -= abs(row.amount)
            return RefundMatch(
                row.id, True, (_option(fits[0], row, PART),), (*said, "a part of it")
            )
        return _several(fits, row, said)

    def _originals(self, row: Movement) -> Iterator[Movement]:
        """Earlier rows the other way of which at least this much is left."""
        for other in self.ways[row.amount < 0].until(row.date):
            if self.left[other.id] >= abs(row.amount) and not (
                row.amount > 0 and find_refund_word(other.text)
            ):
                yield other


def _is_customer(rows: list[Movement]) -> bool:
    """True for a payee whose money in is ordinary income."""
    plain = [r for r in rows if r.amount > 0 and not find_refund_word(r.text)]
    if any(r.is_income and r.is_decided for r in plain):
        return True
    paid = [r for r in rows if r.amount < 0]
    earned = [r for r in plain if r.account_kind != "card"]
    if sum(r.amount for r in earned) > -sum(r.amount for r in paid):
        return True
    return len(earned) > max(Decimal(1), len(paid) * SALES_SHARE)


def _newest(rows: list[Movement], refund: Movement) -> Movement:
    """The newest, those of the refund's own bank account first."""
    return max(rows, key=lambda r: (r.bank_account_id == refund.bank_account_id, r.date, r.id))


def _several(fits: list[Movement], row: Movement, said: tuple[str, ...]) -> RefundMatch:
    """Several purchases of which a part may have been given back: shown, none is named."""
    fits.sort(key=lambda o: (o.bank_account_id == row.bank_account_id, o.date, o.id), reverse=True)
    agree = len({(o.account_id, o.business_percent) for o in fits}) == 1
    level = PARTS_AGREE if agree else PARTS_DIFFER
    options = [_option(o, row, level) for o in fits]
    places: dict[tuple[int | None, Decimal], RefundOption] = {}
    for option in options:
        places.setdefault((option.account_id, option.business_percent), option)
    listed = ", ".join(option.text for option in options[:MAX_OPTIONS])
    more = f" and {len(fits) - MAX_OPTIONS} more" if len(fits) > MAX_OPTIONS else ""
    reasons = (*said, f"a part of one of {len(fits)} fits: {listed}{more}")
    return RefundMatch(row.id, False, tuple(places.values())[:MAX_OPTIONS], reasons)


def _option(original: Movement, row: Movement, confidence: Decimal) -> RefundOption:
    if original.bank_account_id != row.bank_account_id:
        confidence *= OTHER_BANK_ACCOUNT
    return RefundOption(
        original.id,
        original.account_id,
        original.business_percent,
        confidence.quantize(Decimal("0.0001")),
        f"{abs(original.amount):,.2f} of {original.date}",
    )
