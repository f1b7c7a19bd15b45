"""django-hordak on the benchmark's book: its own balance calls, its view, posting.

The book is filled in by COPY with triggers off: only reading it is measured then. Posting goes
through its models with all of its triggers on, as its documentation shows.
"""

import datetime as dt
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import DecimalField, Sum
from django.db.models.functions import Coalesce, TruncMonth
from hordak.models import Account, Leg, LegView, Transaction
from moneyed import Money

from benchmarks.books_file import BUSY_ACCOUNT, YEAR, BookFiles, entries_of
from benchmarks.peers.books_django import middle_ms, rate

TYPES = {"Assets": "AS", "Liabilities": "LI", "Equity": "EQ", "Income": "IN", "Expenses": "EX"}
FILL = (
    "CREATE TEMP TABLE line (entry bigint, date date, account int, cents bigint)",
    "CREATE TEMP TABLE entry (entry bigint, date date, payee text)",
    """INSERT INTO hordak_transaction (id, uuid, timestamp, date, description)
       SELECT entry, gen_random_uuid(), now(), date, payee FROM entry ORDER BY entry""",
    """INSERT INTO hordak_leg
              (uuid, transaction_id, account_id, description, currency, debit, credit)
       SELECT gen_random_uuid(), entry, account, '', 'USD',
              CASE WHEN cents > 0 THEN cents / 100.0 END,
              CASE WHEN cents < 0 THEN -cents / 100.0 END
         FROM line ORDER BY entry""",
)


def prepare(task: dict[str, Any]) -> dict[str, Any]:
    """Tables, 63 accounts numbered as in the book, and with "fill" the whole book."""
    call_command("migrate", verbosity=0)
    book = BookFiles(0, Path(task["folder"]))
    for name in book.expected()["per_account_cents"] if not task["fill"] else _names(book):
        Account.objects.create(
            name=name, type=TYPES[name.partition(":")[0]], currencies=["USD"], code=None
        )
    if task["fill"]:
        _fill(book)
    return {"accounts": Account.objects.count(), "entries": Transaction.objects.count()}


def _names(book: BookFiles) -> list[str]:
    rows = (book.folder / "accounts.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [row.split(",")[1] for row in rows]


def _fill(book: BookFiles) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in FILL[:2]:
            cursor.execute(statement)
        for table, name in (("line", "lines_cents.csv"), ("entry", "entries.csv")):
            copying = f"COPY {table} FROM STDIN (FORMAT csv, HEADER)"
            with (book.folder / name).open("rb") as file, cursor.copy(copying) as copy:
                while data := file.read(1 << 20):
                    copy.write(data)
        for statement in FILL[2:]:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        for table in ("hordak_transaction", "hordak_leg"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("VACUUM ANALYZE")


def reads(task: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds of each read, and the balances that its own call gives."""
    busy = Account.objects.get(name=BUSY_ACCOUNT)
    newest = LegView.objects.filter(account=busy).order_by("-date", "-leg_id")

    def months() -> list[Any]:
        legs = Leg.objects.filter(transaction__date__year=YEAR, account__type__in=("IN", "EX"))
        zero = Decimal(0)
        sums = Sum(Coalesce("debit", zero, output_field=DecimalField())) - Sum(
            Coalesce("credit", zero, output_field=DecimalField())
        )
        return list(
            legs.annotate(month=TruncMonth("transaction__date"))
            .values("account_id", "month")
            .annotate(total=sums)
            .order_by("account_id", "month")
        )

    calls = {
        "trial_balance": lambda: list(Account.objects.with_balances()),
        "trial_balance_orm": lambda: list(Account.objects.with_balances_orm()),
        "months": months,
        "register": lambda: list(newest[:50]),
    }
    if task["own_register"]:
        calls["register_own"] = lambda: list(
            busy.legs.with_account_balance_after().order_by("-transaction__date", "-id")[:50]
        )
    found = {name: {"ms": middle_ms(call, task["times"])} for name, call in calls.items()}
    signs = {one.name: one.sign for one in Account.objects.all()}
    balances = {
        one.name: str(sum((m.amount for m in one.balance.monies()), Decimal(0)) * -signs[one.name])
        for one in Account.objects.with_balances()
    }
    return {"reads": found, "balances": balances}


def posts(task: dict[str, Any]) -> dict[str, float]:
    """One entry a transaction, as documented; "legs_together" saves their round trips."""
    accounts = {one.name: one for one in Account.objects.all()}
    rows = [_row(accounts, one) for one in entries_of(Path(task["file"]), task["entries"] + 50)]

    def post(row: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
        head, legs = row
        with transaction.atomic():
            made = Transaction.objects.create(**head)
            if task["legs_together"]:
                Leg.objects.bulk_create(Leg(transaction=made, **leg) for leg in legs)
            else:
                for leg in legs:
                    Leg.objects.create(transaction=made, **leg)

    for row in rows[:50]:
        post(row)
    return rate(post, rows[50:])


def bulk(task: dict[str, Any]) -> dict[str, Any]:
    """Batches through bulk_create, with making the objects: entries a second."""
    accounts = {one.name: one for one in Account.objects.all()}
    size = task["batch"]
    rows = [_row(accounts, one) for one in entries_of(Path(task["file"]), task["entries"])]
    batches = [rows[start : start + size] for start in range(0, len(rows), size)]

    def post(batch: list[Any]) -> None:
        with transaction.atomic():
            made = Transaction.objects.bulk_create(Transaction(**head) for head, _ in batch)
            pairs = zip(made, batch, strict=True)
            Leg.objects.bulk_create(
                Leg(transaction=one, **leg) for one, (_, legs) in pairs for leg in legs
            )

    begun = time.perf_counter()
    for batch in batches:
        post(batch)
    return {"rate": round(len(rows) / (time.perf_counter() - begun), 1)}


def _row(
    accounts: dict[str, Account], entry: tuple[str, str, list[tuple[str, Decimal]]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    date, payee, lines = entry
    legs = [
        {"account": accounts[name], "debit" if amount > 0 else "credit": Money(abs(amount), "USD")}
        for name, amount in lines
    ]
    return {"date": dt.date.fromisoformat(date), "description": payee}, legs


TASKS = {"prepare": prepare, "reads": reads, "posts": posts, "bulk": bulk}
