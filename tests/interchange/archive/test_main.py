"""An archive is checked by a Python that knows neither Django nor a database."""

import subprocess
import sys

from ledgerflow.interchange.archive.__main__ import main
from tests.interchange.archive.tampered import Apart, members_of

WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None
sys.modules["psycopg"] = None
from ledgerflow.interchange.archive.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def run(*arguments):
    """As a process of its own, in which Django cannot be imported."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_whole_archive_holds_without_django(archive):
    done = run(archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert "✓ Everything is as it was archived" in done.stdout
    assert "SHA-256 of the manifest: " in done.stdout


def test_a_changed_archive_does_not_and_says_where(archive, capsys):
    apart = Apart(members_of(archive))
    apart.entries[0]["description"] = "\x1b[2Jother"
    apart.write(archive)
    assert main([str(archive)]) == 1
    out = capsys.readouterr().out
    assert "✗ entries.jsonl, entry 1: is not what was posted" in out
    assert "\x1b" not in out


def test_a_noted_hash_is_compared(archive, capsys):
    assert main([str(archive), "00" * 32]) == 1
    assert "not as noted" in capsys.readouterr().out


def test_wrong_use_is_told(capsys):
    assert main([]) == 2
    assert "FILE.zip" in capsys.readouterr().err
