"""What goes into a business's archive, member by member.

Here: the order of the members and their rows, read in the firm's scope. Not here: the ZIP
(packing.py), the file and the audit's record (interchange/exporting.py), or checking (verify.py).
"""

import base64
import csv
import io
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ledgerflow.audit.models import AuditEvent, Batch, Seal
from ledgerflow.core.spreadsheets import text_neutral
from ledgerflow.firms.models import Business
from ledgerflow.interchange.archive.layout import (
    ACCOUNT_COLUMNS,
    ACCOUNTS,
    AUDIT,
    BALANCE_COLUMNS,
    DECISIONS,
    ENTRIES,
    EXPORTS,
    SEALS,
    STATEMENTS,
    TRIAL_BALANCE,
    original_name,
)
from ledgerflow.interchange.archive.packing import Packing, json_row
from ledgerflow.interchange.archive.rows import json_value, table_rows
from ledgerflow.interchange.book import BookAccount
from ledgerflow.interchange.exports import export_get
from ledgerflow.interchange.selectors import EntryRow, account_codes, book_of, entry_rows
from ledgerflow.ledger.models import Period
from ledgerflow.review.models import Decision, DecisionPart
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    LineMatch,
    MatchChange,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.storage import original_load

STATEMENT_TABLES = (
    ("bank_account", BankAccount),
    ("file", StatementFile),
    ("statement", Statement),
    ("line", StatementLine),
    ("transaction", BankTransaction),
    ("match", LineMatch),
    ("change", MatchChange),
)
"""Kinds of records in statements.jsonl, in the order in which each knows those before it."""
DECISION_TABLES = (("decision", Decision), ("part", DecisionPart))
"""Kinds of records in decisions.jsonl: a split's parts come after all decisions."""
AUDIT_TABLES = (("batch", Batch), ("event", AuditEvent), ("period", Period))
"""Kinds of records in audit.jsonl."""


@dataclass(slots=True)
class Written:
    """What the members hold, for the manifest, and the originals that are still to come."""

    first_day: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    originals: dict[str, tuple[uuid.UUID, str]] = field(default_factory=dict)


def books_pack(packing: Packing, business: Business) -> Written:
    """Write all members but the originals; inside one transaction that sees one moment."""
    done = Written()
    book, codes = book_of(business), account_codes(business)
    done.first_day = book.first_day.isoformat() if book.first_day else None
    _accounts_pack(packing, book.accounts, codes)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    done.counts["accounts"] = len(codes)
    done.counts |= _entries_pack(packing, business, codes, sums)
    _balance_pack(packing, book.accounts, sums)
    for name, export_id in EXPORTS.items():
        with packing.member(name) as out:
            export_get(export_id).write(book_of(business), out)
    done.counts |= _tables_pack(packing, STATEMENTS, STATEMENT_TABLES, business)
    done.counts |= _tables_pack(packing, DECISIONS, DECISION_TABLES, business)
    done.counts |= _tables_pack(packing, AUDIT, AUDIT_TABLES, business)
    done.counts["seal"] = packing.rows(SEALS, _seals(business.firm_id))
    files = StatementFile.objects.filter(business=business).order_by("pk")
    for sha256, stored_as, name in files.values_list("sha256", "stored_as", "name"):
        done.originals.setdefault(sha256, (stored_as, original_name(sha256, name)))
    done.counts["originals"] = len(done.originals)
    return done


def originals_pack(packing: Packing, firm_id: int, written: Written) -> None:
    """Write every original once, as the bank sent it; needs no transaction.

    Raises OutsideError for one that is gone or changed: an archive without it would be none.
    """
    for sha256, (stored_as, name) in written.originals.items():
        data = original_load(firm_id, stored_as, sha256)
        with packing.member(name, stored=True) as out:
            out.write(data)


def _accounts_pack(
    packing: Packing, accounts: Sequence[BookAccount], codes: dict[int, str]
) -> None:
    ids = {code: key for key, code in codes.items()}
    rows = (
        (
            *(ids[a.code], text_neutral(a.code), text_neutral(a.name), a.type),
            *(a.currency, text_neutral(a.key), text_neutral(a.parent_code)),
            *(int(a.is_heading), int(a.is_active), text_neutral(a.description)),
        )
        for a in accounts
    )
    _csv_pack(packing, ACCOUNTS, ACCOUNT_COLUMNS, rows)


def _entries_pack(
    packing: Packing, business: Business, codes: dict[int, str], sums: defaultdict[str, Decimal]
) -> dict[str, int]:
    """entries.jsonl; adds each account's lines to `sums`."""
    entries = lines = 0
    with packing.member(ENTRIES) as out:
        for row in entry_rows(business):
            out.write(json_row(_entry(row, codes)))
            entries += 1
            lines += len(row.lines)
            for account_id, amount, _, _ in row.lines:
                sums[codes[account_id]] += amount
    return {"entries": entries, "lines": lines}


def _entry(row: EntryRow, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "id": row.id,
        "date": row.date.isoformat(),
        "kind": row.kind,
        "description": row.description,
        "reverses": row.reverses,
        "reverses_id": row.reverses_id,
        "posted_at": row.posted_at.isoformat(),
        "posted_by": row.posted_by,
        "posted_by_id": row.posted_by_id,
        "batch_id": row.batch_id,
        "key": row.idempotency_key,
        "sha256": row.request_hash.hex(),
        "lines": [
            {"account": codes[key], "amount": f"{amount:.4f}", "currency": currency, "note": note}
            for key, amount, currency, note in row.lines
        ],
    }


def _balance_pack(
    packing: Packing, accounts: Sequence[BookAccount], sums: defaultdict[str, Decimal]
) -> None:
    rows = []
    for account in accounts:
        if account.code in sums:
            amount = sums[account.code]
            sides = ("", f"{-amount:.4f}") if amount < 0 else (f"{amount:.4f}", "")
            texts = (text_neutral(account.code), text_neutral(account.name))
            rows.append((*texts, account.type, account.currency, *sides))
    _csv_pack(packing, TRIAL_BALANCE, BALANCE_COLUMNS, rows)


def _csv_pack(
    packing: Packing, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    with packing.member(name) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)
        text.flush()
        text.detach()


def _seals(firm_id: int) -> Iterator[dict[str, Any]]:
    """The seals of the firm; those of one business alone would be no chain."""
    for seal in Seal.objects.filter(firm_id=firm_id).order_by("sequence").iterator(chunk_size=8):
        yield {
            "sequence": seal.sequence,
            "sealed_at": json_value(seal.sealed_at),
            "previous": json_value(seal.previous),
            "entries_after": seal.entries_after,
            "entries_upto": seal.entries_upto,
            "entry_count": seal.entry_count,
            "entries": base64.b64encode(seal.entries).decode(),
            "events_after": seal.events_after,
            "events_upto": seal.events_upto,
            "event_count": seal.event_count,
            "events": base64.b64encode(seal.events).decode(),
            "contents": json_value(seal.contents),
            "hash": json_value(seal.hash),
        }


def _tables_pack(
    packing: Packing, name: str, tables: Iterable[tuple[str, Any]], business: Business
) -> dict[str, int]:
    counts: dict[str, int] = {}

    def rows() -> Iterator[dict[str, Any]]:
        for record, model in tables:
            counts[record] = 0
            as_text = ("detail",) if model is AuditEvent else ()
            for row in table_rows(model, business.pk, record=record, as_text=as_text):
                counts[record] += 1
                yield row

    packing.rows(name, rows())
    return counts
