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


def refuse_unscoped(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Django execute wrapper: raise FirmNotSet where RLS would answer with silence."""
    connection = context["connection"]
    if not connection.owner_mode and apps.ready:
        table = tenant_table(str(sql))
        if table and not _is_scoped(connection):
            raise FirmNotSet(
                f"A query on {table} ran outside a firm's transaction.",
                hint="Wrap the work in `with firm_scope(firm_id), transaction.atomic():`.",
            )
    return execute(sql, params, many, context)


def _is_scoped(connection: Any) -> bool:
    return current_scope() is not None and connection.in_atomic_block


@cache
def _pattern() -> re.Pattern[str] | None:
    names = [m._meta.db_table for m in apps.get_models() if getattr(m, "is_tenant", False)]
    joined = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf'"({joined})"') if names else None


@lru_cache(maxsize=4096)
def tenant_table(sql: str) -> str:
    """The first tenant table that a statement names, or ''. SQL texts repeat: cached."""
    pattern = _pattern()
    match = pattern.search(sql) if pattern else None
    return match.group(1) if match else ""
