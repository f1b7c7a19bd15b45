"""The ways into the road: submitting a file, importing files at once, overriding a proof.

Here: opening batches, storing and deferring. Not here: the stages (stages.py).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError, LedgerFlowError, ProofFailed
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.stages import (
    FileRun,
    Progress,
    Settled,
    business_settle,
    prove_file,
    silent,
    statement_file_process,
    why_not,
)
from ledgerflow.statements.accounts import bank_account_find, bank_account_for
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import BankAccount, Statement, StatementFile
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.services import (
    refuse_duplicate,
    statement_file_override,
    statement_file_receive,
)

Settle = Callable[[Place, int | None, Progress], Settled]
"""What classifies and accepts after an import."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as handed in: its name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the caller says about the files: their account, and how tables are to be read."""

    account: str
    reading: Mapping[str, Any]


@dataclass(slots=True)
class ImportRun:
    """What importing several files did: one run or one refusal per file, then the settling."""

    batch_id: int | None = None
    runs: list[FileRun] = field(default_factory=list)
    refused: list[tuple[str, LedgerFlowError]] = field(default_factory=list)
    settled: Settled | None = None


def statement_submit(
    place: Place, upload: Upload, *, account: str = "", user_id: int | None = None
) -> int:
    """Store a file and defer its job in one transaction; returns the file's id."""
    from ledgerflow.pipeline.tasks import statement_process

    with working_in(place, user_id):
        batch = _import_batch(place, upload.name)
        file = _receive(place, batch, upload, account)
        statement_process.configure(lock=f"business:{place.business_id}").defer(
            firm_id=place.firm_id, business_id=place.business_id, file_id=file.pk, user_id=user_id
        )
    return file.pk


def statements_import(
    place: Place,
    uploads: Sequence[Upload],
    *,
    account: str = "",
    reading: Mapping[str, Any] | None = None,
    user_id: int | None = None,
    progress: Progress = silent,
    settle: Settle = business_settle,
) -> ImportRun:
    """Import files at once, in the caller's process; one bad file does not stop the others.

    A file that is not readable as a statement is refused before anything is written. A file
    whose earlier import was interrupted goes on where it stopped. `settle` classifies and accepts.
    `reading` holds fields of a CSV reading that a person states; once such a file is published,
    they are remembered for the account. It needs `account`.
    """
    if reading and not account:
        raise InputError(
            "How a file is to be read is remembered for its account, and none is named.",
            code="needs_account",
            hint="Name the account: --account NAME (see `ledgerflow account list`).",
        )
    done = ImportRun()
    wanted = _Wanted(account, dict(reading or {}))
    for upload in uploads:
        try:
            run = _import_one(place, upload, wanted, user_id, done, progress)
        except LedgerFlowError as error:
            done.refused.append((upload.name, error))
        else:
            done.runs.append(run)
    done.settled = settle(place, user_id, progress)
    _refresh(place, done)
    return done


def _refresh(place: Place, done: ImportRun) -> None:
    """The verdicts as they stand at the end: a later file may prove an earlier one."""
    statements = [s for run in done.runs for s in run.published.statements]
    with working_in(place):
        now = Statement.objects.select_related("bank_account").in_bulk([s.pk for s in statements])
    for run in done.runs:
        run.published.statements = [now[s.pk] for s in run.published.statements]


def _import_one(
    place: Place,
    upload: Upload,
    wanted: _Wanted,
    user_id: int | None,
    done: ImportRun,
    progress: Progress,
) -> FileRun:
    unfinished, parsed = _unfinished(place, upload), None
    if unfinished is not None:
        file_id, batch_id = unfinished
        done.batch_id = done.batch_id or batch_id
    else:
        progress("check")
        parsed = _read_or_refuse(place, upload, wanted)
        with working_in(place, user_id):
            batch = (
                Batch.objects.get(pk=done.batch_id)
                if done.batch_id
                else _import_batch(place, upload.name)
            )
            file_id = _receive(place, batch, upload, wanted.account).pk
        done.batch_id = batch.pk
    run = statement_file_process(place, file_id, user_id, progress, parsed)
    if run.error is not None and run.state != StatementFile.State.NOT_PROVED:
        raise run.error
    if wanted.reading and run.state == StatementFile.State.PUBLISHED:
        _remember(place, wanted, user_id)
    return run


def _remember(place: Place, wanted: _Wanted, user_id: int | None) -> None:
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        bank_account = bank_account_find(business=business, name=wanted.account)
        bank_account.csv_profile = {**(bank_account.csv_profile or {}), **wanted.reading}
        bank_account.save(update_fields=["csv_profile"])


def _unfinished(place: Place, upload: Upload) -> tuple[int, int] | None:
    """File and batch of an import of these bytes that was interrupted."""
    digest = hashlib.sha256(upload.data).hexdigest()
    with working_in(place):
        known = StatementFile.objects.filter(
            business_id=place.business_id, sha256=digest, state=StatementFile.State.RECEIVED
        ).first()
        return (known.pk, known.batch_id) if known else None


def _read_or_refuse(place: Place, upload: Upload, wanted: _Wanted) -> ParsedFile:
    """Read before anything is stored; what could not be published is refused here.

    A file that reads well but fails its own arithmetic is stored, for a person to look at.
    """
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        bank_account = (
            bank_account_find(business=business, name=wanted.account) if wanted.account else None
        )
        digest = hashlib.sha256(upload.data).hexdigest()
        refuse_duplicate(business=business, sha256=digest, name=upload.name)
        known = bank_account.csv_profile if bank_account else None
        profile = {**(known or {}), **wanted.reading} or None
    parsed = read_contained(SourceFile(upload.name, upload.data, profile))
    reason = why_not(parsed, prove_file(parsed))
    if reason is not None and not isinstance(reason, ProofFailed):
        raise type(reason)(f"{upload.name}: {reason.message}", code=reason.code, hint=reason.hint)
    with working_in(place):
        for statement in parsed.statements:
            bank_account_for(
                business=business, statement=statement, given=bank_account, file_name=upload.name
            )
        transaction.set_rollback(True)  # a rehearsal: accounts are added when publishing
    return parsed


def _import_batch(place: Place, name: str) -> Batch:
    return batch_open(
        firm_id=place.firm_id,
        business_id=place.business_id,
        kind=Batch.Kind.IMPORT,
        title=f"Import of {name}",
    )


def _receive(place: Place, batch: Batch, upload: Upload, account: str) -> StatementFile:
    business = Business.objects.get(pk=place.business_id)
    bank_account: BankAccount | None = None
    if account:
        bank_account = bank_account_find(business=business, name=account)
    return statement_file_receive(
        business=business,
        batch=batch,
        name=upload.name,
        data=upload.data,
        bank_account=bank_account,
    )


def statement_override(place: Place, file_id: int, *, reason: str, user_id: int | None) -> FileRun:
    """A person takes a file whose proof failed; then it goes its way, and is suggested for."""
    with working_in(place, user_id), transaction.atomic():
        file = StatementFile.objects.select_for_update().get(pk=file_id)
        statement_file_override(file=file, reason=reason)
    run = statement_file_process(place, file_id, user_id)
    business_settle(place, user_id)
    return run
