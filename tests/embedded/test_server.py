"""Start and stop, below the locks."""

from pathlib import Path

import psycopg
import pytest

from ledgerflow import embedded
from ledgerflow.embedded import processes, server
from tests.embedded.other_processes import ask


def test_a_stop_within_its_time_leaves_no_socket_and_no_pid_file(state_dir: Path) -> None:
    with embedded.running(state_dir) as address:
        assert processes.live_server(address.data_dir) is not None
    assert not (address.data_dir / processes.PID_FILE).exists()
    assert not list(address.socket_dir.glob(".s.PGSQL*"))


def test_passwords_of_another_database_are_told_apart_from_a_dead_server(
    state_dir: Path,
) -> None:
    with embedded.running(state_dir):
        pass
    text = (state_dir / "credentials.json").read_text()
    (state_dir / "credentials.json").write_text(text.replace('"superuser": "', '"superuser": "x'))
    with pytest.raises(embedded.EmbeddedError, match="refuses the generated password") as caught:
        embedded.ensure(state_dir)
    assert caught.value.code == "credentials"
    assert embedded.status(state_dir).state == "stopped"


def test_a_large_log_is_put_aside_at_the_next_start(
    state_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LOG_BYTES", 10)
    with embedded.running(state_dir) as address:
        assert address.log_file.with_name("server.log.1").exists()
        assert ask(address, "SELECT 1") == 1
    assert address.log_file.stat().st_mode & 0o777 == 0o600


def test_a_client_in_a_transaction_does_not_hold_up_the_stop(state_dir: Path) -> None:
    with embedded.running(state_dir) as address:
        client = psycopg.connect(
            host=str(address.socket_dir),
            port=address.port,
            dbname=address.database,
            user=address.owner_user,
            password=address.owner_password,
        )
        client.execute("CREATE TABLE half_done (id bigint)")
    assert embedded.status(state_dir).state == "stopped"
    client.close()
