"""The decimal mark of a table's amounts: by what the amounts allow, else by the file's form.

Here: collecting the votes of a whole file. Not here: one amount and its votes (amounts.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledgerflow.statements.tables.amounts import mark_evidence, read_amount
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.grid import column_of

_DISTINCT_AMOUNTS = 1_500
_MONEY = ("amount", "in", "out", "balance")


def money_places(roles: Sequence[str]) -> list[int]:
    """The columns that hold amounts or balances."""
    return [i for i, r in enumerate(roles) if r in _MONEY]


def decide_decimal(
    rows: Sequence[Sequence[str]], roles: Sequence[str], delimiter: str, given: Mapping[str, Any]
) -> tuple[str, str]:
    """The decimal mark of the data rows and the reason in words."""
    if given.get("decimal") in (".", ","):
        return str(given["decimal"]), "stated"
    texts = _distinct_texts(rows, money_places(roles))
    votes = mark_evidence([t for t in texts if not looks_like_date(t)])
    if votes["."] == votes[","]:
        mark = "," if delimiter == ";" else "."
        return mark, f"nothing in the amounts decides it; '{mark}' goes with this file's form"
    mark = "." if votes["."] > votes[","] else ","
    points, against = votes[mark], min(votes.values())
    return mark, f"'{mark}' is the decimal mark: {points} points for it, {against} against"


def _distinct_texts(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> list[str]:
    """Distinct stripped texts of some columns, at most about _DISTINCT_AMOUNTS."""
    seen: dict[str, None] = {}
    for cells in zip(*(column_of(rows, place) for place in columns), strict=True):
        seen.update(dict.fromkeys(cells))
        if len(seen) > _DISTINCT_AMOUNTS:
            break
    return [text for text in dict.fromkeys(map(str.strip, seen)) if text]


def shows_comma(rows: Sequence[Sequence[str]], roles: Sequence[str]) -> bool:
    """True where an amount can only be read with a decimal comma."""
    columns = money_places(roles)
    return any(
        read_amount(r[c].strip(), ".") is None for r in rows for c in columns if c < len(r) and r[c]
    )
