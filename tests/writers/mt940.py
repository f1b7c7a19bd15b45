"""MT940: one message per statement, bare or in SWIFT's envelope.

Here: entries with C, D, RC and RD, with or without entry date, details plain or in subfields.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from tests.writers.amounts import printed

MARKS = {True: ("C", "RD"), False: ("D", "RC")}
PARTS = (20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63)
PART_WIDTH = 26  # a full subfield of 27 is taken to be cut inside of a word


def mt940_file(
    statements: Sequence[ParsedStatement],
    newline: str = "\r\n",
    end: str = "-",
    encoding: str = "utf-8",
    *,
    reversals: bool = False,
    entry_dates: bool = True,
    subfields: bool = False,
) -> bytes:
    """A whole file. `reversals` writes every second entry as one; `end` closes each message."""
    lines: list[str] = []
    for number, one in enumerate(statements, 1):
        if end == "-}":
            lines.append("{1:F01EXAMDEFFAXXX0000000000}{2:I940EXAMDEFFXXXXN}{4:")
        lines += [f":20:REF{number}", f":25:{one.account_id}", f":28C:{number}/1"]
        lines.append(f":60F:{_balance(one.opening, one.currency)}")
        for at, line in enumerate(one.lines):
            reverse = reversals and at % 2 == 1
            lines.append(_entry(line, one.currency, reverse=reverse, entry_date=entry_dates))
            lines += _details(line.description, subfields=subfields)
        lines.append(f":62F:{_balance(one.closing, one.currency)}")
        lines += [end] if end else []
    return (newline.join(lines) + newline).encode(encoding)


def _entry(line: ParsedLine, currency: str, *, reverse: bool, entry_date: bool) -> str:
    mark = MARKS[line.amount >= 0][reverse]
    booked = f"{line.date:%m%d}" if entry_date else ""
    kind, bank_id = line.bank_type or "NTRF", line.bank_id
    digits = _digits(line.amount, currency)
    return f":61:{line.date:%y%m%d}{booked}{mark}{digits}{kind}NONREF//{bank_id}"


def _balance(balance: Balance | None, currency: str) -> str:
    assert balance is not None, "MT940 prints both balances"
    mark = "C" if balance.amount >= 0 else "D"
    return f"{mark}{balance.date:%y%m%d}{currency}{_digits(balance.amount, currency)}"


def _digits(value: Decimal, currency: str) -> str:
    text = printed(abs(value), currency, ",")
    return text if "," in text else f"{text},"


def _details(text: str, *, subfields: bool) -> Iterator[str]:
    """Plain text on one line, or ?20 to ?63 behind the bank's booking code, wrapped by words."""
    if not subfields:
        yield f":86:{text}"
        return
    parts, current = [], ""
    for word in text.split():
        if current and len(current) + 1 + len(word) > PART_WIDTH:
            parts.append(current)
            current = ""
        current = f"{current} {word}".strip()
    parts.append(current)
    assert len(parts) <= len(PARTS), "the text is too long for subfields"
    coded = [f"?{code}{part}" for code, part in zip(PARTS, parts, strict=False)]
    yield ":86:166?00TRANSFER" + coded[0]
    yield from coded[1:]
