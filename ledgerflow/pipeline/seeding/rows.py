"""Statements of many files written as sets: files, statements, lines, transactions, matches.

Here: one INSERT a table and chunk, in the caller's transaction and a firm's scope, under the
application's role, so that every trigger and policy holds. Not here: making the files (files.py)
or deciding (books.py). What stands afterwards is what publishing the files one by one leaves.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from ledgerflow.audit.models import Batch
from ledgerflow.pipeline.seeding.files import SeedFile
from ledgerflow.statements.dedupe import Matches
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.rows import statement_row
from ledgerflow.statements.storage import original_name, original_store

LINES = """
INSERT INTO "statements_statementline" (id, firm_id, business_id, statement_id, position, row, date,
       amount, currency, description, counterparty, bank_id, bank_type, check_number, balance, raw)
SELECT g.id, %(firm)s, g.business, g.statement, g.position, g.row, g.date, g.amount, g.currency,
       g.description, '', '', '', '', g.balance, g.raw
  FROM unnest(%(lines)s::bigint[], %(businesses)s::bigint[], %(statements)s::bigint[],
              %(positions)s::integer[], %(rows)s::integer[], %(dates)s::date[],
              %(amounts)s::numeric[], %(currencies)s::text[], %(descriptions)s::text[],
              %(balances)s::numeric[], %(raws)s::text[])
       AS g (id, business, statement, position, row, date, amount, currency, description, balance,
             raw)"""
FACTS = """
INSERT INTO "statements_banktransaction" (id, firm_id, business_id, bank_account_id, date, amount,
       currency, description, counterparty, bank_type, check_number, is_live)
SELECT g.id, %(firm)s, g.business, g.account, g.date, g.amount, g.currency, g.description, '', '',
       '', true
  FROM unnest(%(facts)s::bigint[], %(businesses)s::bigint[], %(accounts)s::bigint[],
              %(dates)s::date[], %(amounts)s::numeric[], %(currencies)s::text[],
              %(descriptions)s::text[])
       AS g (id, business, account, date, amount, currency, description)"""
MATCHES = """
INSERT INTO "statements_linematch" (firm_id, business_id, line_id, transaction_id, rule, reason)
SELECT %(firm)s, g.business, g.line, g.fact, %(rule)s, %(reason)s
  FROM unnest(%(businesses)s::bigint[], %(lines)s::bigint[], %(facts)s::bigint[])
       AS g (business, line, fact)"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A transaction as far as booking it needs to know; `payee` is the place of its payee."""

    id: int
    account: BankAccount
    date: dt.date
    amount: Decimal
    description: str
    payee: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A file with the account that it is of, and the batch that it comes in."""

    file: SeedFile
    account: BankAccount
    batch: Batch


def statements_write(firm_id: int, placed: Sequence[Placed], user_id: int) -> list[Fact]:
    """Write these files with all that they say; their transactions, in the order of the lines."""
    if not placed:
        return []
    files = StatementFile.objects.bulk_create(_file_row(one, user_id) for one in placed)
    pairs = list(zip(placed, files, strict=True))
    statements = Statement.objects.bulk_create(
        statement_row(file, one.account, 0, one.file.parsed.statements[0], one.file.proof)
        for one, file in pairs
    )
    values = _columns(zip(placed, statements, strict=True))
    count = len(values["dates"])
    rule, reason = next(Matches(1).words())
    values |= {
        "firm": firm_id,
        "lines": _ids(StatementLine, count),
        "facts": _ids(BankTransaction, count),
        "rule": rule,
        "reason": reason,
    }
    with connection.cursor() as cursor:
        for sql in (FACTS, LINES, MATCHES):
            cursor.execute(sql, values)
    return _facts(placed, values)


def _file_row(placed: Placed, user_id: int) -> StatementFile:
    file, account = placed.file, placed.account
    digest = hashlib.sha256(file.data).hexdigest()
    stored_as = original_name(account.business_id, digest)
    original_store(account.firm_id, stored_as, file.data)
    return StatementFile(
        firm_id=account.firm_id,
        business_id=account.business_id,
        batch=placed.batch,
        name=file.name,
        sha256=digest,
        size_bytes=len(file.data),
        stored_as=stored_as,
        bank_account=account,
        format=file.parsed.format,
        state=StatementFile.State.PUBLISHED,
        outcome=outcome_to_dict(file.parsed, [file.proof]),
        received_by_id=user_id,
    )


def _columns(placed: Iterable[tuple[Placed, Statement]]) -> dict[str, Any]:
    names = ("businesses", "accounts", "statements", "positions", "rows", "dates", "amounts",
             "currencies", "descriptions", "balances", "raws")  # fmt: skip
    values: dict[str, Any] = {name: [] for name in names}
    for one, statement in placed:
        lines = list(one.file.parsed.statements[0].lines)
        values["businesses"] += [one.account.business_id] * len(lines)
        values["accounts"] += [one.account.pk] * len(lines)
        values["statements"] += [statement.pk] * len(lines)
        values["positions"] += range(len(lines))
        values["rows"] += [line.row for line in lines]
        values["dates"] += [line.date for line in lines]
        values["amounts"] += [line.amount for line in lines]
        values["currencies"] += [one.account.currency] * len(lines)
        values["descriptions"] += [line.description for line in lines]
        values["balances"] += [line.balance for line in lines]
        values["raws"] += [line.raw for line in lines]
    return values


def _ids(model: type[Model], count: int) -> list[int]:
    """So many ids of a table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id')))"
            " FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return list(cursor.fetchone()[0] or ())


def _facts(placed: Sequence[Placed], values: dict[str, Any]) -> list[Fact]:
    found, at = [], 0
    for one in placed:
        for place, payee in enumerate(one.file.payees):
            found.append(
                Fact(
                    id=values["facts"][at],
                    account=one.account,
                    date=values["dates"][at],
                    amount=values["amounts"][at],
                    description=values["descriptions"][at],
                    payee=payee,
                    waits=place in one.file.waiting,
                )
            )
            at += 1
    return found
