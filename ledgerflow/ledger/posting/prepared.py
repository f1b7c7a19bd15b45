"""One statement that a connection prepares once and then runs with the fewest steps there are.

Here: the call over libpq itself, its errors as Django's. Not here: which statement (one.py). A
cursor costs more than all the writing of an entry: it adapts, quotes and looks at types for each
call. A pooler in between must carry prepared statements (PgBouncer does, from 1.21 on).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import DatabaseError, OperationalError, errors, pq

UNKNOWN_STATEMENT = "26000"
"""What a server says that never saw the statement, such as another one behind a pooler."""


@dataclass(frozen=True)
class Prepared:
    """A statement with one row as its answer; `$1` and so on stand for values.

    `binary` says of each value whether it comes as the type's bytes or as its text.
    """

    name: bytes
    sql: str
    binary: Sequence[bool]
    _known: WeakSet[Any] = field(default_factory=WeakSet, compare=False)

    def row(self, values: Sequence[bytes | None]) -> list[bytes | None]:
        """Run it on Django's default connection; the columns of its row as the types' bytes.

        Raises what a cursor of Django's raises; within a transaction that is broken too.
        """
        django = connections[DEFAULT_DB_ALIAS]  # itself: each look through a proxy costs
        django.validate_no_broken_transaction()
        django.close_if_health_check_failed()
        django.ensure_connection()
        with django.wrap_database_errors:
            if not django.queries_logged:
                return self._row(django.connection, values)
            begun = time.monotonic()
            try:
                return self._row(django.connection, values)
            finally:
                seconds = f"{time.monotonic() - begun:.3f}"
                django.queries_log.append({"sql": self.sql, "time": seconds})

    def _row(self, raw: Any, values: Sequence[bytes | None]) -> list[bytes | None]:
        if raw not in self._known:
            self._prepare(raw)
        result = raw.pgconn.exec_prepared(self.name, values, self.binary, pq.Format.BINARY)
        if _state(result) == UNKNOWN_STATEMENT and raw.autocommit:
            self._prepare(raw)
            result = raw.pgconn.exec_prepared(self.name, values, self.binary, pq.Format.BINARY)
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise _error_of(result)
        return [result.get_value(0, column) for column in range(result.nfields)]

    def _prepare(self, raw: Any) -> None:
        result = raw.pgconn.prepare(self.name, self.sql.encode())
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise _error_of(result)
        self._known.add(raw)


def _state(result: Any) -> str:
    return (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()


def _error_of(result: Any) -> Exception:
    """The error of psycopg that a refusal is; without a state the line was cut."""
    state, said = _state(result), result.get_error_message()
    if not state:
        return OperationalError(said)
    try:
        return errors.lookup(state)(said, info=result)
    except KeyError:
        return DatabaseError(said, info=result)
