"""Reads folders of labelled transactions: what there is to evaluate, and its examples.

Here: CSV files (gzip or not) to examples, faults of a file together. Not here: which clients are
streamed (evaluate_clients.py), asking a learner (evaluate_run.py). Columns that were chosen
together with the label (label_code, tax_code) are never read; `unit` only tells clients apart.
"""

import csv
import datetime as dt
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from benchmarks.evaluate_clients import clients_of
from ledgerflow.classification.evaluation.records import Example
from ledgerflow.classification.facts import AccountFacts, TransactionFacts
from ledgerflow.classification.payees import normalise
from ledgerflow.core.errors import InputError

NEEDED = ("date", "amount", "currency", "description", "label")
SECOND_TARGET = "mcc_description"
SMALL = 5_000
"""A file with fewer rows is one business's books: it is streamed, whatever its split says."""

FAULTS_SHOWN = 5
ENDINGS = (".csv", ".csv.gz")
KINDS = {
    "expenses": "expense",
    "income": "income",
    "assets": "asset",
    "liabilities": "liability",
    "equity": "equity",
}
"""First part of an account's name in plain-text ledgers -> kind of account."""


@dataclass(frozen=True)
class Task:
    """One thing to evaluate: a file, the column that is the target, and the protocol.

    "clients": units are small businesses, each with a learner of its own; "batch": the rows of
    split train are learned, those of test only asked about; "online": one business, streamed.
    """

    name: str
    file: Path
    target: str
    protocol: str


@dataclass(frozen=True)
class Rows:
    """The examples of a task in order of time, by split, and the accounts by id."""

    train: list[Example]
    test: list[Example]
    accounts: dict[int, AccountFacts]

    @property
    def all(self) -> list[Example]:
        """Both splits, by day and then as the file has them."""
        return sorted([*self.train, *self.test], key=_when)


def _when(one: Example) -> tuple[dt.date, int]:
    return one.facts.date, one.facts.id


def tasks_of(folder: Path) -> list[Task]:
    """Everything in a folder that has the columns of labelled transactions, by name."""
    found = []
    for file in sorted(folder.iterdir()):
        if file.name.endswith(ENDINGS):
            found += _tasks_in(file)
    return found


def _tasks_in(file: Path) -> list[Task]:
    rows = units = tests = second = 0
    for number, row in enumerate(_read(file)):
        if number == 0 and any(name not in row for name in NEEDED):
            return []
        rows += 1
        units += bool(row.get("unit"))
        tests += row.get("split") == "test"
        second += bool(row.get(SECOND_TARGET))
    if not rows:
        return []
    name = file.name.removesuffix(".gz").removesuffix(".csv")
    protocol = _protocol(rows, units, tests)
    tasks = [Task(name, file, "label", protocol)]
    if second > rows / 2:
        tasks.append(Task(f"{name}:{SECOND_TARGET}", file, SECOND_TARGET, protocol))
    return tasks


def _protocol(rows: int, units: int, tests: int) -> str:
    if units > rows / 2:
        return "clients"
    return "batch" if rows >= SMALL and 0 < tests < rows else "online"


def rows_of(task: Task, *, clients: int, only: int = 0) -> Rows:
    """A task's examples; with `only`, that many of the newest train and the oldest test rows.

    `clients` is how many units are streamed. Raises InputError with the first faults of a file
    that cannot be read.
    """
    reader = _Reader(task)
    kept: set[str] | None = None
    if task.protocol == "clients":
        kept = clients_of((row.get("unit", "") for row in _read(task.file)), clients)
    splits: dict[str, list[Example]] = {"train": [], "test": []}
    for number, row in enumerate(_read(task.file), 1):
        if (kept is None or row["unit"] in kept) and row[task.target]:
            example = reader.example(number, row)
            if example:
                splits["test" if row.get("split") == "test" else "train"].append(example)
    reader.complain()
    train, test = (sorted(splits[name], key=_when) for name in ("train", "test"))
    if only:
        train, test = train[-only:], test[: only // 2]
    return Rows(train, test, reader.accounts)


def _read(file: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if file.name.endswith(".gz") else open
    with opened(file, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


class _Reader:
    """Rows of one file to examples; numbers for labels and for bank accounts."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._kind = "card" if "pcard" in task.name else ""
        self._ids: dict[str, int] = {}
        self._banks: dict[tuple[str, str], int] = {}
        self._faults: list[str] = []
        self._count = 0
        self.accounts: dict[int, AccountFacts] = {}

    def example(self, number: int, row: dict[str, str]) -> Example | None:
        """One row; None and a fault where a value cannot be read."""
        try:
            date = dt.date.fromisoformat(row["date"])
            amount = -Decimal(row["amount"])
        except (ValueError, InvalidOperation):
            self._count += 1
            if self._count <= FAULTS_SHOWN:
                said = f"date {row['date']!r}, amount {row['amount']!r}"
                self._faults.append(f"row {number}: {said}")
            return None
        bank = (row.get("entity", ""), row.get("account", ""))
        facts = TransactionFacts(
            id=number,
            bank_account_id=self._banks.setdefault(bank, len(self._banks) + 1),
            account_kind=self._kind,
            date=date,
            amount=amount,
            currency=row["currency"],
            description=row["description"],
        )
        client = row["unit"] if self._task.protocol == "clients" else self._task.name
        payee = normalise(facts.description)
        return Example(client, facts, payee, self._account(row[self._task.target]))

    def _account(self, label: str) -> int:
        known = self._ids.get(label)
        if known is None:
            known = self._ids[label] = len(self._ids) + 1
            kind = KINDS.get(label.split(":")[0].casefold(), "expense")
            self.accounts[known] = AccountFacts(known, f"own:{label.casefold()}", label, kind)
        return known

    def complain(self) -> None:
        """Raise InputError when there was a fault."""
        if self._count:
            raise InputError(
                f"{self._task.file.name}: {self._count} rows cannot be read: "
                + "; ".join(self._faults),
                code="labelled_file_unreadable",
                hint="Dates are YYYY-MM-DD, amounts have a point and no thousands mark.",
            )
