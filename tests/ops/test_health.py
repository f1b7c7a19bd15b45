"""What probes are told: alive, ready, why not, and what is missing meanwhile."""

import time

import pytest
from django.db import OperationalError, ProgrammingError

from ledgerflow import __version__
from ledgerflow.embedded import EmbeddedError
from ledgerflow.ops import disk, health, reachable
from ledgerflow.ops.disk import Space
from tests.loopback import closed_port


def test_a_living_process_answers_without_the_database(client):
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_the_version_is_told_without_the_database(client, settings):
    settings.REVISION = None
    said = {"name": "LedgerFlow", "version": __version__, "revision": None}
    assert client.get("/version").json() == said
    settings.REVISION = "abc1234"
    assert client.get("/version").json() == said | {"revision": "abc1234"}


def test_probes_are_answered_without_encryption(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert [client.get(f"/{name}").status_code for name in ("livez", "version")] == [200, 200]


def test_a_migrated_database_is_ready_and_says_that_nobody_works(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "reasons": [], "degraded": ["workers"]}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (OperationalError("gone: host secret"), reachable.UNREACHABLE),
        (EmbeddedError("gone"), reachable.UNREACHABLE),
        (ProgrammingError("permission denied for table secret"), reachable.REFUSING),
    ],
)
def test_a_database_that_is_gone_is_said_without_details(client, db, monkeypatch, fault, reason):
    def gone(_connection):
        raise fault

    monkeypatch.setattr(reachable, "applied_migrations", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "reasons": [reason], "degraded": []}


def test_a_missing_migration_is_named(client, db, monkeypatch):
    known = reachable.known_migrations() | {("ledger", "9999_invented")}
    monkeypatch.setattr(reachable, "known_migrations", lambda: known)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "1 missing, the first is ledger.9999_invented" in answer.json()["reasons"][0]


def test_a_full_disk_under_the_originals_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(health, "space", lambda folder: Space(0.03, 40_000))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"][0] == ("The disk under the originals is nearly full: 3% free.")


def test_a_folder_that_cannot_be_asked_is_not_ready(client, db, monkeypatch):
    def broken(_path):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk.shutil, "disk_usage", broken)
    reasons = client.get("/readyz").json()["reasons"]
    assert reasons[0] == "The folder of the originals cannot be reached."


def test_services_that_are_down_are_degraded_and_no_address_is_told(client, db, settings):
    port = closed_port()
    settings.SEARXNG_URL = settings.LLM_BASE_URL = f"http://127.0.0.1:{port}"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://:hunter2@127.0.0.1:{port}/0",
        }
    }
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] == ["redis", "searxng", "model", "workers"]
    assert str(port) not in answer.content.decode()


def test_a_probe_takes_less_than_a_twentieth_of_a_second(client, db):
    client.get("/readyz")
    times = []
    for _ in range(7):
        began = time.perf_counter()
        client.get("/readyz")
        times.append(time.perf_counter() - began)
    assert sorted(times)[3] < 0.05


def test_probes_only_read(client):
    for name in ("livez", "readyz", "version"):
        assert client.post(f"/{name}").status_code == 405
