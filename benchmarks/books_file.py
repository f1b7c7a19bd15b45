"""The benchmark's book: generated files of one business, and the sums they must come to.

Here: running the generator once for each size, its files, comparing balances with its totals. Not
here: reading a file into any ledger (books_child.py, peers/).
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

YEAR = 2024
BUSY_ACCOUNT = "Assets:Bank:Checking"
"""The account with most lines; its register is the one that everybody shows."""


@dataclass(frozen=True)
class BookFiles:
    """A generated book of that many entries; paths of its files in one folder."""

    entries: int
    folder: Path

    @property
    def lines_csv(self) -> Path:
        """entry_id,date,payee,account,amount: a row a line."""
        return self.folder / "ledger.csv"

    @property
    def journal(self) -> Path:
        """For ledger and hledger."""
        return self.folder / "ledger.journal"

    @property
    def beancount(self) -> Path:
        """For Beancount."""
        return self.folder / "ledger.beancount"

    def expected(self) -> dict[str, Any]:
        """The generator's own totals: `lines`, `per_account_cents`, `per_month_cents`."""
        return dict(json.loads((self.folder / "expect.json").read_text(encoding="utf-8")))


def generate(generator: Path, entries: int, folder: Path) -> BookFiles:
    """The book of that many entries, made unless it is there; the same bytes every time."""
    book = BookFiles(entries, folder / str(entries))
    if not (book.folder / "expect.json").exists():  # written last
        command = [sys.executable, str(generator), "--entries", str(entries)]
        subprocess.run([*command, "--out", str(book.folder)], check=True, capture_output=True)
    return book


def sum_faults(book: BookFiles, balances: Mapping[str, Decimal | str]) -> list[str]:
    """Accounts whose balance, debit positive, is not the generator's; no balance is zero."""
    found = []
    wanted = book.expected()["per_account_cents"]
    for account in sorted({*wanted, *balances}):
        should, is_ = Decimal(wanted.get(account, 0)) / 100, Decimal(balances.get(account, 0))
        if should != is_:
            found.append(f"{account}: {is_} instead of {should}")
    return found


def month_faults(book: BookFiles, amounts: Mapping[str, Decimal | str]) -> list[str]:
    """The same for a year's income and expenses by "2024-01 Income:Sales:Store"."""
    found = []
    wanted = {
        key: cents
        for key, cents in book.expected()["per_month_cents"].items()
        if key.startswith(f"{YEAR}-") and key[8:].startswith(("Income", "Expenses"))
    }
    for key in sorted({*wanted, *amounts}):
        should, is_ = Decimal(wanted.get(key, 0)) / 100, Decimal(amounts.get(key, 0))
        if should != is_:
            found.append(f"{key}: {is_} instead of {should}")
    return found


def entries_of(path: Path, limit: int) -> Iterator[tuple[str, str, list[tuple[str, Decimal]]]]:
    """(date, payee, lines as (account, amount)) of the first entries of a `ledger.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        grouped = groupby(csv.DictReader(file), key=lambda row: row["entry_id"])
        for _, (_, rows) in zip(range(limit), grouped, strict=False):
            lines = list(rows)
            amounts = [(row["account"], Decimal(row["amount"])) for row in lines]
            yield lines[0]["date"], lines[0]["payee"], amounts
