"""Whether pages of a statement are missing, by what it prints.

Here: 'Page 2 of 5', 'Seite 2 von 5', '2/5' at the edge of pages; a balance carried forward to a
page without words. Not here: what is on the pages.
"""

import re
from collections.abc import Sequence

from ledgerflow.statements.parsed import Fault
from ledgerflow.statements.pdf.rows import Row

_NUMBERED = re.compile(
    r"(?:^|\b(?:page|seite|blatt|sheet|hoja|pagina|folha|sida|side|pag|foglio)\b\W*)"
    r"(\d{1,3})\s*(?:of|von|de|di|van|av|sur|/)\s*(\d{1,3})\s*$",
    re.IGNORECASE,
)
_EDGE_ROWS = 4


def missing_pages(pages: Sequence[Sequence[Row]], *, is_closed: bool) -> list[Fault]:
    """A fault where every page tells the same number of pages and fewer are there.

    Only a note where each statement has a printed closing balance (`is_closed`): the figures
    then tell whether anything is missing.
    """
    found = [_number(rows) for rows in pages if rows]
    totals = {pair[1] for pair in found if pair is not None}
    if None in found or len(totals) != 1 or not found:
        return []
    total = totals.pop()
    there = {pair[0] for pair in found if pair is not None}
    missing = sorted(set(range(1, total + 1)) - there)
    if not missing or len(there) != len(found) or max(there) > total:
        return []
    listed = ", ".join(map(str, missing[:10]))
    return [
        Fault(
            "pdf_pages_missing",
            f"The pages are numbered up to {total}, and these are not in the file: {listed}.",
            "Import the whole statement: the missing pages may hold transactions.",
            severity="note" if is_closed else "error",
        )
    ]


def emptied_page(pages: Sequence[Sequence[Row]], *, is_carried: bool) -> list[Fault]:
    """A fault where the last balance is carried forward, and only pages without words follow.

    A blank page alone is none: banks print them. With `is_carried` the bank says itself that
    its statement goes on there.
    """
    if not is_carried or not pages or pages[-1]:
        return []
    return [
        Fault(
            "pdf_pages_missing",
            f"The balance is carried forward, but page {len(pages)} has no words to read.",
            "Download the statement again: the file may be damaged on that page.",
        )
    ]


def _number(rows: Sequence[Row]) -> tuple[int, int] | None:
    for row in [*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]]:
        found = _NUMBERED.search(row.text)
        if found and 1 <= int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    return None
