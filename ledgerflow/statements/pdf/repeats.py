"""Lists that repeat rows of the table: the checks that it has, set out again by number.

Here: telling what stands there twice. Not here: equal lines of two files.
"""

from collections.abc import Iterable

from ledgerflow.statements.pdf.accounts import Item

_LISTED = -1
"""The layout of rows that stand several side by side, as lists of checks do."""
_MARKS = "#*"


def is_repeat(listed: Item, items: Iterable[Item]) -> bool:
    """True where a row of a table has the number, day and amount of an entry of a list.

    A check is paid once: its number on the same day with the same amount is the same payment.
    """
    number = listed.reference.strip(_MARKS)
    if not number or listed.day is None:
        return False
    amounts = {abs(f.value) for f in listed.figures.values()}
    for item in items:
        if item.layout == _LISTED or item.day is None or item.day.day != listed.day.day:
            continue
        words = (*item.reference.split(), *item.own_text.split())
        is_same = amounts <= {abs(f.value) for f in item.figures.values()}
        if is_same and number in {w.strip(_MARKS) for w in words}:
            return True
    return False
