"""`close`, `reopen`: closing months or a fiscal year with computed checks, and taking it back.

Here: parsing and rendering. Not here: the checks or what closing writes (pipeline/closing).
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.console import counted, money, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import RuleError

if TYPE_CHECKING:
    from ledgerflow.cli.desk import Desk
    from ledgerflow.pipeline.closing.checks.records import CheckResult
    from ledgerflow.pipeline.closing.spans import Span
    from ledgerflow.pipeline.closing.years import YearClosed

SHAPES = {"ok": "✓ holds", "warning": "! look", "blocking": "✗ blocks"}
EXIT_BLOCKED = 1
PeriodArgument = Annotated[
    str,
    typer.Argument(metavar="PERIOD", help="2025-03, 2025-01..2025-03, or the fiscal year 2025."),
]


def close(
    period: PeriodArgument,
    business: BusinessOption = "",
    check: Annotated[
        bool, typer.Option("--check", help="Only ask the checks; exit code 1 where one blocks.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Close against blocking checks; owners, with --reason.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; kept in the audit.")] = "",
    user: UserOption = "",
    as_json: JsonOption = False,
) -> None:
    """Close months, or a fiscal year with its closing entries, after computed checks."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.closing.services import period_checks, refuse_wordless

    desk = desk_open(business, user, writes=not check)
    span = _span(desk, period)
    override = refuse_wordless(anyway, reason)
    if check:
        results = period_checks(desk.place, span, user_id=desk.user_id, today=_today())
        _show_checks(desk, span, results, as_json=as_json)
        if any(result.state == "blocking" for result in results):
            raise typer.Exit(EXIT_BLOCKED)
        return
    try:
        _close(desk, span, reason, override, as_json=as_json)
    except RuleError as error:
        if error.code == "close_blocked" and not as_json:
            results = period_checks(desk.place, span, user_id=desk.user_id, today=_today())
            _show_checks(desk, span, results, as_json=False)
        raise


def reopen(
    period: PeriodArgument,
    reason: Annotated[str, typer.Option(help="Why; needed, and kept in the audit.")],
    business: BusinessOption = "",
    user: UserOption = "",
) -> None:
    """Open closed months again, or a fiscal year: its closing entries are reversed. Owners only."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.pipeline.closing.services import period_reopen
    from ledgerflow.pipeline.closing.years import year_reopen

    desk = desk_open(business, user)
    span = _span(desk, period)
    if span.year is None:
        months = period_reopen(desk.place, span, user_id=desk.user_id, reason=reason)
        said = ""
    else:
        done = year_reopen(desk.place, span.year, user_id=desk.user_id, reason=reason)
        months = list(done.months)
        said = f" Closing entries reversed: {done.reversed} (batch {done.undo_batch_id})."
    opened = counted(len(months), "month")
    say(f"{span.label} of {desk.place.business_name} is open again: {opened}.{said}")


def _close(desk: "Desk", span: "Span", reason: str, override: str, *, as_json: bool) -> None:
    from ledgerflow.pipeline.closing.services import period_close
    from ledgerflow.pipeline.closing.years import year_close

    if span.year is None:
        months = period_close(
            *(desk.place, span),
            user_id=desk.user_id,
            today=_today(),
            reason=reason,
            override_reason=override,
        )
        _show_checks(desk, span, months.checks, as_json=as_json)
        if not as_json:
            locked = counted(len(months.locked), "month")
            say(f"{span.label} of {desk.place.business_name} is closed: {locked} locked.")
        return
    year = year_close(
        *(desk.place, span.year),
        user_id=desk.user_id,
        today=_today(),
        reason=reason,
        override_reason=override,
    )
    _show_checks(desk, span, year.checks, as_json=as_json)
    if not as_json:
        _show_year(desk, year)


def _show_year(desk: "Desk", done: "YearClosed") -> None:
    label = done.span.label
    say(f"{label} of {desk.place.business_name} is closed (batch {done.batch_id}).")
    for entry in done.entries:
        say(f"  entry {entry.number} of {entry.date}: {entry.description}")
    for currency, result in done.result.items():
        word = "loss" if result < 0 else "profit"
        say(f"  {word} of the year: {money(abs(result), currency)} {currency}")
    if not done.entries:
        say("  nothing had moved: there are no closing entries")
    say(f"  {counted(done.locked, 'month')} locked now; all months of the year are")


def _show_checks(
    desk: "Desk", span: "Span", results: "Sequence[CheckResult]", *, as_json: bool
) -> None:
    if as_json:
        say_json(
            {
                "business": desk.place.business_slug,
                "period": span.label,
                "start": span.start,
                "end": span.end,
                "checks": [r.as_json | {"label": r.label, "todo": r.todo} for r in results],
            }
        )
        return
    table(["", f"check of {span.label}", "what was found"], [
        [SHAPES[r.state], r.label, r.detail] for r in results
    ])  # fmt: skip
    for result in results:
        if result.todo:
            say(f"{SHAPES[result.state][0]} {result.label}: {result.todo}")


def _span(desk: "Desk", period: str) -> "Span":
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.closing.spans import span_read

    with working_in(desk.place, desk.user_id):
        books = Business.objects.get(pk=desk.place.business_id)
        return span_read(period, books.fiscal_year_start_month)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
