"""The database wrapper: lazy address, owner mode for migrations, the firm per transaction.

Here: connection handling only. Not here: what a scope is (core/scope.py) or which tables are
tenants' (guard.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base

from ledgerflow.core.backend.creation import Creation
from ledgerflow.core.backend.guard import refuse_unscoped
from ledgerflow.core.backend.operations import Operations
from ledgerflow.core.scope import current_scope

SET_SCOPE = "SELECT set_config('app.firm_id', %s, true), set_config('app.user_id', %s, true)"


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as the application role; `as_owner` for migrations and test set-up."""

    creation_class = Creation
    ops_class = Operations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_mode = False
        self.execute_wrappers.append(refuse_unscoped)

    def resolve_address(self) -> None:
        """Ask where the database is, once; the embedded server starts here."""
        resolve = self.settings_dict.pop("RESOLVE", None)
        if resolve is not None:
            self.settings_dict.update(resolve())

    def get_connection_params(self) -> dict[str, Any]:
        self.resolve_address()
        return super().get_connection_params()

    def _set_autocommit(self, autocommit: bool) -> None:  # False: a transaction begins
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # untyped in the stubs
        if not autocommit and current_scope() is not None:
            self.apply_scope()

    def apply_scope(self) -> None:
        """Tell the running transaction its firm and user."""
        raw = self.connection
        with self.wrap_database_errors, raw.cursor() as cursor:
            cursor.execute(SET_SCOPE, current_scope() or ("", ""))


@contextmanager
def as_owner(connection: Any) -> Iterator[Any]:
    """Reconnect as the owner of the tables; only migrate and tests do this."""
    connection.resolve_address()
    settings = connection.settings_dict
    saved = {key: settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    owner = settings.get("OWNER")
    connection.close()
    if owner:
        options = {k: v for k, v in saved["OPTIONS"].items() if k != "pool"}
        settings.update({"OPTIONS": options} | owner)
    connection.owner_mode = True
    try:
        yield connection
    finally:
        connection.close()
        connection.owner_mode = False
        settings.update(saved)
