"""ofxparse on OFX."""

from collections.abc import Iterable
from pathlib import Path

from ofxparse import OfxParser
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    with Path(path).open("rb") as file:
        ofx = OfxParser.parse(file)
    return [row.amount for account in ofx.accounts for row in account.statement.transactions]


timed(amounts_of)
