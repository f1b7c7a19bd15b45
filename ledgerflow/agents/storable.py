"""What a model, a server or a page said, made fit for PostgreSQL; pure.

Here: text without what no column takes, numbers within a column's bounds. Not here: what it means,
or how it is shown. Nothing is refused: a record of what was said must not fail on what was said.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

INTEGER_MAX = 2_147_483_647
COST_MAX = Decimal("999999.999999")
NUMBER_MAX = 10**300
DEPTH_MAX = 40
MISSING = "\ufffd"


def text_of(value: object, limit: int | None = None) -> str:
    """As text without NUL and lone surrogates, which no text column takes; cut at `limit`."""
    said = str(value)[:limit].replace("\0", MISSING)
    return said.encode("utf-8", "surrogatepass").decode("utf-8", "replace")[:limit]


def json_of(value: Any, depth: int = 0) -> Any:
    """The value as PostgreSQL's JSON takes it: texts cleaned, numbers without a value as null.

    What is nested deeper than DEPTH_MAX is left out.
    """
    if depth > DEPTH_MAX:
        return None
    if isinstance(value, Mapping):
        return {text_of(key): json_of(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_of(one, depth + 1) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value if math.isfinite(value) and abs(value) < NUMBER_MAX else None
    return text_of(value)


def count_of(value: int) -> int:
    """A count within an integer column."""
    return min(max(int(value), 0), INTEGER_MAX)


def cost_of(value: Decimal) -> Decimal:
    """US dollars within a cost column; what is no number costs nothing."""
    return min(max(value, Decimal(0)), COST_MAX) if value.is_finite() else Decimal(0)
