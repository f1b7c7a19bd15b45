"""Which units of a file are streamed as small clients: one rule, the same for everybody.

Here: the rule. Not here: reading (evaluate_data.py). A small client has 300 to 1,000 rows in
the file; of those, the ones whose name has the smallest SHA-256 are taken, which is a sample
that nobody chose. Where there are too few, the largest below come next.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

ROWS_MIN, ROWS_MAX = 300, 1_000
CLIENTS = 60


def clients_of(units: Iterable[str], wanted: int = CLIENTS) -> set[str]:
    """The names of up to `wanted` small clients; `units` holds one name a row, "" for none."""
    counts = Counter(unit for unit in units if unit)
    small = [unit for unit, count in counts.items() if ROWS_MIN <= count <= ROWS_MAX]
    fewer = [unit for unit, count in counts.items() if count < ROWS_MIN]
    ordered = sorted(small, key=_drawn) + sorted(fewer, key=lambda u: (-counts[u], _drawn(u)))
    return set(ordered[:wanted])


def _drawn(unit: str) -> str:
    return sha256(unit.encode()).hexdigest()
