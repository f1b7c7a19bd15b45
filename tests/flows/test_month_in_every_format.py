"""One month as OFX, CSV, MT940, CAMT and PDF, each in its own words and days: one set of facts."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.stages import Settled
from ledgerflow.pipeline.undo import batch_undo
from ledgerflow.review.policy import Accepted
from ledgerflow.statements import formats
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount, BankTransaction, LineMatch, Statement
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from tests.writers.camt import camt_file
from tests.writers.delimited import DIALECTS, csv_file
from tests.writers.mt940 import mt940_file
from tests.writers.ofx import ofx_file
from tests.writers.pdf import LAYOUTS, pdf_file

IBAN, BANK, NUMBER = "DE89370400440532013000", "37040044", "0532013000"
OPENING = Decimal("1000.00")
FIRST, LAST = dt.date(2025, 3, 1), dt.date(2025, 3, 31)

# Day of the booking, days since the payment, amount, payee.
MONTH = (
    (3, 1, "-4.00", "Corner Coffee Harbor"),
    (3, 1, "-4.00", "Corner Coffee Harbor"),
    (5, 0, "500.00", "Northwind Travel Ltd"),
    (6, 1, "-9.99", "Streaming Films"),
    (7, 1, "-9.99", "Music Monthly"),
    (10, 3, "-86.10", "Hardware Depot 7114"),
    (14, 0, "-12.50", "Monthly account fee"),
    (17, 2, "-4.00", "Tea House Lane"),
    (20, 0, "-250.00", "Transfer to savings"),
    (21, 0, "250.00", "Transfer to savings returned"),
    (28, 1, "-19.99", "Paper Shop"),
    (31, 3, "-2.80", "City Transit Fare"),
)


def statement(words, *, paid=False, number=IBAN, bank="", ids="", first=1, last=31):
    """The days from `first` to `last`; `words(payee, at)` is how the format names a payee."""
    before = sum((Decimal(x[2]) for x in MONTH if x[0] < first), OPENING)
    shown = [(at, x) for at, x in enumerate(MONTH) if first <= x[0] <= last]
    lines = [
        ParsedLine(
            row=1,
            date=FIRST + dt.timedelta(day - 1 - (late if paid else 0)),
            amount=Decimal(amount),
            description=words(payee, at),
            bank_id=f"{ids}{at}" if ids else "",
        )
        for at, (day, late, amount, payee) in shown
    ]
    start, end = dt.date(2025, 3, first), dt.date(2025, 3, last)
    closing = before + sum((x.amount for x in lines), Decimal(0))
    return ParsedStatement(
        number, "USD", tuple(sorted(lines, key=lambda x: x.date)), bank_code=bank,
        opening=Balance(before, start), closing=Balance(closing, end),
        period_start=start, period_end=end, account_kind="checking",
    )  # fmt: skip


def files():
    """Name, bytes, account to name: five formats, and a part of the month again."""
    shouted = statement(lambda p, at: p.upper()[:16], number=NUMBER, bank=BANK, ids="F")
    bought = statement(lambda p, at: f"Card purchase {p}, Springfield", number="")
    coded = statement(lambda p, at: f"SVWZ+{p} EREF+{at * 7919}", number=f"{BANK}/532013000")
    plain = statement(lambda p, at: f"{p} Ref {at * 104729}", ids="C")
    paper = statement(lambda p, at: f"{p} #{at + 100}", paid=True, number="XXXX XXXX 3000")
    again = statement(lambda p, at: f"Card purchase {p}, Springfield", number="", first=6, last=20)
    return (
        ("march.ofx", ofx_file([shouted]), ""),
        ("march.csv", csv_file(bought, DIALECTS["plain"]), "Checking"),
        ("march.sta", mt940_file([coded], entry_dates=False), ""),
        ("march.xml", camt_file([plain]), ""),
        ("march.pdf", pdf_file(paper, LAYOUTS["running"]), ""),
        ("part.csv", csv_file(again, DIALECTS["plain"]), "Checking"),
    )


@pytest.fixture
def read_in_here(monkeypatch):
    """Files are read without a child process."""
    monkeypatch.setattr("ledgerflow.pipeline.intake.read_contained", formats.read)
    monkeypatch.setattr("ledgerflow.pipeline.stages.read_contained", formats.read)


def take(books, file):
    name, data, account = file
    nobody = Settled(None, 0, None, Accepted((), ()))
    run = statements_import(
        books.place, [Upload(name, data)], account=account, user_id=books.user.pk,
        settle=lambda *_: nobody,
    )  # fmt: skip
    assert run.refused == []
    assert [one.error for one in run.runs] == [None]
    return run.batch_id


def opened(make_books):
    books = make_books()
    with books.scope():
        bank_account_add(
            business=books.business, name="Checking", currency="USD", number=IBAN,
            stated_balance=OPENING, stated_balance_date=dt.date(2025, 2, 28),
        )  # fmt: skip
    return books


def amounts(books):
    with books.scope():
        assert BankAccount.objects.count() == 1
        live = BankTransaction.objects.filter(is_live=True)
        return Counter(live.values_list("amount", flat=True))


TRUTH = Counter(Decimal(x[2]) for x in MONTH)
ORDERS = ((0, 1, 2, 3, 4, 5), (4, 3, 0, 5, 1, 2), (5, 2, 1, 4, 3, 0))


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_every_order_gives_the_month_as_it_was(make_books, read_in_here, order):
    books, every = opened(make_books), files()
    for number in order:
        take(books, every[number])
    assert amounts(books) == TRUTH
    with books.scope():
        assert set(Statement.objects.values_list("verdict", flat=True)) == {"proved"}
        for one in BankTransaction.objects.filter(is_live=True):
            lines = one.matches.values_list("line__statement__file__name", flat=True)
            inside = 6 <= one.date.day <= 14
            assert set(lines) >= {"march.ofx", "march.csv", "march.sta", "march.xml", "march.pdf"}
            assert not inside or len(lines) >= 5
        words = {row[3].split()[0].casefold() for row in MONTH}
        for match in LineMatch.objects.select_related("line", "transaction"):
            said, known = (
                match.line.description.casefold(),
                match.transaction.description.casefold(),
            )
            shared = {w for w in words if w in said and w in known}
            assert shared, f"{said!r} is no {known!r}"
        assert not LineMatch.objects.filter(reason__contains="text differs").exists()


def test_an_undone_format_comes_back_onto_the_same_facts(make_books, read_in_here):
    books, every = opened(make_books), files()
    batches = [take(books, file) for file in every]
    for at in (4, 0):
        batch_undo(books.place, batches[at], user_id=books.user.pk)
        assert amounts(books) == TRUTH
    for at in (0, 4):
        take(books, every[at])
    assert amounts(books) == TRUTH
    for batch in batches[1:4] + batches[5:]:
        batch_undo(books.place, batch, user_id=books.user.pk)
    assert amounts(books) == TRUTH, "the OFX and the PDF show all of it"
