"""`manage.py migrate` runs as the owner of the tables; everything else as the application."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from ledgerflow.core.backend.base import as_owner


class Command(migrate.Command):
    """Django's migrate, as the owner."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconnect as the owner for the length of the command."""
        connection = connections[options["database"]]
        with as_owner(connection):
            super().handle(*args, **options)
