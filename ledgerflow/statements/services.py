"""Writes of statements: receiving a file, publishing what it says, withdrawing it.

Here: one short transaction each, in a firm's scope. Not here: reading and proving (pure) or
the order of stages (pipeline/stages.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import DuplicateFile, FileTooLarge, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.statements.accounts import bank_account_for
from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.dedupe import (
    RULE_NEW,
    KnownTransaction,
    Match,
    description_key,
    match,
)
from ledgerflow.statements.formats import FILE_BYTES_MAX
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.parsed import ParsedFile, ParsedStatement
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.rows import line_row, statement_row, transaction_row
from ledgerflow.statements.storage import original_name, original_store

ROWS_A_STATEMENT = 2_000


@dataclass(slots=True)
class Published:
    """What publishing a file did."""

    statements: list[Statement] = field(default_factory=list)
    new_transactions: int = 0
    merged: list[tuple[StatementLine, Match]] = field(default_factory=list)


@transaction.atomic
def statement_file_receive(
    *,
    business: Business,
    batch: Batch,
    name: str,
    data: bytes,
    bank_account: BankAccount | None = None,
) -> StatementFile:
    """Store an original. Raises DuplicateFile when the business has these bytes already."""
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(
            f"{name}: {len(data):,} bytes; at most {FILE_BYTES_MAX:,}.",
            hint="Export a shorter period.",
        )
    digest = hashlib.sha256(data).hexdigest()
    _one_at_a_time(business, digest)
    refuse_duplicate(business=business, sha256=digest, name=name)
    stored_as = original_name(business.pk, digest)
    original_store(business.firm_id, stored_as, data)
    with kind_errors(where=name):
        return StatementFile.objects.create(
            firm_id=business.firm_id,
            business=business,
            batch=batch,
            name=clean_name(name),
            sha256=digest,
            size_bytes=len(data),
            stored_as=stored_as,
            bank_account=bank_account,
            received_by_id=current_user_id(),
        )


def _one_at_a_time(business: Business, digest: str) -> None:
    """Whoever brings the same bytes at the same moment waits, and then finds them there."""
    with connection.cursor() as cursor:
        key = f"statement_file:{business.pk}:{digest}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def clean_name(name: str) -> str:
    """A file's name as data: control characters removed, at most 255 characters."""
    return "".join(c for c in name if c.isprintable())[-255:] or "unnamed"


def refuse_duplicate(*, business: Business, sha256: str, name: str) -> None:
    """DuplicateFile when a file with these bytes is there and not undone."""
    known = (
        StatementFile.objects.filter(business=business, sha256=sha256)
        .exclude(state=StatementFile.State.WITHDRAWN)
        .first()
    )
    if known is not None:
        raise DuplicateFile(
            f"{name}: the same file came on {known.received_at:%Y-%m-%d} as {known.name!r}"
            f" (file {known.pk}, {known.get_state_display().lower()}).",
            hint="Nothing to do; `ledgerflow undo BATCH` first if you want to import it again.",
            extra={"file": known.pk},
        )


@transaction.atomic
def statement_file_stop(
    *, file: StatementFile, state: str, parsed: ParsedFile | None, outcome: dict[str, Any]
) -> StatementFile:
    """Record why a file does not go on: not readable, not proved, or of which account."""
    file.state = state
    file.format = parsed.format if parsed else ""
    file.outcome = outcome
    file.save(update_fields=["state", "format", "outcome"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action=f"statement_{state}",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
    )
    return file


@transaction.atomic
def statement_file_override(*, file: StatementFile, reason: str) -> StatementFile:
    """A named person takes an unproved file into the waiting room, with a reason."""
    if file.state != StatementFile.State.NOT_PROVED:
        raise InputError(
            f"{file.name} is {file.get_state_display().lower()}; there is nothing to override.",
            hint="Only a file whose proof failed takes an override.",
        )
    if not reason.strip() or current_user_id() is None:
        raise InputError(
            f"{file.name}: an override needs a person and a reason.",
            code="override_needs_reason",
            hint="Say who you are (--user) and why the file may be used (--reason).",
        )
    file.override_reason = reason.strip()[:500]
    file.override_by_id = current_user_id()
    file.state = StatementFile.State.RECEIVED
    file.save(update_fields=["override_reason", "override_by", "state"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_override",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        reason=reason,
    )
    return file


@transaction.atomic
def statement_publish(
    *, file: StatementFile, parsed: ParsedFile, proofs: Sequence[Proof], outcome: dict[str, Any]
) -> Published:
    """Everything a file says becomes visible at once; run again, it changes nothing."""
    file = StatementFile.objects.select_for_update().get(pk=file.pk)
    if file.state != StatementFile.State.RECEIVED:
        return Published(statements=list(file.statements.order_by("position")))
    done = Published()
    accounts = [
        bank_account_for(
            business=file.business,
            statement=statement,
            given=file.bank_account,
            file_name=file.name,
        )
        for statement in parsed.statements
    ]
    touched = accounts_lock(account.pk for account in accounts)
    for position, (statement, proof) in enumerate(zip(parsed.statements, proofs, strict=True)):
        account = accounts[position]
        row = statement_row(file, account, position, statement, proof)
        row.save()
        done.statements.append(row)
        _publish_lines(row, account, statement, done)
    for account in touched:
        account_reprove(bank_account=account)
    file.state = StatementFile.State.PUBLISHED
    file.format = parsed.format
    file.outcome = outcome
    file.save(update_fields=["state", "format", "outcome"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_publish",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        detail={"new": done.new_transactions, "merged": len(done.merged)},
    )
    return done


def accounts_lock(account_ids: Iterable[int]) -> list[BankAccount]:
    """Hold these bank accounts until the transaction ends: one import or undo at a time."""
    rows = BankAccount.objects.select_for_update().filter(pk__in=set(account_ids))
    return list(rows.order_by("pk"))


def _publish_lines(
    row: Statement, account: BankAccount, statement: ParsedStatement, done: Published
) -> None:
    lines = StatementLine.objects.bulk_create(
        (
            line_row(row, position, line, statement.account_id)
            for position, line in enumerate(statement.lines)
        ),
        batch_size=ROWS_A_STATEMENT,
    )
    matches = match(_known(account, statement, exclude=row), statement.lines)
    fresh = [m for m in matches if m.rule == RULE_NEW]
    created = BankTransaction.objects.bulk_create(
        (transaction_row(account, lines[m.position]) for m in fresh),
        batch_size=ROWS_A_STATEMENT,
    )
    new_ids = {m.position: t.pk for m, t in zip(fresh, created, strict=True)}
    LineMatch.objects.bulk_create(
        (
            LineMatch(
                firm_id=row.firm_id,
                business_id=row.business_id,
                line=lines[m.position],
                transaction_id=m.transaction_id or new_ids[m.position],
                rule=m.rule,
                reason=m.reason,
            )
            for m in matches
        ),
        batch_size=ROWS_A_STATEMENT,
    )
    merged = [m for m in matches if m.rule != RULE_NEW]
    BankTransaction.objects.filter(pk__in=[m.transaction_id for m in merged], is_live=False).update(
        is_live=True
    )
    done.new_transactions += len(fresh)
    done.merged += [(lines[m.position], m) for m in merged]


def _known(
    account: BankAccount, statement: ParsedStatement, *, exclude: Statement
) -> list[KnownTransaction]:
    """The account's transactions in the statement's days.

    What withdrawn lines called a transaction counts only where no other line stands for it.
    """
    if statement.first_date is None:
        return []
    rows = (
        StatementLine.objects.filter(
            match__transaction__bank_account=account,
            date__range=(statement.first_date, statement.last_date),
        )
        .exclude(statement=exclude)
        .values_list(
            "match__transaction_id", "date", "amount", "description", "bank_id",
            "match__transaction__is_live", "statement__withdrawn_by_id",
        )
    )  # fmt: skip
    said: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    facts: dict[int, tuple[Any, Any, bool]] = {}
    for pk, date, amount, description, bank_id, is_live, withdrawn_by in rows:
        said[pk].append((description_key(description), bank_id, withdrawn_by is None))
        facts[pk] = (date, amount, is_live)
    known = []
    for pk, (date, amount, is_live) in sorted(facts.items()):
        standing = [x for x in said[pk] if x[2]] or said[pk]
        texts = frozenset(text for text, _, _ in standing)
        ids = frozenset(bank_id for _, bank_id, _ in standing) - {""}
        known.append(KnownTransaction(pk, date, amount, texts, ids, is_live))
    return known


@transaction.atomic
def statements_withdraw(
    *, batch: Batch, undo: Batch, keep_transactions: frozenset[int] = frozenset()
) -> list[int]:
    """Take an import batch back. Returns the transactions that no live statement shows now.

    Lines and matches stay as they are; transactions in `keep_transactions` stay live.
    """
    accounts = batch_lock(batch=batch)
    files = StatementFile.objects.filter(batch=batch)
    Statement.objects.filter(file__in=files, withdrawn_by=None).update(withdrawn_by=undo)
    orphans = withdrawn_transactions(batch=batch) - keep_transactions
    BankTransaction.objects.filter(pk__in=orphans).update(is_live=False)
    for account in accounts:
        account_reprove(bank_account=account)
    files.exclude(state=StatementFile.State.WITHDRAWN).update(state=StatementFile.State.WITHDRAWN)
    return sorted(orphans)


def batch_lock(*, batch: Batch) -> list[BankAccount]:
    """Hold a batch's files and bank accounts, before judging what only it reports.

    Otherwise a file still being published, or an import that merges onto such a transaction
    meanwhile, would be half undone.
    """
    list(StatementFile.objects.select_for_update().filter(batch=batch).order_by("pk"))
    ids = Statement.objects.filter(file__batch=batch).values_list("bank_account_id", flat=True)
    return accounts_lock(ids)


def withdrawn_transactions(*, batch: Batch) -> set[int]:
    """The live transactions that only statements of this batch report."""
    of_batch = set(
        BankTransaction.objects.filter(
            matches__line__statement__file__batch=batch, is_live=True
        ).values_list("pk", flat=True)
    )
    elsewhere = set(
        LineMatch.objects.filter(transaction__in=of_batch, line__statement__withdrawn_by=None)
        .exclude(line__statement__file__batch=batch)
        .values_list("transaction_id", flat=True)
    )
    return of_batch - elsewhere
