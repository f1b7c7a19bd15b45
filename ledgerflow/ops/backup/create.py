"""Making a backup: one snapshot, dumped, digested, described, and restored once to prove it.

Here: the order of it all. Not here: each step (dump.py, media.py, digests.py, encryption.py), the
proof (verify.py), or when it happens (ops/tasks.py).
"""

import hashlib
import hmac
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from pyrage.x25519 import Identity  # type: ignore[import-untyped]

from ledgerflow import __version__
from ledgerflow.core.durable import write_text
from ledgerflow.core.errors import InputError, LedgerFlowError, OutsideError
from ledgerflow.ops.backup.digests import digests_of, migrations_of, sequences_of
from ledgerflow.ops.backup.dump import definitions_of, dumping
from ledgerflow.ops.backup.encryption import recipient_of, sealed
from ledgerflow.ops.backup.manifest import FORMAT, Digests, FilePart, Manifest, MediaFile
from ledgerflow.ops.backup.media import media_faults, media_write, originals_of
from ledgerflow.ops.backup.names import DUMP, ENCRYPTED, MANIFEST, MEDIA, BackupName, Kind
from ledgerflow.ops.backup.programs import program
from ledgerflow.ops.backup.shelf import BackupEntry, backups_in, find_backup
from ledgerflow.ops.backup.streams import (
    CHUNK,
    Writer,
    new_file,
    not_written,
    one_at_a_time,
    put_in_place,
    swept,
)
from ledgerflow.ops.backup.target import Target, configured_target
from ledgerflow.ops.backup.verify import backup_verify

Progress = Callable[[str], None]
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
CHECK_LENGTH = 16


@dataclass(frozen=True)
class Keys:
    """To whom it is encrypted: the operator, and a key that ends with this process.

    With the second one the very bytes on disk can be verified here, without the operator's
    private key. Both are None for a plain backup.
    """

    recipient: str | None
    ephemeral: Identity | None

    @property
    def ending(self) -> str:
        """What the files' names end in."""
        return ENCRYPTED if self.recipient else ""

    @property
    def recipients(self) -> list[Any]:
        """Public keys; [] for a plain backup."""
        if self.recipient is None or self.ephemeral is None:
            return []
        return [recipient_of(self.recipient), self.ephemeral.to_public()]


@dataclass(frozen=True)
class _Job:
    kind: Kind
    target: Target
    folder: Path
    keys: Keys
    tell: Progress


@dataclass(frozen=True)
class _Snapshot:
    """What one snapshot of the database gave."""

    name: BackupName
    dump: FilePart
    digests: Digests
    definitions: str
    migrations: tuple[str, ...]
    originals: Mapping[str, str]
    postgres_version: str


def backup_create(
    *,
    kind: Kind,
    target: Target | None = None,
    folder: Path | None = None,
    verify: bool = True,
    progress: Progress | None = None,
) -> BackupEntry:
    """Back the database up, with the originals for kind "full"; returns it as the shelf shows it.

    With `verify` it is restored into a scratch database and compared. Whatever fails, earlier
    backups are untouched. Raises ConflictError("backup_running"), OutsideError
    ("backup_not_written", "backup_dump_failed"), and what `backup_verify` raises;
    InputError("backup_incomplete") where originals are missing or changed: it is kept then, and
    never counts as verified.
    """
    target = target or configured_target()
    folder = folder or Path(settings.BACKUP_DIR)
    job = _Job(kind, target, folder, _keys(settings.BACKUP_AGE_RECIPIENT), progress or _silent)
    with one_at_a_time(folder), swept(folder):
        stem, faults = _write(job)
        entry = find_backup(folder, stem)
        if faults:
            raise _incomplete(stem, faults)
        if verify:
            backup_verify(entry, target=target, ephemeral=job.keys.ephemeral, progress=progress)
        return find_backup(folder, stem)


def secret_check() -> str:
    """Tells whether two installations have one LEDGERFLOW_SECRET_KEY, without giving it away."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"ledgerflow backup", hashlib.sha256).hexdigest()[:CHECK_LENGTH]


def _silent(_: str) -> None:
    return


def _keys(recipient: str | None) -> Keys:
    if not recipient:
        return Keys(None, None)
    recipient_of(recipient)  # refused before anything is done
    return Keys(recipient.strip(), Identity.generate())


def _write(job: _Job) -> tuple[str, list[str]]:
    """The new backup's stem, and what is wrong with the originals."""
    taken = _snapshot(job)
    media, files = _archive(job, taken.name)
    _publish(job.folder, _manifest(job, taken, media, files))
    return taken.name.stem, media_faults(taken.originals, files) if media else []


def _snapshot(job: _Job) -> _Snapshot:
    """Digests and dump from one snapshot; sequences are read before and after the dump."""
    with _exported(job.target) as (connection, snapshot):
        name = _free_name(job.folder, job.kind)
        job.tell(f"Computing what {job.target.database} must show again.")
        digests = digests_of(connection)
        version = connection.info.server_version
        return _Snapshot(
            name=name,
            originals=originals_of(connection),
            definitions=definitions_of(job.target, connection, snapshot),
            migrations=migrations_of(connection),
            dump=_dump(job, name, connection, snapshot),
            digests=replace(digests, sequences_after=sequences_of(connection)),
            postgres_version=f"{version // 10_000}.{version % 10_000}",
        )


@contextmanager
def _exported(target: Target) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    with target.connection("backup") as connection:
        try:
            with connection.transaction():
                connection.execute(SNAPSHOT)
                found = connection.execute("SELECT pg_export_snapshot()").fetchall()
                yield connection, str(found[0][0])
        except psycopg.Error as error:
            raise OutsideError(
                f"The database could not be read to its end: {error.diag.message_primary or error}",
                code="backup_dump_failed",
                hint="No backup was made. Check the database and its backup role, then try again.",
            ) from error


def _free_name(folder: Path, kind: Kind) -> BackupName:
    """A name to the second: wait for the next one where this second's is taken."""
    taken = {entry.stem for entry in backups_in(folder)}
    while True:
        name = BackupName(settings.DEPLOYMENT, datetime.now(UTC), __version__, kind)
        if name.stem not in taken:
            return name
        time.sleep(0.1)


def _dump(
    job: _Job, name: BackupName, connection: psycopg.Connection[Any], snapshot: str
) -> FilePart:
    job.tell(f"Dumping {job.target.database} to {job.folder}.")
    with (
        _new_part(job, name.stem + DUMP) as (part, out),
        dumping(job.target, connection, snapshot) as source,
    ):
        shutil.copyfileobj(source, out, CHUNK)
    return part()


def _archive(job: _Job, name: BackupName) -> tuple[FilePart | None, tuple[MediaFile, ...]]:
    if name.kind != "full":
        return None, ()
    job.tell("Archiving the originals.")
    with _new_part(job, name.stem + MEDIA) as (part, out):
        files = media_write(Path(settings.MEDIA_ROOT), out)
    return part(), files


@contextmanager
def _new_part(job: _Job, name: str) -> Iterator[tuple[Callable[[], FilePart], Writer]]:
    """Where to write a part's plaintext, and how to ask afterwards what became of it."""
    full_name = name + job.keys.ending
    with new_file(job.folder, full_name) as sink, sealed(sink, job.keys.recipients) as out:
        yield lambda: sink.part(full_name), out


def _manifest(
    job: _Job, taken: _Snapshot, media: FilePart | None, files: tuple[MediaFile, ...]
) -> Manifest:
    return Manifest(
        format=FORMAT,
        stem=taken.name.stem,
        created_at=taken.name.moment.isoformat(timespec="seconds"),
        app_version=__version__,
        revision=settings.REVISION,
        postgres_version=taken.postgres_version,
        database=job.target.database,
        migrations=taken.migrations,
        tools={name: program(name).version for name in ("pg_dump", "pg_restore")},
        encrypted_to=job.keys.recipient,
        secret_check=secret_check(),
        dump=taken.dump,
        media=media,
        media_files=files,
        digests=taken.digests,
        definitions=taken.definitions,
    )


def _publish(folder: Path, manifest: Manifest) -> None:
    """The manifest comes last: without it the files are no backup."""
    parts = [part.name for part in (manifest.dump, manifest.media) if part is not None]
    try:
        put_in_place(folder, parts)
        write_text(folder / f"{manifest.stem}{MANIFEST}", manifest.to_json())
    except (OSError, LedgerFlowError) as error:
        for part in parts:
            (folder / part).unlink(missing_ok=True)
        raise not_written(folder, error) if isinstance(error, OSError) else error from error


def _incomplete(stem: str, faults: list[str]) -> InputError:
    return InputError(
        f"The backup {stem} was written, but not all originals are there: {faults[0]}",
        code="backup_incomplete",
        hint="`ledgerflow verify` names the statement files; put their originals back from an"
        " earlier backup, or undo these imports. The backup is kept and never counts as verified.",
        extra={"faults": faults},
    )
