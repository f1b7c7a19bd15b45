"""Booking hledger's transactions: weights, missing amounts, assertions and assignments.

Here: from postings as written to lines that balance, day by day. Not here: syntax (parsing.py).
"""

from collections import defaultdict
from decimal import Decimal

from ledgerflow.core.money import currency_decimals
from ledgerflow.interchange.journals.carrying import WorkedOut
from ledgerflow.interchange.journals.currencies import is_shared, iso_currencies
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import NOTE_MAX, Head, entry_of
from ledgerflow.interchange.journals.hledger.records import (
    Amount,
    Assertion,
    Posting,
    Transaction,
)
from ledgerflow.interchange.journals.parsed import JournalEntryRead, JournalLineRead

_ZERO = Decimal(0)
_HINT_GAP = "Each entry adds up to zero: correct an amount, or leave one out to have it worked out."
_HINT_MISSING = "Write the amounts; one posting of an entry may go without."
_HINT_ASSERTION = "Find the entry that is missing or wrong up to that line."


class Booking:
    """Books transactions in the order of their days; knows what accounts hold."""

    def __init__(self, precisions: dict[str, int], faults: Faults) -> None:
        self.faults = faults
        self._precisions = precisions
        self._worked_out = WorkedOut(faults)
        self._held: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(
            lambda: defaultdict(Decimal)
        )

    def book(self, transaction: Transaction) -> JournalEntryRead | None:
        """Complete and check one transaction; None where it has a fault or moves nothing."""
        head = Head(transaction.line, transaction.date, transaction.description)
        moved: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for posting in transaction.postings:
            if posting.amount is None and posting.assertion is not None:
                self._assign(posting, posting.assertion, moved)
            if posting.amount is not None:
                moved[posting.account, posting.amount.commodity] += posting.amount.number
        sound = True
        for is_virtual in (False, True):
            group = [p for p in transaction.postings if p.is_virtual == is_virtual]
            sound &= self._complete(group, transaction, head)
        if not sound:
            return None
        for posting in transaction.postings:
            self._move(posting)
        lines = [line for p in transaction.postings if (line := self._line(p)) is not None]
        return (
            entry_of(head, lines, self.faults) if len(lines) == len(transaction.postings) else None
        )

    def _assign(
        self,
        posting: Posting,
        assertion: Assertion,
        moved: dict[tuple[str, str], Decimal],
    ) -> None:
        """A posting with only a balance moves what is missing to it."""
        target = assertion.amount
        has = self._has(posting.account, target.commodity, assertion)
        has += moved.get((posting.account, target.commodity), _ZERO)
        posting.amount = Amount(target.number - has, target.commodity)

    def _has(self, account: str, commodity: str, assertion: Assertion) -> Decimal:
        if not assertion.is_inclusive:
            return self._held[account][commodity]
        below = f"{account}:"
        names = [n for n in self._held if n == account or n.startswith(below)]
        return sum((self._held[name][commodity] for name in names), _ZERO)

    def _complete(self, group: list[Posting], transaction: Transaction, head: Head) -> bool:
        """Work out what is missing in a group of postings that balances by itself."""
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        missing = [p for p in group if p.amount is None]
        for posting in group:
            if posting.amount is not None:
                weight = _weight(posting, posting.amount)
                sums[weight.commodity] += weight.number
        gaps = {c: gap for c, gap in sorted(sums.items()) if abs(gap) > self._tolerance(c)}
        if len(missing) > 1:
            self.faults.add(
                "missing_amounts",
                missing[1].line,
                f"more than one amount is missing, in {head}",
                _HINT_MISSING,
            )
            return False
        if missing:
            self._fill(missing[0], sums, transaction)
            return True
        if not gaps or self._is_exchange(group, gaps):
            return True
        for commodity, gap in gaps.items():
            self.faults.add(
                "unbalanced",
                transaction.line,
                f"debits and credits differ by {gap:f} {commodity}, in {head}",
                _HINT_GAP,
            )
        return False

    def _tolerance(self, commodity: str) -> Decimal:
        """Half of the last digit that the journal writes, at most half a cent."""
        decimals = max(self._precisions.get(commodity, 0), currency_decimals(commodity))
        return Decimal("0.5").scaleb(-decimals)

    @staticmethod
    def _is_exchange(group: list[Posting], gaps: dict[str, Decimal]) -> bool:
        """Two commodities, one in and one out, without a price: one was exchanged for the other."""
        if len(gaps) != 2 or any(p.price is not None for p in group):
            return False
        first, second = gaps.values()
        return first * second < 0

    def _fill(self, posting: Posting, sums: dict[str, Decimal], transaction: Transaction) -> None:
        """The posting without an amount takes what is left, one line a commodity."""
        filled = []
        for commodity, gap in sorted(sums.items()):
            number = -gap
            if not number:
                continue
            number = self._worked_out.kept(posting.account, posting.line, number, commodity)
            filled.append(
                Posting(
                    posting.line,
                    posting.account,
                    Amount(number, commodity),
                    is_virtual=posting.is_virtual,
                    note=posting.note,
                )
            )
        place = next(i for i, p in enumerate(transaction.postings) if p is posting)
        if not filled:
            filled = [posting]
            posting.amount = Amount(_ZERO, next(iter(sums), ""))
        filled[-1].assertion = posting.assertion
        transaction.postings[place : place + 1] = filled

    def _move(self, posting: Posting) -> None:
        if posting.amount is None:
            return
        held = self._held[posting.account]
        held[posting.amount.commodity] += posting.amount.number
        assertion = posting.assertion
        if assertion is None:
            return
        wanted = assertion.amount
        has = self._has(posting.account, wanted.commodity, assertion)
        if abs(has - wanted.number) > 0:
            self._broken(posting, f"{has:f} {wanted.commodity}", wanted)
        elif assertion.is_total:
            others = {c: n for c, n in held.items() if n and c != wanted.commodity}
            for commodity, number in others.items():
                self._broken(posting, f"{number:f} {commodity} as well", wanted)

    def _broken(self, posting: Posting, has: str, wanted: Amount) -> None:
        self.faults.add(
            "balance",
            posting.line,
            f"{posting.account} holds {has} after this posting, not"
            f" {wanted.number:f} {wanted.commodity} as it says",
            _HINT_ASSERTION,
            column="balance",
        )

    def _line(self, posting: Posting) -> JournalLineRead | None:
        amount = posting.amount or Amount(_ZERO, "")
        if amount.commodity not in iso_currencies() and amount.number:
            if amount.commodity and not is_shared(amount.commodity):
                self.faults.once(
                    "no_money",
                    amount.commodity,
                    posting.line,
                    f"{amount.commodity[:40]} is no currency of ISO 4217",
                    "Books are kept in money: `hledger print -B` writes such amounts"
                    " at their cost; import that.",
                )
            return None
        return JournalLineRead(
            posting.account, amount.number, amount.commodity, posting.note[:NOTE_MAX], posting.line
        )


def _weight(posting: Posting, amount: Amount) -> Amount:
    """What a posting weighs in its entry: at its price where it has one."""
    price = posting.price
    if price is None:
        return amount
    if price.is_total:
        sign = Decimal(1).copy_sign(amount.number) if amount.number else _ZERO
        return Amount(sign * abs(price.amount.number), price.amount.commodity)
    return Amount(amount.number * price.amount.number, price.amount.commodity)
