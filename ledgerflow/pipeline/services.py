"""The ways into the road: submitting a file, importing files at once, a person's word on a proof.

Here: opening batches, storing and deferring. Not here: the stages (stages.py).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import InputError, LedgerFlowError, ProofFailed
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.intake import Taken, Upload, Wanted, files_read, in_order
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
from ledgerflow.statements.models import BankAccount, Statement, StatementFile
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.statements.profiles import profile_state
from ledgerflow.statements.services import (
    statement_file_override,
    statement_file_receive,
    statement_file_repair,
)

Settle = Callable[[Place, int | None, Progress], Settled]
"""What classifies and accepts after an import."""


@dataclass(slots=True)
class ImportRun:
    """What importing several files did: one run or one refusal per file, then the settling.

    Runs stand in the order of publishing, refusals as the files were handed in. `answers` holds
    what became of each file, by its place among those handed in.
    """

    batch_id: int | None = None
    runs: list[FileRun] = field(default_factory=list)
    refused: list[tuple[str, LedgerFlowError]] = field(default_factory=list)
    answers: dict[int, FileRun | LedgerFlowError] = field(default_factory=dict)
    settled: Settled | None = None


def statement_submit(
    place: Place,
    upload: Upload,
    *,
    account: str = "",
    profile: Mapping[str, Any] | None = None,
    user_id: int | None = None,
) -> int:
    """Store a file and defer its job in one transaction; returns the file's id.

    `profile` is the reading of a table that a person gave.
    """
    from ledgerflow.pipeline.tasks import statement_process

    with working_in(place, user_id):
        batch = _import_batch(place, upload.name)
        file = _receive(place, batch, upload, account, profile)
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
    passwords: Passwords | None = None,
) -> ImportRun:
    """Import files at once, in the caller's process; one bad file does not stop the others.

    All files are read first, then published by account and period, whatever order they came in.
    A file that is not readable as a statement is refused before anything is written. A file
    whose earlier import was interrupted goes on where it stopped. `settle` classifies and accepts.
    `reading` holds fields of a CSV reading that a person states; once such a file is published,
    they are remembered for the account. It needs `account`. `passwords` open encrypted files.
    """
    if reading and not account:
        raise InputError(
            "How a file is to be read is remembered for its account, and none is named.",
            code="needs_account",
            hint="Name the account: --account NAME (see `ledgerflow account list`).",
        )
    done = ImportRun()
    wanted = Wanted(account, dict(reading or {}), passwords or Passwords())
    taken = []
    for one in files_read(place, uploads, wanted):
        progress("check")
        taken.append(one)
    for one in in_order(taken):
        try:
            run = _import_one(place, one, wanted, user_id, done, progress)
        except LedgerFlowError as error:
            done.answers[one.index] = error
        else:
            done.runs.append(run)
            done.answers[one.index] = run
    done.refused = [
        (uploads[index].name, answer)
        for index, answer in sorted(done.answers.items())
        if isinstance(answer, LedgerFlowError)
    ]
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
    taken: Taken,
    wanted: Wanted,
    user_id: int | None,
    done: ImportRun,
    progress: Progress,
) -> FileRun:
    if taken.error is not None:
        raise taken.error
    upload = taken.upload
    if taken.unfinished is not None:
        file_id, batch_id = taken.unfinished
        done.batch_id = done.batch_id or batch_id
    else:
        if taken.parsed is not None:
            _refuse_unusable(place, upload, taken.parsed, wanted)
        with working_in(place, user_id):
            batch = (
                Batch.objects.get(pk=done.batch_id)
                if done.batch_id
                else _import_batch(place, upload.name)
            )
            file_id = _receive(place, batch, upload, wanted.account, taken.profile).pk
        done.batch_id = batch.pk
    run = statement_file_process(place, file_id, user_id, progress, taken.parsed)
    if run.error is not None and run.state != StatementFile.State.NOT_PROVED:
        raise run.error
    if wanted.reading and run.parsed and run.state == StatementFile.State.PUBLISHED:
        _remember(place, run.parsed, wanted, user_id)
    return run


def _remember(place: Place, parsed: ParsedFile, wanted: Wanted, user_id: int | None) -> None:
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        bank_account = bank_account_find(business=business, name=wanted.account)
        profile_state(bank_account=bank_account, reading=parsed.reading, said=wanted.reading or {})


def _refuse_unusable(place: Place, upload: Upload, parsed: ParsedFile, wanted: Wanted) -> None:
    """What could not be published is refused before anything is stored.

    A file that reads well but fails its own arithmetic is stored, for a person to look at.
    """
    reason = why_not(parsed, prove_file(parsed))
    if reason is not None and not isinstance(reason, ProofFailed):
        raise type(reason)(f"{upload.name}: {reason.message}", code=reason.code, hint=reason.hint)
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        bank_account = (
            bank_account_find(business=business, name=wanted.account) if wanted.account else None
        )
        for statement in parsed.statements:
            bank_account_for(
                business=business, statement=statement, given=bank_account, file_name=upload.name
            )
        transaction.set_rollback(True)  # a rehearsal: accounts are added when publishing


def _import_batch(place: Place, name: str) -> Batch:
    return batch_open(
        firm_id=place.firm_id,
        business_id=place.business_id,
        kind=Batch.Kind.IMPORT,
        title=f"Import of {name}",
    )


def _receive(
    place: Place,
    batch: Batch,
    upload: Upload,
    account: str,
    profile: Mapping[str, Any] | None = None,
) -> StatementFile:
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
        profile=profile,
    )


def statement_override(place: Place, file_id: int, *, reason: str, user_id: int | None) -> FileRun:
    """A person takes a file whose proof failed; then it goes its way, and is suggested for."""
    with working_in(place, user_id), transaction.atomic():
        file = StatementFile.objects.select_for_update().get(pk=file_id)
        statement_file_override(file=file, reason=reason)
    run = statement_file_process(place, file_id, user_id)
    business_settle(place, user_id)
    return run


def statement_repair(
    place: Place,
    file_id: int,
    *,
    number: int,
    reason: str,
    user_id: int | None,
    date: dt.date | None = None,
    description: str = "",
) -> FileRun:
    """A person accepts a proposed repair; the file is read and proved anew, and goes its way.

    Where it still does not prove it stays out, with the proposals that are left.
    """
    with working_in(place, user_id), transaction.atomic():
        file = StatementFile.objects.select_for_update().get(pk=file_id)
        statement_file_repair(
            file=file, number=number, reason=reason, date=date, description=description
        )
    run = statement_file_process(place, file_id, user_id)
    business_settle(place, user_id)
    return run
