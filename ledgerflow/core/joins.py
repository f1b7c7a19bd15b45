"""How PostgreSQL joins large sets that its statistics do not know yet.

Here: one switch for the rest of a block. Not here: queries. Right after a large import of a firm
the planner still counts on a handful of its rows, and would go through all of them once for each.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

MANY_ROWS = 5_000
"""From so many rows on, reading a table once is cheaper than a plan that may be wrong."""


@contextmanager
def joined_as_sets(rows: int) -> Iterator[None]:
    """Join by hash or merge inside the block, where it is about many `rows`.

    Call within a transaction. Few rows are left to the planner: no plan can be bad enough.
    """
    if rows < MANY_ROWS:
        yield
        return
    _nested_loops("off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _nested_loops("on")


def _nested_loops(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_nestloop = {state}")
