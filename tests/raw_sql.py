"""Raw connections to the test database, as the application's role and as the owner.

Here: connecting past Django, and saying what a refusal means. Not here: rows to attack.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection

from ledgerflow.core.constraints import error_of
from ledgerflow.core.errors import LedgerFlowError

NOT_ALLOWED = "42501"


def connect(*, owner: bool = False, firm: int | None = None, user: int | None = None) -> Any:
    """A psycopg connection of its own; firm and user hold for the session."""
    given = connection.settings_dict
    assert str(given["NAME"]).startswith("test_")
    who = given["OWNER"] if owner else given
    raw = psycopg.connect(
        dbname=given["NAME"],
        host=given["HOST"],
        port=given["PORT"] or None,
        user=who["USER"],
        password=who["PASSWORD"],
    )
    act_for(raw, firm, user)
    raw.commit()
    return raw


def act_for(raw: Any, firm: int | None, user: int | None = None) -> None:
    """Set the firm and the user for this session."""
    raw.execute(
        "SELECT set_config('app.firm_id', %s, false), set_config('app.user_id', %s, false)",
        [str(firm or ""), str(user or "")],
    )


def insert(raw: Any, table: str, values: Mapping[str, Any]) -> int:
    """Insert one row; its id, 0 for a table without."""
    columns = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    returned = "0" if table == "ledger_journalline" else "id"
    row = raw.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {returned}", values
    )
    return int(row.fetchone()[0])


def check_deferred(raw: Any) -> None:
    """What COMMIT would check."""
    raw.execute("SET CONSTRAINTS ALL IMMEDIATE")


def meaning(error: psycopg.Error) -> LedgerFlowError | None:
    """The LedgerFlowError that a refusal stands for when it comes through Django."""
    seen = DatabaseError(str(error))
    seen.__cause__ = error
    return error_of(seen)


class Refused:
    """Expects a refusal by PostgreSQL inside; then rolls back and says what it was."""

    def __init__(self, raw: Any, kind: type[LedgerFlowError] | None, constraint: str) -> None:
        self.raw, self.kind, self.constraint = raw, kind, constraint
        self.expected = pytest.raises(psycopg.Error)

    def __enter__(self) -> "Refused":
        self.caught = self.expected.__enter__()
        return self

    def __exit__(self, *details: Any) -> bool:
        swallowed = bool(self.expected.__exit__(*details))
        self.raw.rollback()
        error = self.caught.value
        assert (error.diag.constraint_name or "") == self.constraint, str(error)
        if not self.constraint:
            assert error.sqlstate == NOT_ALLOWED, str(error)
        if self.kind is not None:
            assert type(meaning(error)) is self.kind, str(error)
        return swallowed


def refused(raw: Any, kind: type[LedgerFlowError] | None = None, constraint: str = "") -> Refused:
    """`with refused(raw, ErrorClass, "constraint"):`; without a constraint, by missing rights."""
    return Refused(raw, kind, constraint)
