"""A real `ledgerflow serve` with an embedded database of its own, for flows and the browser.

Here: starting it, asking it, seeing that nothing of it is left. Not here: tests.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from ledgerflow import embedded

ROOT = Path(__file__).resolve().parents[1]
EMAIL, PASSWORD = "owner@example.com", "correct horse 12"
START_SECONDS = 180.0

SERVE = "import sys; sys.argv[0] = 'ledgerflow'; from ledgerflow.cli.app import main; main()"

SEED = """
import django
django.setup()
from django.db import transaction
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.services import business_open
person = User.objects.create_superuser({email!r}, {password!r})
firm = firm_create(name="Invented Practice", owner=person)
with firm_scope(firm.pk, person.pk), transaction.atomic():
    made = business_open(firm_id=firm.pk, name="Harbor Street Studio", chart="us_sole_proprietor")
print(made.pk)
"""


def free_port():
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@dataclass
class Answer:
    """An HTTP answer, read to its end."""

    status: int
    headers: dict
    body: str


@dataclass
class Served:
    """One served installation: a state folder, a process, a visitor's cookies."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None
    cookies: dict = field(default_factory=dict)
    seconds_to_first_page: float = 0.0
    more: dict = field(default_factory=dict)  # of its environment

    @classmethod
    def make(cls):
        """In a short folder that the database's own user may enter."""
        folder = Path(tempfile.mkdtemp(prefix="lfs-", dir="/tmp"))
        folder.chmod(0o755)
        return cls(folder)

    @property
    def state_dir(self):
        return self.folder / "state"

    @property
    def environment(self):
        """Nothing of the surrounding test run's database."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PYTEST"))}
        return (
            kept
            | {
                "LEDGERFLOW_STATE_DIR": str(self.state_dir),
                "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.embedded",
            }
            | self.more
        )

    def start(self):
        """Run `ledgerflow serve` and wait for its first page."""
        began = time.monotonic()
        self.cookies = {}
        self.process = self.run_serve(self.port)
        while True:
            try:
                answer = self.get("/sign-in/")
                break
            except OSError:
                assert self.process.poll() is None, self.output()
                assert time.monotonic() - began < START_SECONDS, "no page came"
                time.sleep(0.05)
        assert answer.status == 200, answer
        self.seconds_to_first_page = time.monotonic() - began
        return self

    def run_serve(self, port):
        """The command as a process of its own; its output goes to a file."""
        out = (self.folder / "serve.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(port)],
            cwd=ROOT,
            env=self.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )

    def output(self):
        return (self.folder / "serve.log").read_text()

    def seed(self):
        """An operator who owns a firm with one business; returns the business's number."""
        return int(self.run_code(SEED.format(email=EMAIL, password=PASSWORD)))

    def run_code(self, code, seconds=180):
        """What Python prints in this installation, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def request(self, method, path, body=None, headers=None):
        """One request with the visitor's cookies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request(method, path, body, {"Cookie": cookie, **(headers or {})})
        raw = connection.getresponse()
        for name, value in raw.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        answer = Answer(raw.status, dict(raw.getheaders()), raw.read().decode())
        connection.close()
        return answer

    def get(self, path):
        return self.request("GET", path)

    def post(self, page, path, fields, file=None):
        """Send a form as the page shows it; `file` is a name and its bytes."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).body)
        fields = {"csrfmiddlewaretoken": token.group(1), **fields}
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(fields)
        else:
            kind, body = _multipart(fields, *file)
        return self.request("POST", path, body, {"Content-Type": kind})

    def sign_in(self):
        answer = self.post("/sign-in/", "/sign-in/", {"username": EMAIL, "password": PASSWORD})
        assert answer.status == 302, answer

    def processes(self):
        """Everything that runs with this installation's state folder, by /proc."""
        mark = f"LEDGERFLOW_STATE_DIR={self.state_dir}".encode()
        return [int(p.name) for p in Path("/proc").glob("[0-9]*") if mark in _environ(p)]

    def stop(self, number=signal.SIGINT):
        """Signal and wait; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=30)

    def discard(self):
        """Whatever a test left: processes, database, files."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(timeout=10)
        if self.state_dir.exists():
            embedded.reset(self.state_dir, force=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _environ(folder):
    try:
        return (folder / "environ").read_bytes()
    except OSError:
        return b""


def _multipart(fields, name, data):
    edge = "invented-edge-of-a-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
        for k, v in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: text/csv\r\n\r\n".encode() + data + b"\r\n")
    return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()
