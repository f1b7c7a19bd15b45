"""Whether the schema is up to date."""

import pytest
from django.core.management import call_command
from django.db import OperationalError

from ledgerflow.core import migrating
from ledgerflow.core.migrating import migrate_if_needed, pending_migrations, wait_for_database


class Starting:
    """A database that answers at the given attempt."""

    def __init__(self, answers_at: int) -> None:
        self.asked = 0
        self.answers_at = answers_at

    def ensure_connection(self) -> None:
        self.asked += 1
        if self.asked < self.answers_at:
            raise OperationalError("the database system is starting up")


def started(monkeypatch, answers_at: int) -> Starting:
    database = Starting(answers_at)
    monkeypatch.setattr(migrating, "connections", {"default": database})
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0.001)
    return database


def test_a_test_database_lacks_nothing(db):
    assert pending_migrations() == []
    assert migrate_if_needed() == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_database_that_is_starting_is_waited_for(monkeypatch):
    database = started(monkeypatch, answers_at=4)
    wait_for_database(seconds=30)
    assert database.asked == 4


def test_a_database_that_never_answers_is_given_up(monkeypatch):
    database = started(monkeypatch, answers_at=1_000_000)
    wait_for_database(seconds=0.02)
    assert 1 < database.asked < 100


def test_without_a_wait_nothing_is_asked(monkeypatch):
    database = started(monkeypatch, answers_at=1)
    wait_for_database(seconds=0)
    assert database.asked == 0
