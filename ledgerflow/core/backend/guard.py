"""A query on a tenant table outside a firm's transaction is a programming fault: refuse loudly.

Here: recognising such a query. Not here: the wall itself, which is row-level security in
PostgreSQL; without a firm it shows no rows, and an empty report would look right.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.apps import apps

from ledgerflow.core.errors import FirmNotSet
from ledgerflow.core.scope import current_scope

BEFORE_A_FIRM = frozenset({"firms_firm", "firms_membership"})
"""What a person may read before a firm is chosen: their own rows only, by policy."""


def refuse_unscoped(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django execute wrapper: raise FirmNotSet where RLS would answer with silence."""
    connection = context["connection"]
    if not connection.owner_mode and apps.ready:
        table = tenant_table(str(sql))
        if table and not _is_scoped(connection, table):
            raise FirmNotSet(
                f"A query on {table} ran outside a firm's transaction.",
                hint="Wrap the work in `with firm_scope(firm_id), transaction.atomic():`.",
            )
    return execute(sql, params, many, context)


def _is_scoped(connection: Any, table: str) -> bool:
    scope = current_scope()
    if scope is None or not connection.in_atomic_block:
        return False
    return bool(scope[0]) or table in BEFORE_A_FIRM


@cache
def _pattern() -> re.Pattern[str] | None:
    names = [m._meta.db_table for m in apps.get_models() if getattr(m, "is_tenant", False)]
    joined = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf'"({joined})"') if names else None


@lru_cache(maxsize=4096)
def tenant_table(sql: str) -> str:
    """A tenant table that a statement names, or ''; one that needs a firm comes first.

    SQL texts repeat: cached.
    """
    pattern = _pattern()
    named = pattern.findall(sql) if pattern else []
    return min(named, key=BEFORE_A_FIRM.__contains__, default="")
