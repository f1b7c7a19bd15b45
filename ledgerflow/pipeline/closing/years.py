"""Closing a fiscal year: its checks, its closing entries, its lock; and reopening it.

Here: one transaction each. Not here: what the entries say (entries.py) or the checks (checks/).
Reports of profit leave closing entries out, so a year's profit reads the same before and after.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open, event_record
from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.firms.access import Place, require_owner, working_in
from ledgerflow.firms.models import Business
from ledgerflow.ledger.equity import OWNER, result_account, result_key
from ledgerflow.ledger.fiscalyears import CLOSE, REOPEN, SUBJECT, FiscalYear, fiscal_years
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.periods import (
    period_open_for_closing,
    periods_hold,
    periods_lock,
    periods_unlock,
)
from ledgerflow.ledger.posting import entry_post
from ledgerflow.ledger.reversing import entries_reverse
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.pipeline.closing.checks import checks_run
from ledgerflow.pipeline.closing.checks.records import CheckResult
from ledgerflow.pipeline.closing.entries import closing_drafts, result_of, to_be_closed
from ledgerflow.pipeline.closing.services import (
    books_of,
    detail_of,
    refuse_blocking,
    require_closer,
    seal_once_kept,
)
from ledgerflow.pipeline.closing.spans import Span, year_span


@dataclass(frozen=True, slots=True)
class YearClosed:
    """What closing a year did. `result`: profit by currency, a loss is negative."""

    span: Span
    checks: tuple[CheckResult, ...]
    batch_id: int
    entries: tuple[JournalEntry, ...]
    result: dict[str, Decimal]
    locked: int
    overridden: bool


@dataclass(frozen=True, slots=True)
class YearReopened:
    """What reopening a year did: months opened, closing entries reversed."""

    span: Span
    months: tuple[dt.date, ...]
    reversed: int
    undo_batch_id: int


def year_close(
    place: Place,
    year: int,
    *,
    user_id: int | None,
    today: dt.date,
    reason: str = "",
    override_reason: str = "",
) -> YearClosed:
    """Close the fiscal year that begins in a calendar year: checks, closing entries, locks.

    Blocking answers raise RuleError naming each, unless an owner overrides them with a reason.
    Raises ConflictError where the year is closed already, RuleError where a later one is.
    """
    require_closer(place, override_reason)
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        span = year_span(year, business.fiscal_year_start_month)
        held = periods_hold(business=business, start=span.start, end=span.end)
        turn = _next_turn(business, year)
        checks = checks_run(books_of(business, span, today))
        refuse_blocking(business, span, checks, override_reason)
        why = override_reason or reason or f"fiscal year {year} closed"
        batch = _batch(business, Batch.Kind.CLOSE, f"Closing of {year}")
        period_open_for_closing(business=business, month=held[-1].start, reason=why)
        entries, result = _close_entries(business, span, batch, f"close:{year}:{turn}")
        locked = periods_lock(
            business=business, start=span.start, end=span.end, reason=why, anyway=True
        )
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action=CLOSE,
            subject=SUBJECT,
            subject_id=year,
            batch_id=batch.pk,
            reason=override_reason or reason,
            detail=detail_of(span, checks, override_reason)
            | {"turn": turn, "entries": [entry.number for entry in entries]},
        )
        seal_once_kept(place)
    overridden = bool(override_reason.strip())
    return YearClosed(span, checks, batch.pk, entries, result, len(locked), overridden)


def year_reopen(place: Place, year: int, *, user_id: int | None, reason: str) -> YearReopened:
    """Reverse a year's closing entries and open its months, as an owner, with a reason.

    Raises InputError without one, ConflictError where the year is not closed, RuleError while a
    later year is closed: its openings would no longer be this year's end.
    """
    require_owner(place, f"reopen {year}")
    if not reason.strip():
        raise InputError(
            f"Reopening {year} needs a reason.", code="needs_reason", hint="Say why; it is kept."
        )
    with working_in(place, user_id):
        business = Business.objects.get(pk=place.business_id)
        span = year_span(year, business.fiscal_year_start_month)
        periods_hold(business=business, start=span.start, end=span.end)
        closed = _closed(business, year)
        event_record(
            firm_id=business.firm_id,
            business_id=business.pk,
            action=REOPEN,
            subject=SUBJECT,
            subject_id=year,
            batch_id=closed.batch_id,
            reason=reason,
            detail={"start": closed.start.isoformat(), "end": closed.end.isoformat()},
        )
        opened = periods_unlock(
            business=business, start=closed.start, end=closed.end, reason=reason
        )
        batch = Batch.objects.get(pk=closed.batch_id)
        undo = _batch(business, Batch.Kind.UNDO, f"Undo of {batch.title}", undoes=batch)
        done = entries_reverse(business=business, batch=batch, undo=undo, reason=reason)
    return YearReopened(span, tuple(p.start for p in opened), done.reversed, undo.pk)


def _close_entries(
    business: Business, span: Span, batch: Batch, key: str
) -> tuple[tuple[JournalEntry, ...], dict[str, Decimal]]:
    """Post what brings the accounts to zero; the entries and the year's profit by currency."""
    standing = account_balances(business, end=span.end)
    balances = to_be_closed(standing, with_owners_own=result_key(business) == OWNER)
    equity = {
        currency: result_account(business=business, currency=currency).pk
        for currency in sorted({b.currency for b in balances})
    }
    drafts = closing_drafts(balances, equity, day=span.end, label=span.label, key=key)
    entries = [entry_post(business=business, draft=d, batch_id=batch.pk) for d in drafts]
    return tuple(entries), result_of(balances)


def _next_turn(business: Business, year: int) -> int:
    """How often the year will have been closed. Raises where it or a later one is closed."""
    years = fiscal_years(business)
    known = years.get(year)
    if known is not None and known.is_closed:
        raise ConflictError(
            f"{year} of {business.name} is closed already, since {known.at:%Y-%m-%d}"
            f" (batch {known.batch_id}).",
            code="year_closed",
            hint=f"Nothing to do; `ledgerflow reopen {year} --reason WHY` takes it back.",
        )
    _refuse_later(business, year, years)
    return (known.turn if known else 0) + 1


def _closed(business: Business, year: int) -> FiscalYear:
    years = fiscal_years(business)
    known = years.get(year)
    if known is None or not known.is_closed:
        raise ConflictError(
            f"The fiscal year {year} of {business.name} is not closed.",
            code="year_open",
            hint="Nothing to do; a single month is opened by its name, such as 2025-03.",
        )
    _refuse_later(business, year, years)
    return known


def _refuse_later(business: Business, year: int, years: dict[int, FiscalYear]) -> None:
    later = sorted(y.year for y in years.values() if y.is_closed and y.year > year)
    if later:
        raise RuleError(
            f"{later[-1]} of {business.name} is closed, and it stands on {year}.",
            code="later_year_closed",
            hint=f"Reopen {later[-1]} first.",
        )


def _batch(business: Business, kind: str, title: str, undoes: Batch | None = None) -> Batch:
    return batch_open(
        firm_id=business.firm_id, business_id=business.pk, kind=kind, title=title, undoes=undoes
    )
