"""Publishing what a file says, and taking it back: one short transaction each.

Here: statements, lines, matches and transactions become visible at once, or are withdrawn.
Not here: receiving a file (services.py), deciding what is a twin (dedupe.py), the order of
stages (pipeline/stages.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import event_record
from ledgerflow.core.joins import joined_as_sets
from ledgerflow.statements.accounts import bank_account_for
from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.dedupe import Match, Matches, match
from ledgerflow.statements.knownrows import KnownRows, claim_of, claims_of, settled_lines
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
from ledgerflow.statements.rows import line_row, match_row, statement_row, transaction_row

ROWS_AT_ONCE = 2_000
MERGES_KEPT = 10_000
"""So many merges are told to whoever imports; all of them stand in the database (merges.py)."""


@dataclass(slots=True)
class Published:
    """What publishing a file did."""

    statements: list[Statement] = field(default_factory=list)
    new_transactions: int = 0
    merged_count: int = 0
    merged: list[tuple[StatementLine, Match]] = field(default_factory=list)


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
    file.outcome = outcome | {"new": done.new_transactions, "merged": done.merged_count}
    file.save(update_fields=["state", "format", "outcome"])
    event_record(
        firm_id=file.firm_id,
        business_id=file.business_id,
        action="statement_publish",
        subject="statement_file",
        subject_id=file.pk,
        batch_id=file.batch_id,
        detail={"new": done.new_transactions, "merged": done.merged_count},
    )
    return done


def accounts_lock(account_ids: Iterable[int]) -> list[BankAccount]:
    """Hold these bank accounts until the transaction ends: one import or undo at a time."""
    rows = BankAccount.objects.select_for_update().filter(pk__in=set(account_ids))
    return list(rows.order_by("pk"))


def _publish_lines(
    row: Statement, account: BankAccount, statement: ParsedStatement, done: Published
) -> None:
    """Lines, new transactions and matches, some thousand at a time."""
    matches = _matches(row, account, statement)
    lines = statement.lines
    words = matches.words()
    for start in range(0, len(lines), ROWS_AT_ONCE):
        saved = StatementLine.objects.bulk_create(
            line_row(row, position, line, statement.account_id)
            for position, line in enumerate(lines[start : start + ROWS_AT_ONCE], start)
        )
        known = list(matches.ids[start : start + len(saved)])
        fresh = [transaction_row(account, x) for x, pk in zip(saved, known, strict=True) if not pk]
        made = iter(BankTransaction.objects.bulk_create(fresh))
        LineMatch.objects.bulk_create(
            match_row(line, pk or next(made).pk, next(words))
            for line, pk in zip(saved, known, strict=True)
        )
        merged = [pk for pk in known if pk]
        BankTransaction.objects.filter(pk__in=merged, is_live=False).update(is_live=True)
        done.new_transactions += len(fresh)
        done.merged_count += len(merged)
        for at, line in enumerate(saved, start):
            if matches.ids[at] and len(done.merged) < MERGES_KEPT:
                done.merged.append((line, matches[at]))


def _matches(row: Statement, account: BankAccount, statement: ParsedStatement) -> Matches:
    first, last = statement.first_date, statement.last_date
    if first is None or last is None:
        return Matches(0)
    return match(
        KnownRows(account, row, first, last),
        statement.lines,
        claim_of(row),
        claims_of(account, exclude=row),
        settled_lines(account, row),
        currency=account.currency,
    )


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
    statements = Statement.objects.filter(file__batch=batch)
    counts = dict(statements.values_list("pk", "line_count"))
    ids = list(counts)
    with joined_as_sets(sum(counts.values())):
        of_batch = set(
            BankTransaction.objects.filter(
                matches__line__statement__in=ids, is_live=True
            ).values_list("pk", flat=True)
        )
        elsewhere = set(
            LineMatch.objects.filter(transaction__in=of_batch, line__statement__withdrawn_by=None)
            .exclude(line__statement__in=ids)
            .values_list("transaction_id", flat=True)
        )
    return of_batch - elsewhere
