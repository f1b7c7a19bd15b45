"""The firm a piece of work is done for.

Here: the context variable and how a transaction learns it. Not here: who may act for a firm
(firms/access.py). PostgreSQL's row-level security reads `app.firm_id`, set per transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

Scope = tuple[str, str]
"""(firm id, user id) as text; an empty string where there is none."""

_current: ContextVar[Scope | None] = ContextVar("ledgerflow_scope", default=None)

_TRANSACTION_OPEN = 2  # psycopg.pq.TransactionStatus.INTRANS


def current_scope() -> Scope | None:
    """The scope that is set, or None."""
    return _current.get()


def current_user_id() -> int | None:
    """The user the work is done as, where there is one."""
    scope = _current.get()
    return int(scope[1]) if scope and scope[1] else None


@contextmanager
def firm_scope(
    firm_id: int | None,
    user_id: int | None = None,
    *,
    using: str = "default",
    only_reads: bool = False,
) -> Iterator[None]:
    """Do the work inside for one firm; leaving checks deferred rules while it is still set.

    `only_reads`: nothing is written inside, so that there is nothing to check.
    """
    connection: Any = connections[using]
    token = _current.set((str(firm_id or ""), str(user_id or "")))
    try:
        if connection.in_atomic_block:
            connection.apply_scope()
        yield
        if connection.in_atomic_block and not (only_reads or connection.needs_rollback):
            connection.check_constraints()
    finally:
        _current.reset(token)
        if connection.in_atomic_block and _in_good_transaction(connection):
            connection.apply_scope()


def _in_good_transaction(connection: Any) -> bool:
    raw = connection.connection
    return raw is not None and raw.info.transaction_status == _TRANSACTION_OPEN
