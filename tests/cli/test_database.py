"""`db`: the embedded database, each command in a process of its own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.bare import bare_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state():
    """A state folder with a short path that everyone may enter, as in a checkout."""
    folder = Path(tempfile.mkdtemp(prefix="lfc-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "state"
    shutil.rmtree(folder, ignore_errors=True)


def ledgerflow(state, *arguments, typed="", **environ):
    """Run the command on this state folder."""
    return subprocess.run(
        [sys.executable, "-m", "ledgerflow", *map(str, arguments)],
        cwd=ROOT,
        env={**bare_environment(), "LEDGERFLOW_STATE_DIR": str(state), **environ},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_status_of_nothing_makes_nothing(state):
    done = ledgerflow(state, "db", "status")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "absent")
    assert not state.exists()


def test_a_database_comes_about_by_itself_is_seen_asked_and_given_up(state):
    made = ledgerflow(state, "user", "add", "kim@example.com", "--password-stdin",
                      typed="four quiet harbor words\n")  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "Database made ready" in made.stderr
    again = ledgerflow(state, "firm", "add", "Practice", "--owner", "kim@example.com")
    assert again.returncode == 0, again.stderr
    assert "Database made ready" not in again.stderr
    assert ledgerflow(state, "db", "status").stdout.startswith("stopped")
    asked = ledgerflow(state, "db", "psql", "--", "-Atc", "select name from firms_firm")
    assert asked.stdout == "Practice\n"
    kept = ledgerflow(state, "db", "reset", typed="n\n")
    assert (kept.returncode, "Nothing was deleted" in kept.stderr) == (4, True)
    assert ledgerflow(state, "db", "stop").stdout == "The database was not running.\n"
    assert ledgerflow(state, "db", "reset", "--yes").returncode == 0
    assert ledgerflow(state, "db", "status").stdout.startswith("absent")


def test_a_damaged_data_folder_is_named_with_the_way_out_and_left_alone(state):
    data = state / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "base").write_text("not a database")
    done = ledgerflow(state, "business", "list")
    assert done.returncode == 7
    assert str(state) in done.stderr
    assert "ledgerflow db reset" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in data.iterdir()] == ["base"]
    assert (data / "base").read_text() == "not a database"


def test_with_an_own_server_the_embedded_one_is_left_out(state):
    done = ledgerflow(state, "db", "reset", "--yes", DATABASE_URL="postgresql://x@localhost/y")
    assert (done.returncode, "DATABASE_URL is set" in done.stderr) == (4, True)
