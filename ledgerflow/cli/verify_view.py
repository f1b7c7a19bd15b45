"""How `verify` answers: one line a check, details of what does not hold.

Here: rendering. Not here: the checks (pipeline/verify.py). Loaded after `database_ready()`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from ledgerflow.cli.console import say, say_json
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place
from ledgerflow.ledger.sealing import SealNote, seal_noted
from ledgerflow.pipeline.verify import VerifyReport, books_verify

DETAILS_SHOWN = 10


def places_verify(
    places: Sequence[Place], *, deep: bool, as_json: bool, noted: Sequence[str] = ()
) -> bool:
    """Verify each business and print what was found; True when everything holds.

    A firm's audit trail is checked with the first of its businesses. `noted`: hashes of seals that
    a person noted elsewhere; each must be there in one of the firms.
    """
    reports, firms = [], set[int]()
    for place in places:
        trail = place.firm_id not in firms
        firms.add(place.firm_id)
        reports.append((place, books_verify(place, deep=deep, trail=trail)))
    found = {one.strip().lower(): _seal_noted(firms, one.strip()) for one in noted}
    if as_json:
        answer: dict[str, Any] = {"businesses": [_as_dict(place, one) for place, one in reports]}
        if noted:
            answer["noted_seals"] = {one: bool(seal) for one, seal in found.items()}
        say_json(answer)
    else:
        for place, report in reports:
            _show(place, report)
        for one, seal in found.items():
            _show_noted(one, seal)
    return all(found.values()) and all(check.ok for _, report in reports for check in report.checks)


def _seal_noted(firms: set[int], noted: str) -> SealNote | None:
    for firm_id in sorted(firms):
        with firm_scope(firm_id), transaction.atomic():
            seal = seal_noted(firm_id, noted)
        if seal is not None:
            return seal
    return None


def _show_noted(noted: str, seal: SealNote | None) -> None:
    if seal is None:
        say(f"✗ noted seal {noted}: no seal has this hash; seals were removed or rewritten,")
        say("  or it was noted of other books or with a slip of the pen")
    else:
        say(f"✓ noted seal {noted}: seal {seal.sequence} of {seal.sealed_at:%Y-%m-%d %H:%M} UTC")


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
