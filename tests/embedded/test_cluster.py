"""The data folder: what is refused, and how that is said."""

import os
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from ledgerflow import embedded
from ledgerflow.embedded.cluster import UNFINISHED, server_settings
from tests.embedded.other_processes import ask, run_python


@pytest.fixture
def data(state_dir: Path) -> Path:
    """The data folder of a server that ran once and stopped."""
    with embedded.running(state_dir) as server:
        return server.data_dir


def test_data_of_another_major_version_is_refused_by_name(state_dir: Path, data: Path) -> None:
    (data / "PG_VERSION").write_text("15\n")
    with pytest.raises(embedded.EmbeddedError, match=r"made by PostgreSQL 15; .* 17") as caught:
        embedded.ensure(state_dir)
    assert caught.value.code == "wrong_version"
    assert "pg_dump" in caught.value.hint


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control", "pg_wal"])
def test_a_damaged_data_folder_names_what_is_missing(
    state_dir: Path, data: Path, lost: str
) -> None:
    victim = data / lost
    shutil.rmtree(victim) if victim.is_dir() else victim.unlink()
    with pytest.raises(embedded.EmbeddedError, match=f"damaged: {lost} is missing") as caught:
        embedded.ensure(state_dir)
    assert caught.value.code == "damaged_data"
    assert "reset" in caught.value.hint


def test_a_server_that_cannot_start_shows_the_end_of_its_log(state_dir: Path, data: Path) -> None:
    control = data / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    with pytest.raises(embedded.EmbeddedError, match=r"server\.log") as caught:
        embedded.ensure(state_dir)
    assert caught.value.code == "start_failed"
    assert "FATAL" in caught.value.message
    assert embedded.status(state_dir).state == "stopped"
    assert not embedded.status(state_dir).in_use


def test_a_killed_initdb_leaves_nothing_that_looks_like_a_database(fresh_dir: Path) -> None:
    child = run_python(
        "import sys; from pathlib import Path; from ledgerflow import embedded\n"
        "embedded.ensure(Path(sys.argv[1]))",
        fresh_dir,
    )
    home = fresh_dir / "postgres"
    deadline = time.monotonic() + 30
    while not list(home.glob(f"{UNFINISHED}*/data/PG_VERSION")) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate(timeout=30)
    assert not (home / "data").exists()
    with embedded.running(fresh_dir) as server:
        assert ask(server, "SELECT 1") == 1
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_the_server_listens_on_no_network_address(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT current_setting('listen_addresses')") == ""
        assert ask(server, "SELECT current_setting('data_checksums')") == "on"
        assert ask(server, "SELECT current_setting('TimeZone')") == "UTC"
        assert ask(server, "SELECT current_setting('server_encoding')") == "UTF8"
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700


def test_settings_keep_bank_text_out_of_the_log(state_dir: Path) -> None:
    assert server_settings(Path("/run"))["log_min_error_statement"] == "panic"
    with embedded.running(state_dir) as server:
        with pytest.raises(Exception, match="division by zero"):
            ask(server, "SELECT 1 / 0 AS kiosk_at_the_harbour")
        assert "kiosk" not in server.log_file.read_text()


def test_other_services_variables_do_not_lead_the_server_astray(
    state_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "/nowhere")
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT 1") == 1


def test_free_rein_in_a_read_only_place_is_told_plainly(checkout: Path) -> None:
    blocked = checkout / "file"
    blocked.write_text("not a folder")
    with pytest.raises(embedded.EmbeddedError, match="cannot be used") as caught:
        embedded.ensure(blocked / ".ledgerflow")
    assert caught.value.code == "state_folder"


def test_psql_of_the_address_answers_as_the_superuser(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        answer = subprocess.run(
            [server.bin_dir / "psql", "-Atc", "SELECT current_user"],
            env={
                "PATH": os.environ["PATH"],
                "PGHOST": str(server.socket_dir),
                "PGPORT": str(server.port),
                "PGDATABASE": server.database,
                "PGUSER": server.superuser,
                "PGPASSWORD": server.superuser_password,
            },
            capture_output=True,
            text=True,
            check=True,
        )
    assert answer.stdout.strip() == "postgres"
