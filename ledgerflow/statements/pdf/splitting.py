"""Where a document goes on with another account.

Here: the rows that name the account of what follows. Not here: account numbers (identity.py).
"""

from collections.abc import Sequence, Set

from ledgerflow.statements.pdf.identity import (
    LABELLED,
    NAMED,
    PART,
    AccountNumber,
    account_number,
    number_under,
)
from ledgerflow.statements.pdf.scanning import Scan

_GAP_MAX = 6.4
_INDENT_MIN = 10.0
_NAME_MAX = 4


def account_splits(
    scans: Sequence[Scan], tables: set[int], heads: Set[int] = frozenset()
) -> dict[int, str]:
    """The rows that name the account that follows.

    `tables` are rows of money, `heads` the rows of titles above tables (by number).
    """
    found: list[tuple[int, str, int, bool]] = []
    for at, scan in enumerate(scans):
        if at in tables:
            continue
        if not scan.row.has_digit or _is_below(scans, at, tables):
            continue
        number = _under(scans, at, heads) or account_number(scan.row)
        if number is None:
            continue
        sure = number.sure if not scan.figures else min(number.sure, NAMED - 1)
        found.append((at, number.text, sure, scan.is_furniture))
    if any(f[2] == PART for f in found):
        # beside an account of a membership, the next one may be headed in other words
        found = [
            (
                at,
                text,
                LABELLED if sure >= NAMED and len(scans[at].row.words) <= _NAME_MAX else sure,
                f,
            )
            for at, text, sure, f in found
        ]
    own = [f for f in found if f[2] >= LABELLED and not f[3]] or [
        f for f in found if f[2] >= NAMED and not f[3]
    ]
    best = own or [f for f in found if f[2] >= NAMED]
    if not best and found:
        best = [max(found, key=lambda f: sum(c.isdigit() for c in f[1]))]
    longest = sorted({text for _, text, _, _ in best}, key=len, reverse=True)
    return {at: text if sure == PART else _whole(text, longest) for at, text, sure, _ in best}


def _under(scans: Sequence[Scan], at: int, heads: Set[int]) -> AccountNumber | None:
    """The number below a label in the row above; titles of a table label columns only."""
    if at == 0 or at - 1 in heads:
        return None
    above, row = scans[at - 1].row, scans[at].row
    is_near = above.page == row.page and row.top - above.bottom < 2 * row.size
    return number_under(above, row) if is_near else None


def _whole(text: str, longest: Sequence[str]) -> str:
    """The longest number that this one is a part of: '96731566' of '20-00-00 96731566'."""
    digits = _digits(text)
    return next((other for other in longest if digits and digits in _digits(other)), text)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _is_below(scans: Sequence[Scan], at: int, tables: set[int]) -> bool:
    """True for a text below a row of money, further right than its day: it tells of a payee."""
    row = scans[at].row
    for before in range(at - 1, max(-1, at - 7), -1):
        above = scans[before].row
        if above.page != row.page or row.top - above.bottom > _GAP_MAX * row.size:
            return False
        if before in tables:
            return row.left > above.left + 2 * _INDENT_MIN
    return False
