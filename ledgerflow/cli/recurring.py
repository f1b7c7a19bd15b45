"""`recurring`: what comes again and again, when it is due next, and what is missing.

Here: the list as a table and as JSON. Not here: finding it (classification/recurring.py).
"""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.accounts import day_of
from ledgerflow.cli.console import money, one_line, say, say_json, table
from ledgerflow.cli.options import BusinessOption, JsonOption
from ledgerflow.cli.setup import database_ready

if TYPE_CHECKING:
    from ledgerflow.classification.recurring import Series

STATES = {"running": "due", "missed": "! missed", "ended": "ended"}
COLUMNS = ("payee", "how often", "n", "amount", "currency", "last", "next", "state")


def recurring(
    business: BusinessOption = "",
    as_of: Annotated[
        str,
        typer.Option(
            metavar="YYYY-MM-DD", help="Judge by this date; without it by the newest transaction's."
        ),
    ] = "",
    ended: Annotated[bool, typer.Option("--ended", help="Also those that have ended.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List recurring payments and income: how often, how much, when next, what is missing."""
    day = day_of(as_of)
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.review.recurrence import business_recurring

    place = desk_open(business).place
    with working_in(place):
        books = Business.objects.get(pk=place.business_id)
        found = business_recurring(books, day)
    series = [s for s in found.recurring.series if ended or s.state != "ended"]
    if as_json:
        say_json(
            {
                "business": place.business_slug,
                "as_of": found.as_of,
                "series": [as_dict(one) for one in series],
            }
        )
        return
    if found.as_of is None:
        say("There are no transactions yet.")
        return
    show(series, found.as_of, hidden=len(found.recurring.series) - len(series))


def show(series: "list[Series]", as_of: dt.date, *, hidden: int = 0) -> None:
    """Payments, then income, then what is missing in words."""
    say(f"Recurring as of {as_of}: {len(series)}.")
    for title, chosen in (
        ("Money out", [s for s in series if not s.is_income]),
        ("Money in", [s for s in series if s.is_income]),
    ):
        if chosen:
            say(title)
            table(COLUMNS, [_row(one) for one in chosen], right=("n", "amount"))
    for one in series:
        for line in _remarks(one):
            say(line)
    if hidden:
        say(f"{hidden} more ended: --ended shows them.", "dim")


def _row(one: "Series") -> list[str]:
    return [
        one_line(one.payee_name or one.payee_key, 26),
        one.cadence,
        str(len(one.transaction_ids)),
        amounts(one),
        one.currency,
        one.last_date.isoformat(),
        "–" if one.state == "ended" else one.next_date.isoformat(),
        STATES[one.state],
    ]


def amounts(one: "Series") -> str:
    """What to expect: one amount, or the range."""
    low, high = (money(a, one.currency) for a in (one.amount_low, one.amount_high))
    return low if low == high else f"{low} to {high}"


def _remarks(one: "Series") -> list[str]:
    name = one_line(one.payee_name or one.payee_key, 40)
    said = []
    if one.state == "missed":
        dates = ", ".join(map(str, one.missed))
        said.append(f"{name}: expected on {dates}, nothing came.")
    for change in one.price_changes[-1:]:
        before, after = money(change.before, one.currency), money(change.after, one.currency)
        said.append(f"{name}: {before} became {after} on {change.date}.")
    return said


def as_dict(one: "Series") -> dict[str, Any]:
    """A series for other programs; amounts as text, dates ISO."""
    return {
        "key": one.key,
        "payee": one.payee_name or one.payee_key,
        "direction": "in" if one.is_income else "out",
        "currency": one.currency,
        "cadence": one.cadence,
        "count": len(one.transaction_ids),
        "first": one.first_date,
        "last": one.last_date,
        "last_amount": one.last_amount,
        "amount_low": one.amount_low,
        "amount_high": one.amount_high,
        "next": None if one.state == "ended" else one.next_date,
        "tolerance_days": one.tolerance,
        "state": one.state,
        "missed": list(one.missed),
        "skipped": one.skipped,
        "price_changes": [
            {"date": c.date, "before": c.before, "after": c.after} for c in one.price_changes
        ],
        "transactions": list(one.transaction_ids),
    }
