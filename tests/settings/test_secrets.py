"""Secrets made once, kept for their owner only."""

import threading

from ledgerflow.settings.secrets import generated_secret


def test_a_secret_is_made_once_and_read_again(tmp_path):
    folder = tmp_path / "state"
    first = generated_secret(folder, "secret_key")
    assert len(first) > 40
    assert generated_secret(folder, "secret_key") == first
    assert generated_secret(folder, "other") != first


def test_only_its_owner_reads_it_and_nothing_is_left_of_the_making(tmp_path):
    folder = tmp_path / "state"
    generated_secret(folder, "secret_key")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_starting_at_once_gives_one_secret(tmp_path, monkeypatch):
    from ledgerflow.settings import secrets

    ids = iter(range(100))
    monkeypatch.setattr(secrets.os, "getpid", lambda: next(ids))
    found = set()
    threads = [
        threading.Thread(target=lambda: found.add(generated_secret(tmp_path, "k")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["k"]
