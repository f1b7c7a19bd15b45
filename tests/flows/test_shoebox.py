"""Thirty mixed files of three accounts and two years, in any order: one set of proved books."""

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from ledgerflow.core.errors import DuplicateFile
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.stages import Settled
from ledgerflow.review.policy import Accepted
from ledgerflow.statements import formats
from ledgerflow.statements.covering import coverage_of
from ledgerflow.statements.models import BankTransaction, Statement
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from tests.writers.bai2 import bai2_file
from tests.writers.camt import camt_file
from tests.writers.delimited import DIALECTS, csv_file
from tests.writers.mt940 import mt940_file
from tests.writers.ofx import ofx_file
from tests.writers.pdf import LAYOUTS, pdf_file

QUARTERS = [(y, m) for y in (2024, 2025) for m in (1, 4, 7, 10)]
NUMBERS = ("DE89370400440532013000", "GB33BUKB20201555555555", "FR1420041010050500013M02606")
WRITERS = {
    "ofx1": ("ofx", lambda s: ofx_file([s])),
    "ofx2": ("qfx", lambda s: ofx_file([s], 2)),
    "mt940": ("sta", lambda s: mt940_file([from_the_evening_before(s)])),
    "camt": ("xml", lambda s: camt_file([s])),
    "pdf": ("pdf", lambda s: pdf_file(s, LAYOUTS["running"])),
    "csv": ("csv", lambda s: f"Account,{s.account_id}\n\n".encode() + csv_file(s, DIALECTS["us"])),
    "bai2": ("bai", lambda s: bai2_file([s])),
}
EACH_QUARTER = {
    NUMBERS[0]: "mt940 ofx1 csv camt pdf ofx2 csv mt940",
    NUMBERS[1]: "camt mt940 ofx2 csv pdf ofx1 csv camt",
    NUMBERS[2]: "pdf ofx1 csv mt940 ofx2 csv camt pdf",
}
AGAIN = (
    (NUMBERS[0], "camt", "2024-01-01", "2024-06-30"),
    (NUMBERS[0], "bai2", "2024-05-01", "2024-05-01"),
    (NUMBERS[1], "mt940", "2025-07-01", "2025-12-31"),
    (NUMBERS[1], "ofx1", "2024-03-01", "2024-12-31"),
    (NUMBERS[2], "csv", "2025-02-01", "2025-08-20"),
    (NUMBERS[2], "camt", "2024-11-01", "2025-01-31"),
)


def history(number):
    """Two years of an account: three rows a month, two of them twins now and then."""
    chance = random.Random(number)  # noqa: S311
    rows = []
    for year in (2024, 2025):
        for month in range(1, 13):
            rows.append((dt.date(year, month, 1), Decimal(900 + month), f"Client {year} {month}"))
            coffee = (dt.date(year, month, 9), Decimal("-4.20"), "Corner Coffee")
            rows += [coffee] * (1 + month % 2)
            cents = Decimal(chance.randrange(100, 90_000)) / 100
            rows.append(
                (dt.date(year, month, 20), -cents, f"Supplies {month}{chance.randrange(99)}")
            )
    return rows


def statement(number, first, last):
    """What a bank prints for these days."""
    rows = history(number)
    before = sum((x[1] for x in rows if x[0] < first), Decimal(1000))
    shown = [x for x in rows if first <= x[0] <= last]
    lines = tuple(ParsedLine(at, *row) for at, row in enumerate(shown, 1))
    closing = before + sum((x.amount for x in lines), Decimal(0))
    return ParsedStatement(
        number, "USD", lines, opening=Balance(before, first), closing=Balance(closing, last),
        period_start=first, period_end=last, account_kind="checking", bank_code="121000358",
    )  # fmt: skip


def from_the_evening_before(one):
    """MT940 dates its opening balance by the day that it closes."""
    return replace(one, opening=Balance(one.opening.amount, one.period_start - dt.timedelta(1)))


def upload(number, kind, first, last):
    ending, write = WRITERS[kind]
    name = f"{first:%Y%m}-{kind}-{number[:2]}.{ending}"
    return Upload(name, write(statement(number, first, last)))


def shoebox():
    files = [upload(n, kind, *map(dt.date.fromisoformat, days)) for n, kind, *days in AGAIN]
    for number, kinds in EACH_QUARTER.items():
        for (year, month), kind in zip(QUARTERS, kinds.split(), strict=True):
            last = dt.date(year + month // 10, (month + 3) % 12, 1) - dt.timedelta(1)
            files.append(upload(number, kind, dt.date(year, month, 1), last))
    return files


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr("ledgerflow.pipeline.intake.read_contained", formats.read)
    monkeypatch.setattr("ledgerflow.pipeline.stages.read_contained", formats.read)


def nothing_settles(*_):
    """Suggestions have flows of their own."""
    return Settled(None, 0, None, Accepted((), ()))


def take(books, files):
    return statements_import(books.place, files, user_id=books.user.pk, settle=nothing_settles)


def outcome(books):
    """Accounts, facts, verdicts and the grid, without ids and names that the order gives."""
    with books.scope():
        live = BankTransaction.objects.filter(is_live=True).select_related("bank_account")
        facts = Counter((t.bank_account.number_last4, t.date, t.amount) for t in live)
        verdicts = Counter(
            (s.file.name, s.bank_account.number_last4, s.verdict)
            for s in Statement.objects.select_related("file", "bank_account")
        )
        grid = coverage_of(books.business, today=dt.date(2026, 1, 15))
        months = {
            one.account.number_last4: [(m.first, m.state, m.marks) for m in one.months]
            for one in grid.accounts
        }
    return facts, verdicts, months


def test_thirty_mixed_files_in_any_order_give_the_same_proved_books(make_books):
    files = shoebox()
    assert len(files) == 30
    truth = Counter((n[-4:], day, amount) for n in NUMBERS for day, amount, _ in history(n))
    found = []
    for seed in (1, 2):
        books = make_books()
        mixed = random.Random(seed).sample(files, len(files))  # noqa: S311
        run = take(books, mixed)
        assert run.refused == []
        assert all(one.error is None for one in run.runs)
        found.append(outcome(books))
    facts, verdicts, months = found[0]
    assert facts == truth
    assert {verdict for _, _, verdict in verdicts} == {"proved"}
    for of_account in months.values():
        assert [day for day, _, _ in of_account] == [
            dt.date(y, m, 1) for y in (2024, 2025) for m in range(1, 13)
        ]
        assert {state for _, state, _ in of_account} == {"proved"}
    assert found[1] == found[0]
    again = take(books, files)
    assert {type(error) for _, error in again.refused} == {DuplicateFile}
    assert outcome(books) == found[1]
