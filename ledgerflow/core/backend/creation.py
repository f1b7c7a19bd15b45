"""Test databases are made and dropped by the owner; the tests run as the application role."""

from typing import Any

from django.db.backends.postgresql import creation


class Creation(creation.DatabaseCreation):
    """Create and destroy the test database as its owner."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """As Django's, as the owner, and without reading rows back (no firm is set)."""
        from ledgerflow.core.backend.base import as_owner

        kwargs["serialize"] = False
        with as_owner(self.connection):
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, as the owner."""
        from ledgerflow.core.backend.base import as_owner

        with as_owner(self.connection):
            super().destroy_test_db(*args, **kwargs)

    def serialize_db_to_string(self) -> str:
        """Nothing: rows of tenants cannot be read without a firm."""
        return "[]"
