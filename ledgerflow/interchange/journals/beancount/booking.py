"""Booking Beancount's transactions: weights, missing amounts, tolerance, holdings at cost.

Here: from postings as written to lines that balance. Not here: lots (lots.py), `pad` and
`balance` (checking.py). What is no money (shares, say) is kept at what it cost.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.interchange.journals.beancount.lots import Lots, NoLot
from ledgerflow.interchange.journals.beancount.records import (
    Cost,
    Journal,
    Posting,
    Price,
    Transaction,
)
from ledgerflow.interchange.journals.beancount.tolerances import quantized, tolerances_of
from ledgerflow.interchange.journals.carrying import Carried, WorkedOut
from ledgerflow.interchange.journals.currencies import iso_currencies
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.finishing import NOTE_MAX, Head, entry_of
from ledgerflow.interchange.journals.parsed import JournalEntryRead, JournalLineRead

_MISSING_HINT = "Write the missing amounts; at most one a currency can be worked out."


@dataclass(slots=True)
class Booked:
    """A transaction with all amounts: `units` moves what accounts hold, `entry` the books."""

    transaction: Transaction
    units: list[tuple[str, str, Decimal]]
    entry: JournalEntryRead | None


@dataclass(slots=True)
class _Work:
    """What is known of one transaction so far."""

    transaction: Transaction
    sums: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    weights: dict[int, tuple[Decimal, str]] = field(default_factory=dict)
    missing: dict[str, Posting] = field(default_factory=dict)
    auto: Posting | None = None
    is_bad: bool = False


class Booking:
    """Books transactions in the order of their days."""

    def __init__(self, journal: Journal, faults: Faults) -> None:
        self.options = journal.options
        self.faults = faults
        self._lots = Lots(journal.opened, self.options.method)
        self._costs = Carried()
        self._worked_out = WorkedOut(faults)

    def book(self, transaction: Transaction) -> Booked:
        """Complete and check one transaction; what is wrong with it becomes faults."""
        work = _Work(transaction)
        self._currencies_complete(work)
        for posting in transaction.postings:
            self._weigh(work, posting)
        tolerances = tolerances_of(transaction, self.options)
        if not work.is_bad:
            self._missing_fill(work, tolerances)
        if not work.is_bad:
            self._balance_check(work, tolerances)
        if work.is_bad:
            return Booked(transaction, [], None)
        units = [(p.account, p.currency, p.number or Decimal(0)) for p in transaction.postings]
        return Booked(transaction, units, self._entry(work))

    def _bad(self, work: _Work, code: str, line: int, what: str, hint: str) -> None:
        work.is_bad = True
        head = _head(work.transaction)
        self.faults.add(code, line, f"{what}, in {head}", hint)

    def _currencies_complete(self, work: _Work) -> None:
        """An amount without a currency has that of the others, where they have one."""
        postings = work.transaction.postings
        open_ones = [p for p in postings if p.number is not None and not p.currency]
        if not open_ones:
            return
        known = {_weight_currency(p) for p in postings if p.currency} - {""}
        for posting in open_ones:
            if len(known) == 1:
                posting.currency = next(iter(known))
            else:
                self._bad(
                    work,
                    "no_currency",
                    posting.line,
                    "an amount has no currency",
                    "Write its currency, such as 12.00 USD.",
                )

    def _weigh(self, work: _Work, posting: Posting) -> None:
        if posting.number is None and not posting.currency and posting.cost is None:
            if work.auto is not None or posting.price is not None:
                self._bad(
                    work,
                    "missing_amounts",
                    posting.line,
                    "more than one amount is missing",
                    _MISSING_HINT,
                )
            work.auto = posting
        elif posting.number is None and (posting.cost or posting.price):
            self._bad(
                work,
                "missing_amount",
                posting.line,
                "the amount at a cost or price is missing",
                "Write the amount.",
            )
        elif posting.number is None:
            self._missing(work, posting.currency, posting)
        elif posting.cost is not None:
            self._weigh_at_cost(work, posting, posting.cost)
        elif posting.price is not None:
            self._weigh_at_price(work, posting, posting.price)
        else:
            self._weight(work, posting, posting.number, posting.currency)

    def _weight(self, work: _Work, posting: Posting, weight: Decimal, currency: str) -> None:
        before, _ = work.weights.get(id(posting), (Decimal(0), ""))
        work.weights[id(posting)] = (before + weight, currency)
        work.sums[currency] += weight

    def _missing(self, work: _Work, currency: str, posting: Posting) -> None:
        if not currency:
            known = {c for c in work.sums if c != posting.currency}
            known |= {
                p.currency
                for p in work.transaction.postings
                if p.number is not None and not p.cost and not p.price and p.currency
            }
            known -= {posting.currency}
            currency = next(iter(known)) if len(known) == 1 else ""
        if not currency or currency in work.missing:
            self._bad(
                work,
                "missing_amounts",
                posting.line,
                "more than one amount is missing",
                _MISSING_HINT,
            )
        work.missing[currency] = posting

    def _weigh_at_price(self, work: _Work, posting: Posting, price: Price) -> None:
        number = posting.number or Decimal(0)
        if price.number is None:
            self._missing(work, price.currency, posting)
            return
        currency = price.currency or self._other_currency(work, posting)
        if not currency:
            self._bad(
                work,
                "no_currency",
                posting.line,
                "a price has no currency",
                "Write its currency, such as @ 1.10 USD.",
            )
            return
        sign = Decimal(1).copy_sign(number) if number else Decimal(0)
        weight = sign * price.number if price.is_total else number * price.number
        self._weight(work, posting, weight, currency)

    def _other_currency(self, work: _Work, posting: Posting) -> str:
        others = {_weight_currency(p) for p in work.transaction.postings if p is not posting}
        others -= {""}
        return next(iter(others)) if len(others) == 1 else ""

    def _weigh_at_cost(self, work: _Work, posting: Posting, cost: Cost) -> None:
        units = posting.number or Decimal(0)
        if self._lots.takes_out(posting):
            try:
                for weight, currency in self._lots.take(posting):
                    self._weight(work, posting, weight, currency)
            except NoLot as error:
                self._bad(
                    work,
                    "lot",
                    posting.line,
                    str(error),
                    "Name the lot's cost, or its date, in the braces.",
                )
            return
        currency = cost.currency or self._other_currency(work, posting)
        if (cost.number is None and cost.total is None) or not currency:
            self._missing(work, currency, posting)
            return
        per_unit = cost.number or Decimal(0)
        if cost.total is not None:
            per_unit += cost.total / abs(units) if units else Decimal(0)
        self._lots.add(posting, per_unit, currency, work.transaction.date)
        self._weight(work, posting, units * per_unit, currency)

    def _missing_fill(self, work: _Work, tolerances: dict[str, Decimal]) -> None:
        for currency, posting in work.missing.items():
            weight = quantized(-work.sums[currency], currency, tolerances)
            if posting.number is None:
                posting.number = self._worked_out.kept(
                    posting.account, posting.line, weight, currency
                )
            elif posting.cost is not None and posting.number:
                per_unit = -work.sums[currency] / posting.number
                self._lots.add(posting, per_unit, currency, work.transaction.date)
            self._weight(work, posting, weight, currency)
        if work.auto is not None:
            self._auto_fill(work, work.auto, tolerances)

    def _auto_fill(self, work: _Work, auto: Posting, tolerances: dict[str, Decimal]) -> None:
        """The posting without an amount takes what is left, one line a currency."""
        filled = []
        for currency, gap in sorted(work.sums.items()):
            weight = quantized(-gap, currency, tolerances)
            if weight:
                number = self._worked_out.kept(auto.account, auto.line, weight, currency)
                line = Posting(auto.line, auto.account, number, currency, note=auto.note)
                filled.append(line)
                self._weight(work, line, weight, currency)
        place = work.transaction.postings.index(auto)
        work.transaction.postings[place : place + 1] = filled

    def _balance_check(self, work: _Work, tolerances: dict[str, Decimal]) -> None:
        for currency, gap in sorted(work.sums.items()):
            if abs(gap) > tolerances.get(currency, tolerances.get("*", Decimal(0))):
                self._bad(
                    work,
                    "unbalanced",
                    work.transaction.line,
                    f"debits and credits differ by {gap:f} {currency}",
                    "Each entry adds up to zero: correct an amount, or leave one out to have"
                    " it worked out.",
                )

    def _entry(self, work: _Work) -> JournalEntryRead | None:
        lines = []
        for posting in work.transaction.postings:
            weight, currency = work.weights.get(id(posting), (Decimal(0), ""))
            amount = posting.number or Decimal(0)
            if posting.currency not in iso_currencies() and amount:
                if posting.cost is None or currency not in iso_currencies():
                    self._no_money(posting)
                    return None
                amount = self._at_cost(posting, weight, currency)
            else:
                currency = posting.currency
            note = posting.note[:NOTE_MAX]
            lines.append(JournalLineRead(posting.account, amount, currency, note, posting.line))
        return entry_of(_head(work.transaction), lines, self.faults)

    def _at_cost(self, posting: Posting, weight: Decimal, currency: str) -> Decimal:
        """What a holding changes by: its cost, rounded in sum, so that it stays exact."""
        self.faults.note(
            "at_cost",
            "",
            posting.line,
            "Holdings that are no money are kept at cost",
            "Their number of units stays in the journal.",
        )
        return self._costs.rounded(posting.account, currency, weight)

    def _no_money(self, posting: Posting) -> None:
        self.faults.once(
            "no_money",
            posting.currency,
            posting.line,
            f"{posting.currency} is no currency of ISO 4217 and has no cost in money",
            "Write what it cost, such as {10.00 USD}, or leave it out of the journal.",
        )


def _head(transaction: Transaction) -> Head:
    return Head(transaction.line, transaction.date, transaction.description)


def _weight_currency(posting: Posting) -> str:
    if posting.cost is not None:
        return posting.cost.currency
    if posting.price is not None:
        return posting.price.currency
    return posting.currency
