"""How `verify` answers: one line a check, details of what does not hold.

Here: rendering. Not here: the checks (pipeline/verify.py). Loaded after `database_ready()`.
"""

from collections.abc import Sequence
from typing import Any

from ledgerflow.cli.console import say, say_json
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.verify import VerifyReport, books_verify

DETAILS_SHOWN = 10


def places_verify(places: Sequence[Place], *, deep: bool, as_json: bool) -> bool:
    """Verify each business and print what was found; True when everything holds."""
    reports = [(place, books_verify(place, deep=deep)) for place in places]
    if as_json:
        say_json({"businesses": [_as_dict(place, report) for place, report in reports]})
    else:
        for place, report in reports:
            _show(place, report)
    return all(check.ok for _, report in reports for check in report.checks)


def _show(place: Place, report: VerifyReport) -> None:
    say(f"{place.firm_name}: {place.business_name}", "bold")
    for check in report.checks:
        say(f"  {'✓' if check.ok else '✗'} {check.name}: {check.message}")
        details = [] if check.ok else list(check.details)
        for detail in details[:DETAILS_SHOWN]:
            say(f"      {detail}")
        if len(details) > DETAILS_SHOWN:
            say(f"      … and {len(details) - DETAILS_SHOWN} more (--json lists all)")


def _as_dict(place: Place, report: VerifyReport) -> dict[str, Any]:
    return {
        "business": place.business_slug,
        "firm": place.firm_name,
        "checks": [
            {
                "name": check.name,
                "ok": check.ok,
                "message": check.message,
                "details": list(check.details),
            }
            for check in report.checks
        ],
    }
