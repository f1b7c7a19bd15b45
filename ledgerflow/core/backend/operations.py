"""The test flush: the owner may truncate append-only tables through one named door."""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.postgresql import operations


class Operations(operations.DatabaseOperations):
    """Django's operations with a flush that append-only tables let through."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Truncate as the owner with `app.allow_truncate` set for this transaction."""
        from ledgerflow.core.backend.base import as_owner

        alias = self.connection.alias
        with (
            as_owner(self.connection),
            transaction.atomic(using=alias),
            self.connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL app.allow_truncate = 'on'")
            for sql in sql_list:
                cursor.execute(sql)
