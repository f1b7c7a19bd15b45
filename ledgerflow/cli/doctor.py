"""`ledgerflow doctor`: what is wrong with this installation, each with the remedy.

Here: the command and how findings look. Not here: any check (ops/doctor).
"""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ledgerflow.cli.console import say, say_json, table
from ledgerflow.cli.options import JsonOption
from ledgerflow.cli.setup import django_ready

if TYPE_CHECKING:
    from ledgerflow.ops.doctor.finding import Finding

MARKS = {"ok": "✓", "warning": "!", "failed": "✗", "not_configured": "–"}


def doctor(
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as failures.")] = False,
) -> None:
    """Look at this installation: versions, database, disks, clock, secrets, backups, jobs.

    Exit code 0: nothing failed; 1: something did. Changes nothing.
    """
    django_ready()
    from ledgerflow.ops.doctor.examine import examine

    found = examine()
    if as_json:
        say_json(_as_dict(found))
    else:
        _show(found)
    count = Counter(finding.state for finding in found)
    raise typer.Exit(1 if count["failed"] or (strict and count["warning"]) else 0)


def _as_dict(found: "list[Finding]") -> dict[str, object]:
    count = Counter(finding.state for finding in found)
    return {
        "failed": count["failed"],
        "warnings": count["warning"],
        "findings": [asdict(finding) for finding in found],
    }


def _show(found: "list[Finding]") -> None:
    rows: list[tuple[str, str, str]] = []
    before = ""
    for finding in found:
        text = f"{finding.what}\n→ {finding.remedy}" if finding.remedy else finding.what
        name = "" if finding.check == before else finding.check
        rows.append((name, MARKS[finding.state], text))
        before = finding.check
    table(("check", "", "finding"), rows)
    count = Counter(finding.state for finding in found)
    verdict = "Nothing failed" if not count["failed"] else f"{count['failed']} failed"
    say(f"\n{verdict}, {count['warning']} to look at, {count['not_configured']} not set up.")
