"""`export`, `archive`, `archive-verify`: files as asked, never by accident over others."""

import subprocess
import sys

import pytest

from ledgerflow.interchange.exports import EXPORTS
from tests.interchange.foreign import beancount_balances, hledger_balances


@pytest.fixture
def booked(cli, imported):
    """January, decided: three entries."""
    assert cli("review", "accept", "1-3").code == 0
    return imported


@pytest.mark.parametrize("export", EXPORTS, ids=lambda e: e.id)
def test_books_are_exported_and_counted(cli, booked, tmp_path, export):
    target = tmp_path / f"books.{export.suffix}"
    done = cli("export", export.id, "--out", target)
    assert done.code == 0, done
    assert str(target) in done.text
    assert "3 entries, 6 lines" in done.text
    assert target.stat().st_size > 100


def test_two_programs_get_the_same_books(cli, booked, tmp_path):
    assert cli("export", "beancount", "--out", tmp_path / "a").code == 0
    assert cli("export", "hledger", "--out", tmp_path / "b").code == 0
    balances = beancount_balances(tmp_path / "a")
    assert balances == hledger_balances(tmp_path / "b")
    assert len(balances) >= 2


@pytest.mark.parametrize("command", [("export", "csv"), ("archive",)])
def test_a_file_is_written_over_only_with_force(cli, booked, tmp_path, command):
    target = tmp_path / "mine"
    target.write_text("mine")
    done = cli(*command, "--out", target)
    assert (done.code, "exists already" in done.text, "--force" in done.text) == (4, True, True)
    assert target.read_text() == "mine"
    assert cli(*command, "--out", target, "--force").code == 0
    assert target.read_bytes() != b"mine"


def test_an_unknown_format_names_those_there_are(cli, booked, tmp_path):
    done = cli("export", "gnucash", "--out", tmp_path / "x")
    assert done.code == 2
    assert "beancount, hledger, csv, xlsx" in done.text


def test_a_place_that_cannot_be_written_to_is_named(cli, booked):
    done = cli("export", "csv", "--out", "/nowhere/x.csv")
    assert (done.code, "/nowhere/x.csv" in done.text) == (2, True)


def test_an_archive_is_written_and_holds(cli, booked, tmp_path):
    target = tmp_path / "archive.zip"
    done = cli("archive", "--out", target)
    assert done.code == 0, done
    assert "3 entries, 1 statements, 1 originals, 3 decisions" in done.text
    noted = done.text.split("SHA-256 of its manifest: ")[1][:64]
    checked = cli("archive-verify", target, "--expect", noted)
    assert (checked.code, "✓ Everything" in checked.text) == (0, True)


def test_a_changed_archive_ends_with_exit_code_1(cli, booked, tmp_path):
    target = tmp_path / "archive.zip"
    assert cli("archive", "--out", target).code == 0
    target.write_bytes(target.read_bytes()[:-100])
    done = cli("archive-verify", target)
    assert (done.code, "cannot be read as an archive" in done.text) == (1, True)
    assert cli("archive-verify", tmp_path / "none.zip").code == 1


def test_an_archive_is_checked_without_django(tmp_path):
    path = tmp_path / "odd.zip"
    path.write_bytes(b"hello")
    code = (
        "import sys; sys.modules['django'] = None; sys.modules['psycopg'] = None;"
        f"sys.argv = ['ledgerflow', 'archive-verify', {str(path)!r}];"
        "from ledgerflow.cli.app import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, "odd.zip cannot be read as an archive" in done.stdout) == (1, True)
