"""pg_dump and pg_restore as streams: nothing of the books lands on a disk unencrypted.

Here: dumping from an exported snapshot, loading into an empty database, and reading a dump's own
head (its versions, its definitions). Not here: files (streams.py), encryption, or comparing.
"""

import hashlib
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

import psycopg

from ledgerflow.core.errors import InputError, LedgerFlowError, OutsideError
from ledgerflow.ops.backup.programs import inherited_environment, program
from ledgerflow.ops.backup.streams import CHUNK
from ledgerflow.ops.backup.target import Target

COMPRESSION = "zstd:3"
LOCK_SECONDS = 60
DUMP = (
    "--no-password",
    "--no-publications",
    "--no-subscriptions",
    "--no-tablespaces",
    f"--lock-wait-timeout={LOCK_SECONDS * 1000}",
)
DEFINITIONS = ("--schema-only", "--create")
VARYING = (b"\\", b"-- Dumped ")
RESTORE = ("--exit-on-error", "--no-owner", "--no-tablespaces", "--no-password")
NO_ROOM = re.compile(r"No space left|could not (extend|write)|disk full|Disk quota")
NO_SERVER = re.compile(r"connection to server|server closed the connection|terminating connection")
NO_ROLE = re.compile(r'role "(\w+)" does not exist')
VALUE = re.compile(r': ".*$')
FOREIGN_EXTENSIONS = """
    SELECT e.extname FROM pg_extension e
      JOIN pg_available_extension_versions v ON (v.name, v.version) = (e.extname, e.extversion)
     WHERE NOT v.trusted ORDER BY 1
"""


@dataclass(frozen=True)
class Head:
    """What a dump says of itself: PostgreSQL's version there ("17.10"), its definitions' SHA-256.

    The definitions are all statements that make the database, its tables, rules and rights; no
    row, no sequence's value.
    """

    postgres_version: str
    definitions: str


@contextmanager
def dumping(
    target: Target, connection: psycopg.Connection[Any], snapshot: str
) -> Iterator[IO[bytes]]:
    """pg_dump's output in its custom format, from the snapshot that `connection` exported.

    Raises OutsideError("backup_dump_failed") at the end unless pg_dump ended well: what was read
    until then is no backup.
    """
    told = ["--format=custom", f"--compress={COMPRESSION}", f"--snapshot={snapshot}"]
    with _pg_dump(target, [*told, *_without_foreign(connection)]) as output:
        yield output


def definitions_of(target: Target, connection: psycopg.Connection[Any], snapshot: str) -> str:
    """The live database's definitions in that snapshot, as `Head.definitions`."""
    told = [*DEFINITIONS, f"--snapshot={snapshot}"]
    with _pg_dump(target, [*told, *_without_foreign(connection)]) as output:
        return _sha256_of(output.read())


def head_of(source: BinaryIO) -> Head:
    """Read a plaintext dump's head; InputError("backup_not_valid") where it is not one."""
    told = [*DEFINITIONS, "--no-tablespaces", "--file=-"]
    script = _pg_restore(told, inherited_environment(), source, to_its_end=False)
    found = re.search(rb"^-- Dumped from database version (\S+)", script, re.MULTILINE)
    return Head(found[1].decode() if found else "unknown", _sha256_of(script))


def dump_load(target: Target, database: str, source: BinaryIO) -> None:
    """Load a plaintext dump into an empty database as its owner: all of it or nothing.

    Rows come before triggers and policies, so forced row-level security hides none. Raises
    InputError("backup_not_valid") in pg_restore's words, DatabaseUnavailable,
    OutsideError("backup_role_missing") where the server lacks a role of ours, or
    OutsideError("backup_no_room") where the server's disk is full.
    """
    told = [*RESTORE, "--single-transaction", f"--dbname={database}"]
    _pg_restore(told, target.environment("owner", database), source, to_its_end=True)


def _without_foreign(connection: psycopg.Connection[Any]) -> list[str]:
    """An untrusted extension is the operator's (statistics, say): no owner could restore it."""
    found = connection.execute(FOREIGN_EXTENSIONS).fetchall()
    return [f"--exclude-extension={name}" for (name,) in found]


@contextmanager
def _pg_dump(target: Target, told: Iterable[str]) -> Iterator[IO[bytes]]:
    child = subprocess.Popen(
        [program("pg_dump").path, *DUMP, *told],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=target.environment("backup"),
    )
    said = _Reader(child.stderr)
    try:
        with cast("IO[bytes]", child.stdout) as output:
            yield output
    except BaseException:
        child.kill()
        raise
    finally:
        code = child.wait()
        words = said.text()
    if code != 0:
        raise OutsideError(
            f"pg_dump ended with {code}: {_in_words(words)}",
            code="backup_dump_failed",
            hint="No backup was made. Check the database and its backup role, then try again.",
        )


def _pg_restore(
    told: Iterable[str], environment: Mapping[str, str], source: BinaryIO, *, to_its_end: bool
) -> bytes:
    """Feed pg_restore; what it prints. Reads on to the source's end where asked to, so that its
    own check of the last bytes takes place.
    """
    child = subprocess.Popen(
        [program("pg_restore").path, *told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    printed, said = _Reader(child.stdout), _Reader(child.stderr)
    try:
        _feed(cast("IO[bytes]", child.stdin), source, to_its_end=to_its_end)
    except BaseException:
        child.kill()
        raise
    finally:
        code = child.wait()
        words, script = said.text(), printed.data()
    if code != 0:
        raise _not_restored(code, words)
    return script


def _feed(pipe: IO[bytes], source: BinaryIO, *, to_its_end: bool) -> None:
    wanted = True
    try:
        while (wanted or to_its_end) and (chunk := source.read(CHUNK)):
            try:
                if wanted:
                    pipe.write(chunk)
            except BrokenPipeError:
                wanted = False
    finally:
        with suppress(BrokenPipeError):
            pipe.close()


class _Reader:
    """Reads a child's output in a thread, so that no full pipe stops it."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._pipe = cast("IO[bytes]", pipe)
        self._found = b""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with self._pipe:
            self._found = self._pipe.read()

    def data(self) -> bytes:
        self._thread.join()
        return self._found

    def text(self) -> str:
        return self.data().decode("utf-8", "replace")


def _sha256_of(script: bytes) -> str:
    """Without what differs from call to call: the programs' versions, commands to psql."""
    digest = hashlib.sha256()
    for line in script.splitlines():
        if not line.startswith(VARYING):
            digest.update(line + b"\n")
    return digest.hexdigest()


def _in_words(said: str) -> str:
    """The program's first complaint, without a row's values."""
    lines = [line for line in said.splitlines() if " error: " in line] or said.splitlines()
    return VALUE.sub(" (value not shown)", lines[0].strip()) if lines else "it said nothing."


def _not_restored(code: int, said: str) -> LedgerFlowError:
    words = _in_words(said)
    if NO_ROOM.search(said):
        return OutsideError(
            f"The server has no room to restore into: {words}",
            code="backup_no_room",
            hint="Make room on the database server's disk; the backup itself may be good.",
        )
    if NO_SERVER.search(said):
        return OutsideError(
            f"The server went away while restoring: {words}",
            code="database_unavailable",
            hint="Check that PostgreSQL runs, then try again; the backup itself may be good.",
        )
    missing = NO_ROLE.search(said)
    if missing:
        return OutsideError(
            f"The server has no role {missing[1]}, to which the backup gives rights.",
            code="backup_role_missing",
            hint="Run docker/postgres/roles.sql on that server as a superuser, then try again.",
        )
    return InputError(
        f"pg_restore does not take the dump (it ended with {code}): {words}",
        code="backup_not_valid",
        hint="Use another backup; keep this one's files for a closer look.",
    )
