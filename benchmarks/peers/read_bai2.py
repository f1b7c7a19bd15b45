"""bai2 on BAI2, with its check of totals and counts as it comes."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from bai2 import bai2
from bai2.constants import TypeCodeTransaction
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    with Path(path).open(encoding="utf-8") as file:
        parsed = bai2.parse_from_file(file)
    rows = [t for group in parsed.children for one in group.children for t in one.children]
    credit = TypeCodeTransaction.credit
    return [
        Decimal(t.amount if t.type_code.transaction == credit else -t.amount) / 100 for t in rows
    ]


timed(amounts_of)
