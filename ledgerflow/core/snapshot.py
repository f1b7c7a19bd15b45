"""One consistent picture of the database for a long read, whatever others post meanwhile.

Here: a transaction that is REPEATABLE READ from its first statement. Not here: who reads what.
The firm is told to PostgreSQL by the first statement of every transaction, after which the level
can no longer be set: so the driver says it in BEGIN itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import connections


@contextmanager
def one_picture(using: str = "default") -> Iterator[None]:
    """The transaction opened inside sees one moment of the database until its end.

    Inside a transaction that runs already nothing changes: its level was chosen when it began.
    """
    connection: Any = connections[using]
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    before = raw.isolation_level
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    try:
        yield
    finally:
        with suppress(psycopg.Error):  # a connection that broke is not used again
            raw.isolation_level = before
