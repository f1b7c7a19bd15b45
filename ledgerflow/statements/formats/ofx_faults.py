"""What an OFX reader has to say about a file: each kind of fault worded once.

Here: wording and codes. Not here: deciding that something is a fault (ofx_statements.py).
"""

from ledgerflow.statements.formats.faults import DAMAGED, Wording
from ledgerflow.statements.formats.ofx_tree import Aggregate
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, Severity


def excerpt(aggregate: Aggregate) -> str:
    """The values of an aggregate as they were read, short."""
    whole = "".join([f"<{name}>{value}" for name, value in aggregate.fields.items()])
    return whole[:EXCERPT_LIMIT]


_about = Wording(excerpt)


def missing(aggregate: Aggregate, name: str, what: str) -> Fault:
    """A value that must be there is not, or is empty."""
    text = f"<{aggregate.name}> has no {what} (<{name}>)"
    return _about(aggregate, "ofx_missing_value", name, text)


def unreadable(aggregate: Aggregate, name: str, what: str, *, is_note: bool = False) -> Fault:
    """A value is there and is not what it must be: `what` is "amount" or "date"."""
    value = aggregate.fields.get(name, "")[:60]
    text = f"{value!r} in <{name}> is not {_EXPECTED[what]}"
    severity: Severity = "note" if is_note else "error"
    return _about(aggregate, f"ofx_bad_{what}", name, text, severity=severity)


_EXPECTED = {
    "amount": "an amount such as -1234.56 with at most four decimals",
    "date": "a day such as 20250131",
}


def ambiguous(aggregate: Aggregate, name: str) -> Fault:
    """An amount such as 1,234 that has two readings."""
    text = f"{aggregate.fields[name]!r} in <{name}> can be a thousand or a fraction"
    hint = "Look at the bank which it is and write it with a point and two decimals."
    return _about(aggregate, "ofx_ambiguous_amount", name, text, hint)


def repeated(aggregate: Aggregate) -> Fault:
    """One aggregate gives a value twice: two rows ran into one."""
    name = aggregate.repeated[0]
    text = f"<{name}> stands twice in one <{aggregate.name}>"
    return _about(aggregate, "ofx_repeated_value", name, text, DAMAGED)


def unclosed(aggregate: Aggregate) -> Fault:
    """An end tag is missing that this file writes elsewhere."""
    text = f"<{aggregate.name}> is never closed"
    return _about(aggregate, "ofx_unclosed", aggregate.name, text, DAMAGED)


def outside(aggregate: Aggregate) -> Fault:
    """A transaction that belongs to no account's statement."""
    text = "a transaction stands outside of any account's statement"
    hint = "The file is damaged: download it again from the bank."
    return _about(aggregate, "ofx_outside_statement", aggregate.name, text, hint)


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
