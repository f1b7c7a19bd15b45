"""django-ledger: posting one entry at a time through `commit_txs`, which it offers for that."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django_ledger.io import roles
from django_ledger.models import EntityModel

from benchmarks.books_file import BookFiles, entries_of
from benchmarks.peers.books_django import rate

ROLES = {
    "Assets": (1, roles.ASSET_CA_CASH, "debit"),
    "Liabilities": (2, roles.LIABILITY_CL_OTHER, "credit"),
    "Equity": (3, roles.EQUITY_ADJUSTMENT, "credit"),
    "Income": (4, roles.INCOME_OPERATIONAL, "credit"),
    "Expenses": (6, roles.EXPENSE_OPERATIONAL, "debit"),
}
"""First digit of the code, role and normal balance by the root of an account's name.

It posts no entry whose roles stand for several kinds of cash flow: these roles may all meet.
"""


def prepare(task: dict[str, Any]) -> dict[str, Any]:
    """Tables, an entity with the book's accounts, a ledger."""
    call_command("migrate", verbosity=0)
    person = get_user_model().objects.create_user("bookkeeper", password=None)
    entity = EntityModel.create_entity(
        name="Invented Business", use_accrual_method=True, admin=person, fy_start_month=1
    )
    entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="Chart")
    wanted = BookFiles(0, Path(task["folder"])).expected()["per_account_cents"]
    for number, name in enumerate(wanted, 1):
        digit, role, balance_type = ROLES[name.partition(":")[0]]
        entity.create_account(
            code=f"{digit}{number:04d}",
            role=role,
            name=name,
            balance_type=balance_type,
            active=True,
        )
    ledger = entity.create_ledger(name="Books", posted=True)
    ledger.save()
    return {"accounts": len(wanted)}


def posts(task: dict[str, Any]) -> dict[str, float]:
    """Entries committed and posted, each with its own call."""
    entity = EntityModel.objects.get()
    ledger = entity.ledgermodel_set.get()
    accounts = {one.name: one for one in entity.get_coa_accounts()}
    rows = []
    for date, payee, lines in entries_of(Path(task["file"]), task["entries"] + 10):
        txs = [
            {
                "account": accounts[name],
                "amount": abs(amount),
                "tx_type": "debit" if amount > 0 else "credit",
                "description": "",
            }
            for name, amount in lines
        ]
        moment = dt.datetime.combine(dt.date.fromisoformat(date), dt.time(12), dt.UTC)
        rows.append((moment, payee, txs))

    def post(row: tuple[dt.datetime, str, list[dict[str, Any]]]) -> None:
        moment, payee, txs = row
        entity.commit_txs(
            je_timestamp=moment, je_txs=txs, je_posted=True, je_ledger_model=ledger, je_desc=payee
        )

    for row in rows[:10]:
        post(row)
    return rate(post, rows[10:])


TASKS = {"prepare": prepare, "posts": posts}
