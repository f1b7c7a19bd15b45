"""quiffen on QIF."""

from collections.abc import Iterable

from quiffen import Qif
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    qif = Qif.parse(path, day_first=False)
    lists = [rows for one in qif.accounts.values() for rows in one.transactions.values()]
    return [row.amount for rows in lists for row in rows]


timed(amounts_of)
