"""The stages, in order, on one screen: read, prove, publish, classify, accept.

Here: the order, and what stops a file on its way. Not here: the work of a stage, which each
app does. Every stage is safe to run again: it looks at the state first and writes under unique
keys, so a killed process leaves nothing half-visible and the next run goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.classification.services import transactions_classify
from ledgerflow.core.errors import InputError, LedgerFlowError, PasswordNeeded, ProofFailed
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.review.history import history_of
from ledgerflow.review.policy import Accepted, suggestions_accept
from ledgerflow.review.questions.asking import questions_resolve_decided
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.amending import amend_file, amendment_from_dict, proofs_of_amended
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.profiles import profile_learn, profile_of_file
from ledgerflow.statements.proof import Proof, prove
from ledgerflow.statements.publishing import Published, statement_publish
from ledgerflow.statements.services import statement_file_stop
from ledgerflow.statements.storage import original_load

Progress = Callable[[str], None]
"""Told the name of each stage as it starts."""


@dataclass(slots=True)
class FileRun:
    """What became of one file."""

    file_id: int
    name: str
    state: str = StatementFile.State.RECEIVED
    parsed: ParsedFile | None = None
    proofs: tuple[Proof, ...] = ()
    published: Published = field(default_factory=Published)
    error: LedgerFlowError | None = None
    amended: tuple[str, ...] = ()
    profile: dict[str, Any] | None = None


def silent(_stage: str) -> None:
    """Progress for nobody."""


def statement_file_process(
    place: Place,
    file_id: int,
    user_id: int | None = None,
    progress: Progress = silent,
    parsed: ParsedFile | None = None,
    failure: LedgerFlowError | None = None,
) -> FileRun:
    """Bring one received file as far as it goes; a finished file is left as it is.

    `parsed` or `failure` spares a second reading where the caller has just read the same bytes.
    """
    with working_in(place, user_id):
        file = StatementFile.objects.get(pk=file_id)
        run = FileRun(file_id, file.name, file.state)
        run.profile = profile_of_file(file)
    if run.state != StatementFile.State.RECEIVED:
        return run
    progress("read")
    try:
        if failure is not None:
            raise failure
        data = original_load(file.firm_id, file.stored_as, file.sha256)
        said = parsed or read_contained(SourceFile(file.name, data, run.profile))
        repairs = [amendment_from_dict(accepted) for accepted in file.repairs]
        run.parsed = amend_file(said, repairs)
    except PasswordNeeded as error:
        return _stopped(place, user_id, run, StatementFile.State.NEEDS_PASSWORD, error)
    except LedgerFlowError as error:
        return _stopped(place, user_id, run, StatementFile.State.FAILED, error)
    progress("prove")
    run.proofs = proofs_of_amended(prove_file(run.parsed), repairs)
    run.amended = tuple(repair.message for repair in repairs)
    reason = why_not(run.parsed, run.proofs)
    if reason is not None and not file.override_reason:
        stop = StatementFile.State.NOT_PROVED if run.proofs else StatementFile.State.FAILED
        return _stopped(place, user_id, run, stop, reason)
    progress("publish")
    try:
        with working_in(place, user_id):
            outcome = outcome_to_dict(run.parsed, run.proofs, run.amended) | _read_with(run)
            run.published = statement_publish(
                file=file, parsed=run.parsed, proofs=run.proofs, outcome=outcome
            )
            for bank_account in {s.bank_account for s in run.published.statements}:
                profile_learn(
                    bank_account=bank_account, reading=run.parsed.reading, proofs=run.proofs
                )
            run.state = StatementFile.objects.values_list("state", flat=True).get(pk=file_id)
    except InputError as error:
        state = (
            StatementFile.State.NEEDS_ACCOUNT
            if error.code == "needs_account"
            else StatementFile.State.FAILED
        )
        return _stopped(place, user_id, run, state, error)
    except LedgerFlowError as error:
        return _stopped(place, user_id, run, StatementFile.State.FAILED, error)
    return run


def prove_file(parsed: ParsedFile) -> tuple[Proof, ...]:
    """One proof per statement; the file's reading errors keep each of them from being proved."""
    return tuple(prove(statement, parsed.errors) for statement in parsed.statements)


def why_not(parsed: ParsedFile, proofs: tuple[Proof, ...]) -> LedgerFlowError | None:
    """Why a file must not be published without a person's override, or None."""
    if parsed.errors:
        first = parsed.errors[0]
        # Many readers name the line in their message already.
        named = f"line {first.line}"
        where = f"{named}: " if first.line and named not in first.message.lower() else ""
        more = f" ({len(parsed.errors)} faults in all)" if len(parsed.errors) > 1 else ""
        return InputError(f"{where}{first.message}{more}", code=first.code, hint=first.hint)
    failed = [p for p in proofs if p.verdict == "not_proved"]
    if failed:
        return ProofFailed(
            f"The statement does not prove: {failed[0].reason}",
            hint="Look at the line named. Accept a proposed repair with a reason (`ledgerflow prove"
            " FILE_ID --repair NUMBER --reason TEXT`), correct the export and import it again, or"
            " override: `ledgerflow prove --override FILE_ID --reason TEXT`.",
        )
    if not parsed.statements:
        return InputError(
            "The file holds no statement.",
            code="no_statement",
            hint="Download the transactions, not only the account list.",
        )
    return None


def _stopped(
    place: Place, user_id: int | None, run: FileRun, state: str, error: LedgerFlowError
) -> FileRun:
    run.state, run.error = state, error
    outcome: dict[str, Any] = {"error": error.as_dict()}
    if run.parsed is not None:
        outcome |= outcome_to_dict(run.parsed, run.proofs, run.amended)
    if state == StatementFile.State.NOT_PROVED:  # it is read again once a person has decided
        outcome |= _read_with(run)
    with working_in(place, user_id):
        file = StatementFile.objects.select_for_update().get(pk=run.file_id)
        if file.state == StatementFile.State.RECEIVED:
            statement_file_stop(file=file, state=state, parsed=run.parsed, outcome=outcome)
    return run


def _read_with(run: FileRun) -> dict[str, Any]:
    """The reading that was given for a table, kept so that it is read alike ever after."""
    is_table = run.parsed is not None and "roles" in run.parsed.reading
    return {"profile": run.profile} if is_table else {}


@dataclass(frozen=True, slots=True)
class Settled:
    """What classifying and accepting did for a business."""

    classify_batch: int | None
    suggested: int
    accept_batch: int | None
    accepted: Accepted


def business_settle(
    place: Place, user_id: int | None = None, progress: Progress = silent
) -> Settled:
    """Classify what is undecided and accept what the policy allows."""
    progress("classify")
    classify_batch, suggested = business_classify(place, user_id)
    progress("accept")
    accept_batch, accepted = business_accept(place, user_id)
    return Settled(classify_batch, suggested, accept_batch, accepted)


def business_accept(place: Place, user_id: int | None = None) -> tuple[int | None, Accepted]:
    """Accept what the business's policy allows; batch id and what was accepted and refused."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        batch = _batch(place, Batch.Kind.DECIDE, "Accepted by the policy")
        accepted = suggestions_accept(business=business, batch=batch)
        if not accepted.decisions:
            transaction.set_rollback(True)  # no empty batches
        else:
            questions_resolve_decided(business=business)
    return (batch.pk if accepted.decisions else None), accepted


def business_classify(place: Place, user_id: int | None = None) -> tuple[int | None, int]:
    """Suggest for every undecided transaction; batch id and how many suggestions are new."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        batch = _batch(place, Batch.Kind.CLASSIFY, "Classification")
        rows = list(undecided(business))
        suggested = transactions_classify(
            business=business,
            batch=batch,
            transactions=rows,
            history=history_of(business, rows),
        )
        if not suggested:
            transaction.set_rollback(True)  # no empty batches
    return (batch.pk if suggested else None), suggested


def _batch(place: Place, kind: str, title: str) -> Batch:
    return batch_open(firm_id=place.firm_id, business_id=place.business_id, kind=kind, title=title)
