"""The edge of the process: help, exit codes, what pure commands load, and how faults look."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import typer
from typer.testing import CliRunner

from ledgerflow import __version__
from ledgerflow.cli.faults import FaultGroup, expected
from ledgerflow.core.errors import DatabaseUnavailable, LockedPeriod
from ledgerflow.embedded import EmbeddedError
from ledgerflow.settings.env import environment
from tests.bare import bare_environment

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "harbor-street-studio" / "checking-2025-01.ofx"

COMMANDS = (
    *("identify", "read", "import", "prove", "classify", "review", "post", "batches", "undo"),
    *("lock", "unlock", "report", "verify", "rule", "firm", "user", "business", "account"),
    *("demo", "serve", "db"),
)


def ledgerflow(*arguments, **environ):
    """The command as a person starts it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ledgerflow", *map(str, arguments)],
        cwd=ROOT,
        env={**bare_environment(), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def faulty(error, *arguments):
    """Run a command that ends with this exception under the root group."""
    app = typer.Typer(cls=FaultGroup, pretty_exceptions_enable=False)

    @app.callback()
    def root() -> None: ...

    @app.command()
    def go() -> None:
        raise error

    return CliRunner().invoke(app, ["go", *arguments])


def test_help_names_every_command(cli):
    done = cli("--help")
    assert done.code == 0
    assert all(command in done.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(cli, command):
    assert cli(command, "--help").code == 0


def test_a_misspelt_command_is_named_with_the_likely_one(cli):
    done = cli("imprt")
    assert done.code == 2
    assert "import" in done.err


def test_identify_and_read_never_import_django_nor_read_the_settings():
    code = (
        "import sys\n"
        "from ledgerflow.cli.app import app\n"
        f"for words in (['identify', {str(SAMPLE)!r}], ['read', {str(SAMPLE)!r}]):\n"
        "    try: app(words)\n"
        "    except SystemExit as end: assert not end.code, end.code\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')]\n"
        "assert not loaded, loaded\n"
        "assert 'ledgerflow.settings.env' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_reading_works_as_a_process_and_leaves_no_state_folder(tmp_path):
    done = ledgerflow("read", SAMPLE, LEDGERFLOW_STATE_DIR=str(tmp_path / "state"))
    assert done.returncode == 0, done.stderr
    assert "10,207.25" in done.stdout
    assert not (tmp_path / "state").exists()


def test_a_fault_says_what_and_what_to_do_and_exits_with_its_code():
    done = faulty(LockedPeriod("2025-01 is locked.", hint="Unlock it."))
    assert done.exit_code == LockedPeriod.exit_code
    assert done.stderr == "error: 2025-01 is locked.\nhint: Unlock it.\n"
    assert done.stdout == ""


def test_ctrl_c_ends_with_130_and_no_traceback():
    done = faulty(KeyboardInterrupt())
    assert done.exit_code == 130
    assert "Traceback" not in done.stderr


def test_a_programming_fault_is_short_and_shows_no_data():
    done = faulty(ZeroDivisionError("account 12345678"))
    assert done.exit_code == 70
    assert "ZeroDivisionError" in done.stderr
    assert "12345678" not in done.stderr
    assert "LEDGERFLOW_DEBUG" in done.stderr


def test_the_traceback_comes_when_asked_for(monkeypatch):
    monkeypatch.setenv("LEDGERFLOW_DEBUG", "1")
    environment.cache_clear()
    try:
        done = faulty(ZeroDivisionError("division by zero"))
    finally:
        environment.cache_clear()
    assert done.exit_code == 70
    assert "Traceback" in done.stderr


def test_an_embedded_fault_is_the_database_being_unavailable():
    known = expected(EmbeddedError("No programs.", hint="Install them.", code="no_programs"))
    assert isinstance(known, DatabaseUnavailable)
    assert (known.code, known.hint, known.exit_code) == ("no_programs", "Install them.", 7)


def test_a_fault_is_json_too_when_json_was_asked_for(cli, tmp_path, db):
    done = cli("import", tmp_path / "no.csv", "--business", "nobody", "--json")
    assert done.code == 6
    assert json.loads(done.out)["error"]["code"] == "unknown_business"
    assert done.err.startswith("error: ")


def test_a_wrong_environment_is_named_without_a_traceback():
    done = ledgerflow("business", "list", LEDGERFLOW_PORT="many")
    assert done.returncode == 2
    assert "LEDGERFLOW_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_one_clear_message(tmp_path):
    url = f"postgresql://lf_app:x@{quote(str(tmp_path), safe='')}/none"
    done = ledgerflow(
        "business", "list", DATABASE_URL=url, LEDGERFLOW_STATE_DIR=str(tmp_path / "state")
    )
    assert done.returncode == 7
    assert "The database does not answer" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_said(cli):
    assert cli("--version").out.strip() == f"LedgerFlow {__version__}"
