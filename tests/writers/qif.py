"""QIF with one or several accounts: rows of date, amount, payee, memo, number and splits.

Here: one order of day and month and one decimal mark for a file, as programs write it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from tests.writers.amounts import printed

ORDERS = {
    "dmy": lambda d: f"{d:%d/%m/%Y}",
    "mdy": lambda d: f"{d.month}/{d.day:2}'{d:%y}",
    "ymd": lambda d: f"{d:%Y-%m-%d}",
}
KINDS = {"checking": "Bank", "card": "CCard", "loan": "Oth L"}


def qif_file(
    statements: Sequence[ParsedStatement],
    order: str = "mdy",
    mark: str = ".",
    newline: str = "\n",
    encoding: str = "utf-8",
    split_every: int = 0,
) -> bytes:
    """A whole export; every `split_every`th row is split in two (0: none)."""
    lines: list[str] = []
    for one in statements:
        kind = KINDS.get(one.account_kind, "Bank")
        lines += ["!Account", f"N{one.account_id}", f"T{kind}", "^", f"!Type:{kind}"]
        for at, line in enumerate(one.lines, 1):
            is_split = bool(split_every) and at % split_every == 0
            lines += _row(line, one.currency, order, mark, is_split=is_split)
    return (newline.join(lines) + newline).encode(encoding)


def _row(
    line: ParsedLine, currency: str, order: str, mark: str, *, is_split: bool
) -> Iterator[str]:
    def money(value: object) -> str:
        return printed(value, currency, mark, "," if mark == "." else ".")

    day: dt.date = line.date
    yield "D" + ORDERS[order](day)
    yield "T" + money(line.amount)
    if line.check_number:
        yield "N" + line.check_number
    yield "P" + line.counterparty
    if line.description != line.counterparty:
        yield "M" + line.description
    if is_split:
        yield from ("SOne", "$" + money(line.amount - 7), "STwo", "$" + money(line.amount * 0 + 7))
    yield "^"
