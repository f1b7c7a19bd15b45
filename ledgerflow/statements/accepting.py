"""From a numbered proposal of a file's outcome to the amendment that a person accepts; pure.

Here: numbering over all statements of a file, and what a missing line still needs to be told.
Not here: writing (services.py) or applying it (amending.py).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.statements.amending import Amendment, amendment_from_dict

DESCRIPTION_MAX = 500


def proposals(outcome: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """(the statement's place in the file, the proposal), in the order of their numbers from 1."""
    return [
        (at, repair)
        for at, statement in enumerate(outcome.get("statements", ()))
        for repair in statement["proof"].get("repairs", ())
    ]


def amendment_of(
    outcome: Mapping[str, Any], number: int, *, date: dt.date | None = None, description: str = ""
) -> Amendment:
    """The proposal with this number, ready to be applied.

    A missing line takes its day and text from the caller; the day may be left out where its
    neighbours leave only one. Raises InputError `unknown_repair`, `repair_needs_line` or
    `repair_day`.
    """
    offered = proposals(outcome)
    if not 1 <= number <= len(offered):
        known = f"1 to {len(offered)}" if offered else "none"
        raise InputError(
            f"There is no proposed repair {number}; there are: {known}.",
            code="unknown_repair",
            hint="`ledgerflow prove FILE_ID` lists them with their numbers.",
        )
    at, repair = offered[number - 1]
    missing = repair["kind"] == "missing_line"
    if not missing and (date or description):
        raise InputError(
            f"Proposal {number} changes what the file says; it takes no day and no text.",
            code="repair_needs_line",
            hint="Only a missing line is told its --date and --description.",
        )
    found = amendment_from_dict(
        {
            "statement": at,
            "kind": repair["kind"],
            "position": repair.get("position"),
            "row": repair.get("row"),
            "old": repair.get("old_amount"),
            "new": None if repair["kind"] == "duplicate_line" else repair.get("amount"),
            "date": date.isoformat() if date else repair.get("date"),
            "description": " ".join(description.split())[:DESCRIPTION_MAX],
        }
    )
    if missing:
        _complete(found, outcome["statements"][at], number)
    return found


def _complete(found: Amendment, statement: Mapping[str, Any], number: int) -> None:
    if found.date is None or not found.description:
        raise InputError(
            f"Proposal {number} adds a line of {found.new}; its day and text are not in the file.",
            code="repair_needs_line",
            hint="Say them as the bank prints them: --date YYYY-MM-DD --description TEXT.",
        )
    first, last = _days(statement)
    if (first and found.date < first) or (last and found.date > last):
        raise InputError(
            f"{found.date} lies outside of the statement ({first} to {last}).",
            code="repair_day",
            hint="Give the day that the bank prints for the line.",
        )


def _days(statement: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day that the statement or its lines name."""
    balances = [statement.get(name) or {} for name in ("opening", "closing")]
    starts = (statement.get("first_date"), statement.get("period_start"), balances[0].get("date"))
    ends = (statement.get("last_date"), statement.get("period_end"), balances[1].get("date"))
    first = min((dt.date.fromisoformat(text) for text in starts if text), default=None)
    last = max((dt.date.fromisoformat(text) for text in ends if text), default=None)
    return first, last
