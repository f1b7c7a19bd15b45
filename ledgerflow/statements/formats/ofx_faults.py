"""What an OFX reader has to say about a file: each kind of fault worded once.

Here: wording and codes. Not here: deciding that something is a fault (ofx_statements.py).
"""

from ledgerflow.statements.formats.ofx_tree import Aggregate
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

FAULTS_MAX = 1000

_AT_BANK = "Download the statement again; if it stays so, correct this value by hand."


def excerpt(aggregate: Aggregate) -> str:
    """The values of an aggregate as they were read, short."""
    whole = "".join([f"<{name}>{value}" for name, value in aggregate.fields.items()])
    return whole[:EXCERPT_LIMIT]


def missing(aggregate: Aggregate, name: str, what: str) -> Fault:
    """A value that must be there is not, or is empty."""
    return Fault(
        code="ofx_missing_value",
        message=f"Line {aggregate.line}: <{aggregate.name}> has no {what} (<{name}>).",
        hint=_AT_BANK,
        line=aggregate.line,
        column=name,
        excerpt=excerpt(aggregate),
    )


def unreadable(aggregate: Aggregate, name: str, what: str, *, is_note: bool = False) -> Fault:
    """A value is there and is not what it must be."""
    value = aggregate.fields.get(name, "")[:60]
    return Fault(
        code=f"ofx_bad_{what}",
        message=f"Line {aggregate.line}: {value!r} in <{name}> is not {_expected(what)}.",
        hint=_AT_BANK,
        line=aggregate.line,
        column=name,
        excerpt=excerpt(aggregate),
        severity="note" if is_note else "error",
    )


def _expected(what: str) -> str:
    return {
        "amount": "an amount such as -1234.56 with at most four decimals",
        "date": "a day such as 20250131",
    }[what]


def ambiguous(aggregate: Aggregate, name: str) -> Fault:
    """An amount such as 1,234 that has two readings."""
    value = aggregate.fields[name]
    return Fault(
        code="ofx_ambiguous_amount",
        message=f"Line {aggregate.line}: {value!r} in <{name}> can be a thousand or a fraction.",
        hint="Look at the bank which it is and write it with a point and two decimals.",
        line=aggregate.line,
        column=name,
        excerpt=excerpt(aggregate),
    )


def repeated(aggregate: Aggregate) -> Fault:
    """One aggregate gives a value twice: two rows ran into one."""
    name = aggregate.repeated[0]
    return Fault(
        code="ofx_repeated_value",
        message=f"Line {aggregate.line}: <{name}> stands twice in one <{aggregate.name}>.",
        hint="A part of the file is missing or damaged here: download it again.",
        line=aggregate.line,
        column=name,
        excerpt=excerpt(aggregate),
    )


def unclosed(aggregate: Aggregate) -> Fault:
    """An end tag is missing that this file writes elsewhere."""
    return Fault(
        code="ofx_unclosed",
        message=f"Line {aggregate.line}: <{aggregate.name}> is never closed.",
        hint="A part of the file is missing or damaged here: download it again.",
        line=aggregate.line,
        column=aggregate.name,
        excerpt=excerpt(aggregate),
    )


def truncated(line: int) -> Fault:
    """The file ends before </OFX>."""
    return Fault(
        code="ofx_truncated",
        message=f"The file ends at line {line} without </OFX>: what follows is missing.",
        hint="Download the statement again; a part of a statement is never booked as whole.",
        line=line,
        column="OFX",
    )


def note(code: str, message: str, hint: str, line: int | None = None, column: str = "") -> Fault:
    """Something a person should know that keeps nothing from being read."""
    return Fault(code, message, hint, line=line, column=column, severity="note")


def capped(faults: list[Fault]) -> tuple[Fault, ...]:
    """At most FAULTS_MAX faults, errors kept first, and a last one that counts the rest."""
    if len(faults) <= FAULTS_MAX:
        return tuple(faults)
    first = sorted(faults, key=lambda f: f.severity == "note")[:FAULTS_MAX]
    more = len(faults) - FAULTS_MAX
    hint = "A file with so many faults is damaged as a whole: download it again."
    rest = Fault("ofx_more_faults", f"{more:,} more faults are not listed.", hint)
    return (*first, rest)
