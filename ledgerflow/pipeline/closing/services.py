"""Closing and reopening months: the checks are asked, kept with the closing, and then it is locked.

Here: one transaction each, as a person of a business. Not here: single checks (checks/), fiscal
years with their closing entries (years.py), or the lock itself (ledger/periods.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.firms.access import Place, require_owner, require_writer, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Period
from ledgerflow.ledger.periods import periods_hold, periods_lock, periods_unlock
from ledgerflow.pipeline.closing.checks import checks_run
from ledgerflow.pipeline.closing.checks.records import Books, CheckResult
from ledgerflow.pipeline.closing.spans import Span
from ledgerflow.pipeline.sealing import firm_seal


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing did: the answers it was given on, and the months it locked."""

    span: Span
    checks: tuple[CheckResult, ...]
    locked: tuple[dt.date, ...]
    overridden: bool


def period_checks(
    place: Place, span: Span, *, user_id: int | None, today: dt.date
) -> tuple[CheckResult, ...]:
    """Ask the checks of a span; changes nothing."""
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        return checks_run(books_of(business, span, today))


def period_close(
    place: Place,
    span: Span,
    *,
    user_id: int | None,
    today: dt.date,
    reason: str = "",
    override_reason: str = "",
) -> Closed:
    """Close the months of a span: nobody posts while the checks are asked, then they are locked.

    Blocking answers raise RuleError naming each, unless an owner overrides them with a reason.
    The answers are kept in the audit. Raises ConflictError where all months are closed already.
    """
    require_closer(place, override_reason)
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        held = periods_hold(business=business, start=span.start, end=span.end)
        if all(period.is_locked for period in held):
            raise ConflictError(
                f"{span.label} of {business.name} is closed already.",
                code="period_closed",
                hint="Nothing to do; `ledgerflow reopen` opens it again, with a reason.",
            )
        checks = checks_run(books_of(business, span, today))
        refuse_blocking(business, span, checks, override_reason)
        locked = periods_lock(
            business=business,
            start=span.start,
            end=span.end,
            reason=override_reason or reason or f"closed: {span.label}",
            anyway=True,
        )
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action="period_close",
            subject="period",
            subject_id=held[0].pk,
            reason=override_reason or reason,
            detail=detail_of(span, checks, override_reason),
        )
        seal_once_kept(place)
    return Closed(span, checks, _months(locked), bool(override_reason.strip()))


def period_reopen(place: Place, span: Span, *, user_id: int | None, reason: str) -> list[dt.date]:
    """Open the locked months of a span again, as an owner, with a reason that is kept.

    Raises ConflictError where none is locked, RuleError where they lie in a closed fiscal year.
    """
    require_owner(place, f"reopen {span.label}")
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        opened = periods_unlock(business=business, start=span.start, end=span.end, reason=reason)
        if not opened:
            raise ConflictError(
                f"{span.label} of {business.name} is not closed.",
                code="period_open",
                hint="Nothing to do.",
            )
    return list(_months(opened))


def require_closer(place: Place, override_reason: str) -> None:
    """AccessError unless the role may close, and, with a reason to override, is an owner's."""
    require_writer(place)
    if override_reason.strip():
        require_owner(place, "close against its checks the books")


def seal_once_kept(place: Place) -> None:
    """Seal what the firm posted and recorded as soon as the closing is committed."""
    transaction.on_commit(partial(firm_seal, place.firm_id), robust=True)


def books_of(business: Business, span: Span, today: dt.date) -> Books:
    """What checks of a span look at."""
    return Books(business, span.start, span.end, today, is_year=span.year is not None)


def refuse_blocking(
    business: Business, span: Span, checks: Sequence[CheckResult], override_reason: str
) -> None:
    """RuleError that names each blocking answer with what to do, unless it is overridden."""
    blocking = [check for check in checks if check.state == "blocking"]
    if not blocking or override_reason.strip():
        return
    named = " ".join(f"{n}. {c.label}: {c.detail}. {c.todo}" for n, c in enumerate(blocking, 1))
    raise RuleError(
        f"{span.label} of {business.name} cannot be closed: {named}",
        code="close_blocked",
        hint="Do what is named, or let an owner close it anyway with a reason"
        " (--anyway --reason WHY).",
        extra={"checks": [check.as_json for check in blocking]},
    )


def refuse_wordless(override: bool, reason: str) -> str:
    """The reason of an override, "" where there is none; InputError for one without words."""
    if override and not reason.strip():
        raise InputError(
            "Closing against a check needs a reason.",
            code="needs_reason",
            hint="Say why (--reason WHY); it is kept with the closing.",
        )
    return reason.strip() if override else ""


def detail_of(span: Span, checks: Sequence[CheckResult], override_reason: str) -> dict[str, Any]:
    """What the audit keeps of a closing."""
    return {
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "checks": [check.as_json for check in checks],
        "overridden": bool(override_reason.strip()),
    }


def _months(periods: Sequence[Period]) -> tuple[dt.date, ...]:
    return tuple(period.start for period in periods)
