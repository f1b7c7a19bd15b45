"""The `ledgerflow` command as a process of its own, working in the test database.

Here: addresses of the test database, starting, waiting for what it says. Not here: tests.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ledgerflow.ops.backup.target import configured_target

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60.0


def url_of(role, database=None):
    """A DATABASE_URL for one of the roles; needs the fixture of a test database."""
    target = configured_target()
    assert target.database.startswith("test_")
    login = target.login(role)
    host = quote(login.host, safe="")
    port = f":{login.port}" if login.port else ""
    return f"postgresql://{login.user}:{login.password}@{host}{port}/{database or target.database}"


@dataclass
class Command:
    """A started command; its output goes to a file."""

    process: subprocess.Popen
    log: Path

    def said(self):
        """All that it has printed so far."""
        return self.log.read_text()

    def wait_for(self, words):
        """Until it has printed these words; fails when it ends before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def end(self):
        """SIGTERM; the exit code and how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE_SECONDS), time.monotonic() - began


def start(folder, *arguments, code=None, **environ):
    """Run `ledgerflow ARGUMENTS`, or Python code; state, heartbeat and log lie in `folder`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "LEDGERFLOW_"))}
    given = {
        "LEDGERFLOW_STATE_DIR": str(folder / "state"),
        "LEDGERFLOW_WORKER_HEARTBEAT": str(folder / "heartbeat"),
        "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.embedded",
        "PYTHONUNBUFFERED": "1",
    }
    what = ["-c", code] if code else ["-m", "ledgerflow", *map(str, arguments)]
    log = folder / "output.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *what],
            cwd=ROOT,
            env=kept | given | environ,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Command(process, log)
