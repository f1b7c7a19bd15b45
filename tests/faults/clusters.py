"""Installations whose database archives its WAL, and the shipped scripts run on them.

Here: making one with books, running docker/postgres/*.sh as the server's user, starting a server
on a restored folder. Not here: what must hold (test_point_in_time.py).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg

from ledgerflow import embedded
from ledgerflow.embedded.binaries import Programs, reachable_programs
from ledgerflow.embedded.identity import Identity
from ledgerflow.ops.backup.digests import digests_of
from ledgerflow.ops.backup.manifest import Digests
from ledgerflow.ops.backup.target import Login, Target
from tests.bare import bare_environment

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "docker" / "postgres"
WAIT_SECONDS = 30.0

OPEN_BOOKS = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.services import business_open
user = User.objects.create_superuser("owner@example.com", "correct horse 12")
firm = firm_create(name="Invented Practice", owner=user)
with firm_scope(firm.pk, user.pk), transaction.atomic():
    business_open(firm_id=firm.pk, name="Harbor Street Studio", chart="us_sole_proprietor")
"""

POST = """
import datetime as dt
from decimal import Decimal
from ledgerflow.firms.models import Firm, User
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.services import entry_post
user = User.objects.get()
with firm_scope(1, user.pk), transaction.atomic():
    business = Business.objects.get()
    bank, other = Account.objects.filter(is_heading=False).order_by("code")[:2]
    for number in range({first}, {first} + {count}):
        amount = Decimal(number + 1) / 4
        lines = (LineDraft(bank.pk, amount, "USD"), LineDraft(other.pk, -amount, "USD"))
        day = dt.date(2025, 1 + number % 12, 1 + number % 28)
        entry_post(
            business=business,
            draft=EntryDraft(day, f"Invented sale {{number}}", lines, f"test:{{number}}"),
        )
"""

PROLOGUE = """
import django
django.setup()
from django.db import transaction
from ledgerflow.core.scope import firm_scope
"""


@dataclass
class Installation:
    """A state folder with an embedded database; `archive` is where its WAL goes."""

    folder: Path
    archive: Path
    who: Identity
    programs: Programs
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> Path:
        """LEDGERFLOW_STATE_DIR."""
        return self.folder / "state"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.state / "postgres" / "data"

    @property
    def bases(self) -> Path:
        """Where base_backup.sh puts its work."""
        return self.archive / "base"

    @contextmanager
    def running(self) -> Iterator[embedded.ServerAddress]:
        """Its server runs inside; the scripts can reach it then."""
        with embedded.running(self.state) as address:
            self.variables = {
                "PGHOST": str(address.socket_dir),
                "PGPORT": str(address.port),
                "PGPASSWORD": address.backup_password,
            }
            yield address

    def script(self, name: str, *arguments: object, **variables: str) -> "Ran":
        """Run a shipped script as the server's user, as in the container."""
        script = self.folder / "scripts" / name
        if not script.exists():
            script.parent.mkdir(exist_ok=True)
            shutil.copy(SCRIPTS / name, script)
            script.chmod(0o755)
        environment = bare_environment() | self.variables | {"WAL_ARCHIVE": str(self.archive)}
        environment["PATH"] = f"{self.programs.bin_dir}:{environment['PATH']}"
        done = subprocess.run(
            ["sh", script, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=120,
            cwd="/",
            env=environment | variables,
            **self.who.as_popen(),
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def run_code(self, code: str) -> None:
        """Work of LedgerFlow's own, in a process of its own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PYTEST"))}
        done = subprocess.run(
            [sys.executable, "-c", PROLOGUE + code],
            cwd=ROOT,
            env=kept
            | {
                "LEDGERFLOW_STATE_DIR": str(self.state),
                "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.embedded",
            },
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr

    def post(self, first: int, count: int) -> None:
        """Post balanced entries with these numbers."""
        self.run_code(POST.format(first=first, count=count))

    def own_folder(self, name: str, parent: Path | None = None) -> Path:
        """A folder that belongs to the server's user."""
        made = (parent or self.folder) / name
        made.mkdir()
        os.chown(made, self.who.uid, self.who.gid)
        return made

    def beside(self, name: str) -> "Installation":
        """Another installation with the same passwords and archive, and no data yet."""
        other = Installation(self.folder / name, self.archive, self.who, self.programs)
        home = other.state / "postgres"
        other.state.mkdir(mode=0o711, parents=True)
        other.folder.chmod(0o755)
        home.mkdir(mode=0o700)
        os.chown(home, self.who.uid, self.who.gid)
        shutil.copy(self.state / "credentials.json", other.state)
        return other


@dataclass(frozen=True)
class Ran:
    """What a script answered."""

    code: int
    said: str
    complained: str


@contextmanager
def installation() -> Iterator[Installation]:
    """One with migrated, empty books, archiving by the shipped script; all gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lfp-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with embedded.running(folder / "state") as address:
            owner = address.data_dir.stat()
            who = Identity(owner.st_uid, owner.st_gid)
            found = reachable_programs(Programs(address.bin_dir, ""), who, folder / "programs")
            made = Installation(folder, folder / "wal_archive", who, found)
            made.own_folder("wal_archive")
            made.script("archive_wal.sh")  # brings the script where the server can run it
            switch_archiving_on(address, made)
            made.run_code(OPEN_BOOKS)
        yield made
    finally:
        for state in (folder / "state", *folder.glob("*/state")):
            embedded.reset(state, force=True)
        shutil.rmtree(folder)


def switch_archiving_on(address: embedded.ServerAddress, made: Installation) -> None:
    """From the next start on. No autovacuum: its commits would come at any time."""
    script = made.folder / "scripts" / "archive_wal.sh"
    with superuser(address) as connection:
        for setting, value in {
            "archive_mode": "on",
            "archive_command": f"WAL_ARCHIVE={made.archive} sh {script} %p %f",
            "autovacuum": "off",
            "min_wal_size": "32MB",
        }.items():
            connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")  # type: ignore[call-overload]


@contextmanager
def superuser(address: embedded.ServerAddress) -> Iterator[psycopg.Connection]:
    """An autocommit connection to the books' database."""
    with psycopg.connect(
        host=str(address.socket_dir),
        port=address.port,
        dbname=address.database,
        user=address.superuser,
        password=address.superuser_password,
        autocommit=True,
        options="-c lock_timeout=10s",  # a paused recovery may hold locks for ever
    ) as connection:
        yield connection


def digests(address: embedded.ServerAddress) -> Digests:
    """All that the database holds, in short.

    But for sequences: PostgreSQL writes those ahead of their use, so that after a recovery they
    may have skipped up to 32 numbers.
    """
    login = Login(
        address.backup_user, address.backup_password, str(address.socket_dir), str(address.port)
    )
    target = Target(address.database, {"backup": login})
    with target.connection("backup") as connection:
        return replace(digests_of(connection), sequences={})


def clock(address: embedded.ServerAddress) -> str:
    """The server's time now, as restore_to_time.sh wants it, after everything until now."""
    with superuser(address) as connection:
        row = connection.execute(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        ).fetchone()
    assert row is not None
    return str(row[0]).replace(" ", "T") + "Z"


def archive_all(address: embedded.ServerAddress) -> None:
    """Close the running WAL file and wait until it is in the archive."""
    with superuser(address) as connection:
        # Something to archive, and no commit: the switch does nothing in a file without records.
        connection.execute("SELECT pg_logical_emit_message(false, 'test', 'end of file')")
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            last = connection.execute("SELECT last_archived_wal FROM pg_stat_archiver").fetchone()
            assert last is not None
            if str(last[0] or "")[:24] >= row[0]:
                return
            assert time.monotonic() < deadline, "nothing is archived"
            time.sleep(0.05)
