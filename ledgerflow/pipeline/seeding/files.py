"""Statement files of invented lines, read as the product's reader reads them, and proved; pure.

Here: the text of a month's CSV file, and what reading it gives, with the payee of each line. Not
here: storing any of it (rows.py).
"""

import calendar
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.core.errors import InputError
from ledgerflow.pipeline.seeding.payees import Payees
from ledgerflow.pipeline.seeding.plan import AccountPlan, MonthPlan
from ledgerflow.statements.formats import read
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedLine, SourceFile
from ledgerflow.statements.proof import Proof, prove

OPENING = 2_500_000
"""What every account begins with, in cents."""

_READINGS: dict[bool, ParsedFile] = {}
"""How the two layouts are read, with and without balances: the first file of each says."""


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file with its bytes, its one statement and proof; payees by place, and lines that wait."""

    month: MonthPlan
    name: str
    data: bytes
    parsed: ParsedFile
    proof: Proof
    payees: tuple[int, ...]
    waiting: frozenset[int]


def account_files(number: str, account: AccountPlan, payees: Payees) -> Iterator[SeedFile]:
    """The files of an account, oldest first; their balances follow each other.

    A month that is missing moved nothing, so that the chain goes on.
    """
    balance = OPENING
    for month in account.months:
        rng = random.Random(f"{number}:{account.name}:{month.start}")  # noqa: S311
        drawn = tuple(payees.draw(rng, month.lines))
        text, balance = _text(rng, month, payees, drawn, balance)
        name = f"{account.name.lower().replace(' ', '-')}-{month.start:%Y-%m}.csv"
        data = text.encode()
        parsed = _parsed(name, data, month)
        waiting = frozenset(rng.sample(range(month.lines), month.waiting))
        proof = prove(parsed.statements[0], parsed.errors)
        yield SeedFile(month, name, data, parsed, proof, drawn, waiting)


def _parsed(name: str, data: bytes, month: MonthPlan) -> ParsedFile:
    """What the file says: read with the reading that the first file of its layout was read with.

    All files of a layout are read alike; finding out how, ten thousand times, would take minutes.
    """
    known = _READINGS.get(month.has_balances)
    if known is None:
        parsed = read(SourceFile(name, data))
        if parsed.errors or len(parsed.statements) != 1:
            raise InputError(
                f"The invented file {name} does not read: {parsed.errors[:1]}",
                code="bad_seed",
                hint="Take another seed number.",
            )
        _READINGS[month.has_balances] = parsed
        return parsed
    lines = tuple(_lines(data.decode(), has_balances=month.has_balances))
    said = replace(known.statements[0], lines=lines)
    if lines[0].balance is not None and lines[-1].balance is not None:
        opening = lines[0].balance - lines[0].amount
        said = replace(
            said,
            opening=Balance(opening),
            closing=Balance(lines[-1].balance, lines[-1].date),
        )
    return replace(known, statements=(said,))


def _lines(text: str, *, has_balances: bool) -> Iterator[ParsedLine]:
    for row, raw in enumerate(text.splitlines()[1:], 2):
        day, description, amount, *balance = raw.split(",")
        yield ParsedLine(
            row=row,
            date=dt.date.fromisoformat(day),
            amount=Decimal(amount),
            description=description,
            balance=Decimal(balance[0]) if has_balances else None,
            raw=raw,
        )


def _text(
    rng: random.Random, month: MonthPlan, payees: Payees, drawn: tuple[int, ...], balance: int
) -> tuple[str, int]:
    last = calendar.monthrange(month.start.year, month.start.month)[1]
    days = sorted(rng.choices(range(1, last + 1), k=month.lines))
    prefix = f"{month.start:%Y-%m}-"
    rows = ["Date,Description,Amount,Balance" if month.has_balances else "Date,Description,Amount"]
    amounts = [_cents(rng, payees, place) for place in drawn]
    if len({cents > 0 for cents in amounts}) < 2 and not month.has_balances:
        amounts[-1] = -amounts[-1]  # of money that goes one way only, nobody can tell which
    for day, place, cents in zip(days, drawn, amounts, strict=True):
        payee = payees.all[place]
        balance += cents
        row = f"{prefix}{day:02d},{payee.printed} {rng.randint(1000, 9999)},{_money(cents)}"
        rows.append(f"{row},{_money(balance)}" if month.has_balances else row)
    rows.append("")
    return "\n".join(rows), balance


def _cents(rng: random.Random, payees: Payees, place: int) -> int:
    payee = payees.all[place]
    cents = max(101, int(payee.usual * (0.5 + rng.random())))
    return cents if payee.comes_in else -cents


def _money(cents: int) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"
