"""`manage.py migrate` runs as the owner of the tables; everything else as the application."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from ledgerflow.core.backend.base import as_owner
from ledgerflow.core.migrating import wait_for_database


class Command(migrate.Command):
    """Django's migrate, as the owner; `--wait` lets a database start first."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's arguments and `--wait`."""
        super().add_arguments(parser)
        parser.add_argument(
            "--wait",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help="Wait so long for a database that does not answer yet.",
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Wait before the system checks, which ask the database too."""
        wait_for_database(using=options["database"], seconds=options.get("wait", 0.0))
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconnect as the owner for the length of the command."""
        connection = connections[options["database"]]
        with as_owner(connection):
            super().handle(*args, **options)
