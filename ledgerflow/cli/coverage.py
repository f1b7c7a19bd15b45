"""`coverage`: which months of which bank account are proved, and which statements are missing.

Here: the grid as a table and as JSON. Not here: what a state means (statements/coverage.py).
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.console import one_line, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready

if TYPE_CHECKING:
    from ledgerflow.statements.coverage import Month
    from ledgerflow.statements.covering import AccountCoverage, Coverage

SHAPES = {"proved": "✓", "not_proved": "✗", "partial": "◐", "missing": "○", "awaited": "…"}
MARK_SHAPES = {"duplicate": "=", "overlapping": "+", "waiting": "!"}
LEGEND = (
    "✓ proved  ✗ not proved  ? not provable  ◐ partial  ○ missing  … awaited",
    "= duplicate  + overlapping  ! a file waits for a person",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = {"missing": "no statement", "awaited": "no statement yet"}
DETAILS_SHOWN = 10


def coverage(
    business: BusinessOption = "",
    account: Annotated[str, typer.Option(metavar="NAME", help="Only this bank account.")] = "",
    year: Annotated[
        int | None, typer.Option(metavar="YYYY", min=1900, max=2999, help="Only this year.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show month by month what is proved, not proved, partial or missing, and what is twice."""
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.statements.accounts import bank_account_find
    from ledgerflow.statements.covering import coverage_of

    place = desk_open(business).place
    today = dt.datetime.now(dt.UTC).date()
    with working_in(place):
        books = Business.objects.get(pk=place.business_id)
        only = bank_account_find(business=books, name=account) if account else None
        grid = coverage_of(books, today=today, account=only, year=year or 0)
    if as_json:
        say_json({"business": place.business_slug, "today": today, **as_dict(grid)})
    else:
        show(grid)


def show(grid: "Coverage") -> None:
    """The grid, what its signs mean, and what is not as it should be."""
    if not any(one.months for one in grid.accounts):
        say("There are no statements yet.")
    else:
        table(("account", "year", *MONTHS), _rows(grid))
        for line in LEGEND:
            say(line, "dim")
    details = list(_details(grid))
    for line in details[:DETAILS_SHOWN]:
        say(line)
    if len(details) > DETAILS_SHOWN:
        more = len(details) - DETAILS_SHOWN
        say(f"… and {more} more: --account, --year or --json shows them")


def _rows(grid: "Coverage") -> Iterator[list[str]]:
    for one in grid.accounts:
        by_year: dict[int, dict[int, str]] = {}
        for month in one.months:
            by_year.setdefault(month.first.year, {})[month.first.month] = shape(month)
        for year, cells in sorted(by_year.items()):
            yield [
                one_line(str(one.account), 30),
                str(year),
                *(cells.get(number, "·") for number in range(1, 13)),
            ]


def shape(month: "Month") -> str:
    """A month by signs: its state, then its marks."""
    state = "?" if "not_provable" in month.marks else SHAPES[month.state]
    return state + "".join(sign for mark, sign in MARK_SHAPES.items() if mark in month.marks)


def _details(grid: "Coverage") -> Iterator[str]:
    for one in grid.accounts:
        yield from _account_details(one, grid)
    for file in grid.unplaced:
        said = file.outcome.get("error", {}).get("message", "")
        yield f"waits: file {file.pk}, {file.name} ({file.get_state_display().lower()}): {said}"


def _account_details(one: "AccountCoverage", grid: "Coverage") -> Iterator[str]:
    """What is not proved first, then what lacks days, then whole months, runs of them joined."""
    for month in one.months:
        if month.state == "not_proved":
            names = ", ".join(f"file {pk} {one_line(grid.names[pk], 30)}" for pk in month.files)
            word = "not provable" if "not_provable" in month.marks else "not proved"
            yield f"{one.account}, {month.first:%Y-%m}: {word}: {names}"
        elif month.state == "partial":
            days = ", ".join(f"{a.day} to {b.day}" if a != b else str(a.day) for a, b in month.gaps)
            yield f"{one.account}, {month.first:%Y-%m}: no statement for day {days}"
    for state, first, last in _runs(one.months):
        until = f" to {last:%Y-%m}" if last != first else ""
        yield f"{one.account}, {first:%Y-%m}{until}: {WORDS[state]}"


def _runs(months: "tuple[Month, ...]") -> Iterator[tuple[str, dt.date, dt.date]]:
    """Months without any statement, neighbours of one state together."""
    run: list[Month] = []
    for month in (*months, None):
        if run and (month is None or month.state != run[-1].state):
            yield run[0].state, run[0].first, run[-1].first
            run = []
        if month is not None and month.state in ("missing", "awaited"):
            run.append(month)


def as_dict(grid: "Coverage") -> dict[str, Any]:
    """The grid for other programs; days are ISO, gaps are [first, last]."""
    return {
        "accounts": [
            {
                "account": str(one.account),
                "currency": one.account.currency,
                "months": [_month_dict(month, grid) for month in one.months],
            }
            for one in grid.accounts
        ],
        "unplaced": [
            {"file": f.pk, "name": f.name, "state": f.state, "error": f.outcome.get("error")}
            for f in grid.unplaced
        ],
    }


def _month_dict(month: "Month", grid: "Coverage") -> dict[str, Any]:
    return {
        "month": f"{month.first:%Y-%m}",
        "state": month.state,
        "marks": list(month.marks),
        "days": month.days,
        "proved_days": month.proved_days,
        "unproved_days": month.unproved_days,
        "gaps": [list(gap) for gap in month.gaps],
        "files": [{"file": pk, "name": grid.names[pk]} for pk in month.files],
    }
