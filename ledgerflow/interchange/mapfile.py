"""A person's own mapping of a journal's accounts: a CSV file of two columns.

Here: reading it. Not here: the other ways in which accounts are found (choosing.py).
"""

import csv
import io

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.journals.text import journal_text

_HEADINGS = {("account", "to"), ("from", "to"), ("journal", "code"), ("account", "code")}


def mapping_read(data: bytes, name: str) -> dict[str, str]:
    """Account in the journal -> code, key or name in the books, from rows `account,to`.

    A first row of the words account,to is passed over. Raises InputError naming the line.
    """
    mapping: dict[str, str] = {}
    reader = csv.reader(io.StringIO(journal_text(data)))
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not mapping and tuple(c.lower() for c in cells[:2]) in _HEADINGS):
            continue
        if len(cells) != 2 or not all(cells):
            raise _bad(name, reader.line_num, "has not two columns: the journal's account, yours")
        if mapping.get(cells[0], cells[1]) != cells[1]:
            raise _bad(
                name, reader.line_num, f"maps {cells[0]!r} a second time, to another account"
            )
        mapping[cells[0]] = cells[1]
    return mapping


def _bad(name: str, line: int, what: str) -> InputError:
    return InputError(
        f"{name}, line {line} {what}.",
        code="bad_account_map",
        hint="Write one row for each account, such as: Expenses:Office:Paper,6110",
    )
