"""What is to be seeded, business by business; pure.

Here: how many lines each month of each account has, which months are missing, unproved or locked,
how much waits. Not here: the lines themselves (files.py) or writing (seed.py). The same number
gives the same plan.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from ledgerflow.core.errors import InputError

BIG_MONTHS = 36
BIG_WAITING_SHARE = 4
"""One part in four of what waits is the big business's."""
BIG_ACCOUNTS = (("Checking", "checking"), ("Second checking", "checking"), ("Savings", "savings"),
                ("Card", "card"))  # fmt: skip
WAITING_MONTHS = 6
"""What waits is of these last months."""

LINES_A_FILE = 28_000
NAMES = ("Alder", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heron", "Inlet", "Juniper",
         "Kestrel", "Lark", "Maple", "Nettle", "Orchard", "Pebble", "Quarry", "Ridge", "Spruce",
         "Thistle", "Umber", "Vale", "Willow", "Yarrow", "Zinnia")  # fmt: skip
TRADES = ("Bakery", "Studio", "Joinery", "Cycles", "Books", "Plumbing", "Design", "Kitchen",
          "Optics", "Pottery", "Printing", "Gardens", "Tailors", "Tutors", "Surveys",
          "Woodworks")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeedWish:
    """How much is wanted. `until` is the first day of the last month; `number` the seed."""

    transactions: int
    businesses: int
    waiting: int
    until: dt.date
    number: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be made."""
        if not (0 < self.transactions <= 5_000_000 and 1 <= self.businesses <= 5_000):
            raise InputError(
                "Between 1 and 5,000,000 transactions and 1 and 5,000 businesses can be seeded.",
                code="bad_seed",
                hint="Ask for less.",
            )
        if not 0 <= self.waiting <= self.transactions:
            raise InputError(
                f"{self.waiting:,} of {self.transactions:,} transactions cannot wait.",
                code="bad_seed",
                hint="Let fewer wait.",
            )


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """A month of an account: its lines, how many of them wait, whether balances are printed."""

    start: dt.date
    lines: int
    waiting: int
    has_balances: bool = True


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """A bank account with its months, the first one first; one that is missing is not there."""

    name: str
    kind: str
    months: tuple[MonthPlan, ...]


@dataclass(frozen=True, slots=True)
class BusinessPlan:
    """A business. `locked` months count from its first; `payees` is how many it deals with."""

    name: str
    chart: str
    accounts: tuple[AccountPlan, ...]
    payees: int
    locked: tuple[dt.date, ...] = ()


def months_until(last: dt.date, count: int) -> list[dt.date]:
    """First days of so many months, up to and with that of `last`."""
    number = last.year * 12 + last.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def plans(wish: SeedWish) -> Iterator[BusinessPlan]:
    """The small businesses first, the big one last."""
    others = wish.businesses - 1
    big_waiting = wish.waiting // BIG_WAITING_SHARE if others else wish.waiting
    rng = random.Random(f"{wish.number}:small")  # noqa: S311 - reproducible, not secret
    weights = [rng.random() ** 3 if rng.random() < 0.8 else 0.0 for _ in range(others)]
    shares = shared_out(wish.waiting - big_waiting, weights)
    for number, waiting in enumerate(shares):
        yield _small(wish, number, waiting)
    yield _big(wish, big_waiting)


def _big(wish: SeedWish, waiting: int) -> BusinessPlan:
    months = months_until(wish.until, BIG_MONTHS)
    cells = [(account, month) for account in BIG_ACCOUNTS for month in months]
    lines = shared_out(wish.transactions, [1.0] * len(cells))
    late = set(months[-WAITING_MONTHS:])
    waits = shared_out(waiting, [n * (c[1] in late) for c, n in zip(cells, lines, strict=True)])
    planned = dict(zip(cells, zip(lines, waits, strict=True), strict=True))
    accounts = tuple(
        AccountPlan(
            *account,
            tuple(_parts(m, *planned[account, m]) for m in months if planned[account, m][0]),
        )
        for account in BIG_ACCOUNTS
    )
    payees = min(400, 20 + wish.transactions // 250)
    return BusinessPlan("Alder Wholesale", "us_sole_proprietor", accounts, payees)


def _parts(month: dt.date, lines: int, waiting: int) -> MonthPlan:
    if lines > LINES_A_FILE:
        raise InputError(
            f"A month of an account would have {lines:,} lines.",
            code="bad_seed",
            hint="Ask for fewer transactions.",
        )
    return MonthPlan(month, lines, min(waiting, lines))


def _small(wish: SeedWish, number: int, waiting: int) -> BusinessPlan:
    rng = random.Random(f"{wish.number}:{number}")  # noqa: S311 - reproducible, not secret
    months = months_until(wish.until, rng.randint(8, 20))
    kinds = [("Checking", "checking")]
    if rng.random() < 0.7:
        kinds.append(("Card", "card"))
    late = months[-WAITING_MONTHS:]
    shares = shared_out(waiting, [1.0] * (len(kinds) * len(late)))
    accounts = []
    for place, (name, kind) in enumerate(kinds):
        waits = dict(zip(late, shares[place * len(late) :], strict=False))
        accounts.append(AccountPlan(name, kind, tuple(_months(rng, months, waits))))
    chart = "us_sole_proprietor" if rng.random() < 0.7 else "uk_sole_trader"
    closed = months[: -WAITING_MONTHS - 1] if rng.random() < 0.3 else []
    return BusinessPlan(
        name=f"{NAMES[number % len(NAMES)]} {TRADES[number // len(NAMES) % len(TRADES)]}"
        + (f" {number}" if number >= len(NAMES) * len(TRADES) else ""),
        chart=chart,
        accounts=tuple(accounts),
        payees=rng.randint(8, 40),
        locked=tuple(closed),
    )


def _months(
    rng: random.Random, months: list[dt.date], waits: dict[dt.date, int]
) -> Iterator[MonthPlan]:
    """Some are missing unless something waits in them; some print no balances."""
    for month in months:
        waiting = waits.get(month, 0)
        if rng.random() < 0.06 and not waiting:
            continue
        lines = max(rng.randint(4, 14), waiting + 2)
        yield MonthPlan(month, lines, waiting, has_balances=rng.random() > 0.05)


def shared_out(total: int, weights: list[float]) -> list[int]:
    """A number shared out by weights, exactly; all of it to the first where all weigh nothing."""
    whole = sum(weights)
    if not whole:
        return [total, *[0] * (len(weights) - 1)] if weights else []
    shares, before, given = [], 0.0, 0
    for weight in weights:
        before += weight
        upto = round(total * before / whole)
        shares.append(upto - given)
        given = upto
    return shares
