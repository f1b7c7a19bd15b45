"""mt-940 on MT940."""

from collections.abc import Iterable

import mt940
from timed import timed


def amounts_of(path: str) -> Iterable[object]:
    return [row.data["amount"].amount for row in mt940.parse(path)]


timed(amounts_of)
