"""What probes are told: alive, ready, and why not."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from ledgerflow.embedded import EmbeddedError
from ledgerflow.ops import health


def test_a_living_process_answers_without_the_database(client):
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_a_migrated_database_is_ready(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "reasons": []})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("fault", [OperationalError("gone: host secret"), EmbeddedError("gone")])
def test_a_database_that_is_gone_is_said_without_details(client, monkeypatch, fault):
    def gone(_self):
        raise fault

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "reasons": [health.UNREACHABLE]}


def test_a_missing_migration_is_named(client, db, monkeypatch):
    known = health.known_migrations() | {("ledger", "9999_invented")}
    monkeypatch.setattr(health, "known_migrations", lambda: known)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "1 missing, the first is ledger.9999_invented" in answer.json()["reasons"][0]


def test_probes_only_read(client):
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405
