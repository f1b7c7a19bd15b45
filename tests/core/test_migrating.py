"""Whether the schema is up to date."""

import pytest
from django.core.management import call_command

from ledgerflow.core.migrating import migrate_if_needed, pending_migrations


def test_a_test_database_lacks_nothing(db):
    assert pending_migrations() == []
    assert migrate_if_needed() == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
