"""System check: the tools that are switched on are functions that may be called.

Here: warnings at start and in `manage.py check --database default`. Not here: what is wrong with a
path (toolbox/). Warnings, not errors: a broken tool is refused at each call, and must not keep
the books from being served.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags
from django.core.checks import Warning as CheckWarning
from django.core.checks import register as register_check
from django.db import connections

from ledgerflow.agents.models import Tool
from ledgerflow.agents.toolbox.services import tools_check


def register() -> None:
    """Hook the check in; it reads rows, so it runs only where a database is asked for."""
    register_check(tool_rows, Tags.database)


def tool_rows(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning for each enabled tool that cannot be called; nothing before the first migration."""
    if not databases or "default" not in databases:
        return []
    if Tool._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [
        CheckWarning(
            f"Tool {fault.name} is switched on and will be refused: {fault.message}",
            hint=fault.hint,
            id="agents.W001",
        )
        for fault in tools_check()
        if fault.is_enabled
    ]
