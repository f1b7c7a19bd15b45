"""Long invented statement files, one for each format, for the benchmark.

Here: what is in them, the same on every run. Not here: how a format is written (tests/writers)
and who reads them (bench_formats.py).
"""

import datetime as dt
import random
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from benchmarks import million_lines
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from tests.writers.bai2 import bai2_file
from tests.writers.camt import camt_file
from tests.writers.mt940 import mt940_file
from tests.writers.ofx import ofx_file
from tests.writers.pdf import LAYOUTS, ROWS_PER_PAGE, pdf_file
from tests.writers.qif import qif_file

FIRST = dt.date(2024, 1, 2)
YEAR = 366
WORDS = ("CARD", "TRANSFER", "INVOICE", "HARBOR", "COFFEE", "PAPER", "RENT", "NORTHWIND", "PIER")


@dataclass(frozen=True)
class BenchFile:
    """A file, how many units (rows or pages) and rows it has, and the sum of its amounts."""

    path: Path
    units: int
    rows: int
    total: Decimal


def statement(rows: int, *, one_day: bool = False) -> ParsedStatement:
    """One account's year with this many rows, oldest first."""
    random_ = random.Random(rows)  # noqa: S311 - invented figures, no secret
    lines = tuple(
        ParsedLine(
            0,
            FIRST if one_day else FIRST + dt.timedelta(at * YEAR // rows),
            Decimal(random_.choice((-1, 1)) * random_.randrange(1, 900_000)) / 100,
            f"{' '.join(random_.choices(WORDS, k=3))} {at}",
            bank_id=f"B{at}",
            counterparty=random_.choice(WORDS),
        )
        for at in range(rows)
    )
    opening = Decimal("125000.50")
    closing = opening + sum((line.amount for line in lines), Decimal(0))
    end = lines[-1].date
    return ParsedStatement(
        account_id="DE02120300000000202051",
        currency="EUR",
        lines=lines,
        bank_code="12030000",
        account_kind="checking",
        opening=Balance(opening, FIRST - dt.timedelta(1)),
        closing=Balance(closing, end),
        period_start=FIRST,
        period_end=end,
    )


def build(format_id: str, rows: int, folder: Path) -> BenchFile:
    """Write the file of a format; for "pdf" the rows are pages."""
    folder.mkdir(parents=True, exist_ok=True)
    if format_id == "pdf":
        one = statement(rows * ROWS_PER_PAGE)
        data = pdf_file(one, LAYOUTS["running"])
        return _kept(folder / f"{rows}.pdf", data, rows, one)
    if format_id == "csv":
        path = folder / f"{rows}.csv"
        million_lines.write("simple", rows, path)
        cents = sum(fact.cents for fact in million_lines.facts(rows))
        return BenchFile(path, rows, rows, Decimal(cents) / 100)
    one = statement(rows, one_day=format_id == "bai2")
    name, data = {
        "ofx": lambda: (f"{rows}.ofx", ofx_file([one])),
        "mt940": lambda: (f"{rows}.sta", mt940_file([_transfers(one)])),
        "qif": lambda: (f"{rows}.qif", qif_file([one])),
        "bai2": lambda: (f"{rows}.bai", bai2_file([one])),
        "camt": lambda: (f"{rows}.xml", camt_file([one])),
    }[format_id]()
    return _kept(folder / name, data, rows, one)


def _kept(path: Path, data: bytes, units: int, one: ParsedStatement) -> BenchFile:
    path.write_bytes(data)
    return BenchFile(path, units, len(one.lines), one.sum)


def _transfers(one: ParsedStatement) -> ParsedStatement:
    return replace(one, lines=tuple(replace(x, bank_type="NTRF") for x in one.lines))
