"""Proved statements to seed faults into: those of a corpus, and invented ones.

Here: which statements, and what evidence each prints. Not here: the faults (repair_faults.py).
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import (
    Balance,
    ParsedLine,
    ParsedStatement,
    PrintedTotals,
    SourceFile,
)
from ledgerflow.statements.proof import prove

FIRST = dt.date(2025, 1, 1)
PAYEES = (
    ("CORNER COFFEE", -3.5, -6.5, 0.05), ("GROCER & SONS", -18, -140, 0.01),
    ("CITY RENT", -1450, -1450, 1), ("PHONE PLAN", -39.99, -39.99, 0.01),
    ("FUEL STOP 22", -25, -90, 0.01), ("PAPER SHOP", -4, -60, 0.01),
    ("CLIENT NORTH", 400, 4000, 50), ("CLIENT SOUTH", 120, 900, 0.01),
    ("ATM WITHDRAWAL", -20, -300, 20), ("BOOKS ONLINE", -7, -55, 0.01),
    ("MONTHLY FEE", -12, -12, 1), ("TAX OFFICE", -200, -2500, 0.01),
)  # fmt: skip
"""(payee, smallest, largest, step) of invented lines; units of the currency."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A proved statement, where it is from, and what it prints beside its lines."""

    source: str
    statement: ParsedStatement
    evidence: str


def of_corpus(corpus: Path) -> Iterator[Proved]:
    """Every statement of the corpus that has lines and is proved, each content once."""
    seen: set[object] = set()
    for path in sorted(p for p in corpus.rglob("*") if p.is_file()):
        try:
            parsed = formats.read(SourceFile(path.name, path.read_bytes()))
        except LedgerFlowError:
            continue
        for statement in parsed.statements:
            content = (tuple(statement.lines), statement.opening)
            proof = prove(statement, parsed.errors)
            if statement.lines and proof.verdict == "proved" and content not in seen:
                seen.add(content)
                yield Proved(parsed.format, statement, evidence_of(statement))


def as_csv(statement: ParsedStatement) -> SourceFile:
    """The lines with their running balances as a bank's CSV, which prints no opening balance."""
    rows = ["Date,Description,Amount,Balance"]
    rows += [f"{i.date},{i.description},{i.amount},{i.balance}" for i in statement.lines]
    return SourceFile("invented.csv", ("\n".join(rows) + "\n").encode())


def evidence_of(statement: ParsedStatement) -> str:
    """ "running", "totals" or "opening+closing": the best that the statement prints."""
    if any(line.balance is not None for line in statement.lines):
        return "running"
    totals = statement.totals
    if totals.money_in is not None or totals.money_out is not None:
        return "totals"
    return "opening+closing"


def invented(rng: random.Random, evidence: str, lines_max: int = 45) -> Proved:
    """A month of an invented account that prints this evidence."""
    count = rng.randint(8, lines_max)
    days = sorted(rng.randint(0, 29) for _ in range(count))
    opening = Decimal(rng.randint(50_000, 900_000)) / 100
    lines, balance = [], opening
    for row, day in enumerate(days, 2):
        payee, amount = _movement(rng)
        balance += amount
        printed = balance if evidence == "running" else None
        date = FIRST + dt.timedelta(day)
        raw = f"{date},{payee},{amount}" + (f",{balance}" if printed is not None else "")
        lines.append(ParsedLine(row, date, amount, payee, balance=printed, raw=raw))
    paid_in = sum((i.amount for i in lines if i.amount > 0), Decimal(0))
    paid_out = -sum((i.amount for i in lines if i.amount < 0), Decimal(0))
    count_in = sum(i.amount > 0 for i in lines)
    totals = PrintedTotals(paid_in, paid_out, count_in, count - count_in)
    statement = ParsedStatement(
        "1234567",
        "USD",
        tuple(lines),
        opening=Balance(opening, FIRST),
        closing=Balance(balance, FIRST + dt.timedelta(30)),
        totals=totals if evidence == "totals" else PrintedTotals(),
    )
    return Proved("invented", statement, evidence)


def _movement(rng: random.Random) -> tuple[str, Decimal]:
    payee, smallest, largest, step = rng.choice(PAYEES)
    low, high = sorted((abs(smallest), abs(largest)))
    steps = round((high - low) / step)
    cents = round(low * 100) + round(step * 100) * rng.randint(0, steps)
    amount = Decimal(cents) / 100
    return payee, amount.quantize(Decimal("0.01")) if largest > 0 else -amount.quantize(
        Decimal("0.01")
    )
