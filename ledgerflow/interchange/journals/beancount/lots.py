"""What accounts hold at cost: lots, taken out again by Beancount's booking methods.

Here: which lot a sale takes and what it cost. Not here: prices, missing amounts (booking.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.interchange.journals.beancount.records import Cost, Opened, Posting

_ORDERED: Mapping[str, Callable[["Lot"], object]] = {
    "FIFO": lambda lot: lot.date,
    "LIFO": lambda lot: -lot.date.toordinal(),
    "HIFO": lambda lot: -lot.number,
}


class NoLot(ValueError):
    """A sale that fits no lot, or several; the message is for a fault, no full stop."""


@dataclass(slots=True)
class Lot:
    """So many units at a cost each, since a day."""

    units: Decimal
    number: Decimal
    currency: str
    date: dt.date
    label: str


class Lots:
    """All lots of a file, account by account, in the order of the days."""

    def __init__(self, opened: Mapping[str, Opened], default: str) -> None:
        self._opened = opened
        self._default = default
        self._held: defaultdict[tuple[str, str], list[Lot]] = defaultdict(list)

    def _method(self, account: str) -> str:
        opened = self._opened.get(account)
        return (opened.method if opened else "") or self._default

    def takes_out(self, posting: Posting) -> bool:
        """True where a posting at cost reduces what the account holds."""
        if posting.number is None or self._method(posting.account) == "NONE":
            return False
        held = self._held[posting.account, posting.currency]
        return any(lot.units * posting.number < 0 for lot in held)

    def add(self, posting: Posting, number: Decimal, currency: str, day: dt.date) -> None:
        """A new lot: `number` is what one unit costs."""
        cost = posting.cost or Cost()
        held = self._held[posting.account, posting.currency]
        new = Lot(posting.number or Decimal(0), number, currency, cost.date or day, cost.label)
        for lot in held:
            same = (lot.number, lot.currency, lot.date, lot.label) == (
                new.number,
                new.currency,
                new.date,
                new.label,
            )
            if same:
                lot.units += new.units
                return
        held.append(new)

    def take(self, posting: Posting) -> list[tuple[Decimal, str]]:
        """Take units out; the cost of each part with its currency. Raises NoLot."""
        units, cost = posting.number or Decimal(0), posting.cost or Cost()
        held = self._held[posting.account, posting.currency]
        fits = [lot for lot in held if _fits(lot, cost, units)]
        what = f"{units} {posting.currency} from {posting.account}"
        if not fits:
            raise NoLot(f"no lot fits the sale of {what}")
        method = self._method(posting.account)
        if method in _ORDERED:
            fits.sort(key=_ORDERED[method])  # type: ignore[arg-type]
        elif method == "AVERAGE":
            raise NoLot(f"the booking method AVERAGE of {posting.account} is not supported")
        elif len(fits) > 1 and sum(lot.units for lot in fits) != -units:
            exact = [lot for lot in fits if method == "STRICT_WITH_SIZE" and lot.units == -units]
            if not exact:
                raise NoLot(f"{len(fits)} lots fit the sale of {what}")
            fits = exact[:1]
        return self._from(fits, units, held, what)

    def _from(
        self, fits: list[Lot], units: Decimal, held: list[Lot], what: str
    ) -> list[tuple[Decimal, str]]:
        if abs(sum((lot.units for lot in fits), Decimal(0))) < abs(units):
            raise NoLot(f"there is less than {what.replace('-', '', 1)} in its lots")
        weights, left = [], units
        for lot in fits:
            part = left if abs(left) <= abs(lot.units) else -lot.units
            lot.units += part
            left -= part
            weights.append((part * lot.number, lot.currency))
            if not left:
                break
        held[:] = [lot for lot in held if lot.units]
        return weights


def _fits(lot: Lot, cost: Cost, units: Decimal) -> bool:
    per_unit = cost.number
    if cost.total is not None and units:
        per_unit = (cost.number or Decimal(0)) + cost.total / abs(units)
    return (
        lot.units * units < 0
        and (per_unit is None or lot.number == per_unit)
        and (not cost.currency or lot.currency == cost.currency)
        and (cost.date is None or lot.date == cost.date)
        and (not cost.label or lot.label == cost.label)
    )
