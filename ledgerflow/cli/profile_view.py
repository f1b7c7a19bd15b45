"""How the reading of a CSV looks: its columns, its fields with reasons, what it leaves open.

Here: rendering. Not here: reading or remembering.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledgerflow.cli.console import counted, one_line, say, table
from ledgerflow.cli.statement_view import faults_show
from ledgerflow.statements.parsed import ParsedFile
from ledgerflow.statements.profilefields import EMPTY, FIELDS, answers, in_words

SOURCES = {
    "file": "learned from a file that was taken in; it answers what a file leaves open",
    "person": "given by a person; it holds for files with these column names",
}
WHY = {"date_order": "dates"}
"""Fields whose reason has another name."""
IN_COLUMNS = frozenset({"roles"})


def remembered_show(name: str, profile: Mapping[str, Any] | None) -> None:
    """What is remembered for an account."""
    if not profile:
        say(f"Nothing is remembered for {name}: each CSV is read by itself.")
        return
    if profile.get("roles"):
        say(f"{name}: {SOURCES.get(str(profile.get('source')), SOURCES['person'])}", "bold")
        said = profile.get("stated", ())
    else:
        say(f"{name}: stated by a person, for every file of the account", "bold")
        said = tuple(profile)
    _columns_show(profile)
    _fields_show(profile, dict.fromkeys(said, "stated by a person"))


def file_show(name: str, parsed: ParsedFile) -> None:
    """How a file was read and why, its notes and faults, and what would answer them."""
    reading = parsed.reading
    if not reading.get("roles"):
        say(f"{name}: {parsed.format} has a layout of its own; there is nothing to profile.")
        return
    lines = sum(len(s.lines) for s in parsed.statements)
    say(f"{name}: {counted(lines, 'transaction')}", "bold")
    _columns_show(reading)
    why = reading.get("why", {})
    _fields_show(reading, {field: why.get(WHY.get(field, field), "") for field in FIELDS})
    faults_show(parsed.faults)
    open_show(reading)


def open_show(reading: Mapping[str, Any]) -> None:
    """For each field with two possible values: what answers it, and how."""
    for field, values in answers(reading):
        option = f"--{field.replace('_', '-')}"
        say(f"Open: {field} is {' or '.join(values)}.", "bold")
        say(f"  for one import: ledgerflow import FILE --account ACCOUNT {option} {values[0]}")
        say(f"  for the account: ledgerflow profile set ACCOUNT {field}={values[0]}")


def _columns_show(profile: Mapping[str, Any]) -> None:
    roles: Sequence[str] = profile.get("roles", ())
    headers: Sequence[str] = profile.get("headers", ())
    if roles:
        names = [*headers, *[""] * (len(roles) - len(headers))]
        rows = [
            [str(number), one_line(header, 40), role]
            for number, (header, role) in enumerate(zip(names, roles, strict=False), 1)
        ]
        table(("column", "name", "role"), rows, right=("column",))


def _fields_show(profile: Mapping[str, Any], why: Mapping[str, str]) -> None:
    """Fields that say something, with the reason where there is one."""
    rows = [
        [field, in_words(field, profile[field]), one_line(why.get(field, ""), 70)]
        for field in FIELDS
        if field in profile
        and field not in IN_COLUMNS
        and (profile[field] not in (EMPTY[field], None) or why.get(field))
    ]
    if rows:
        table(("field", "value", "why"), rows)
