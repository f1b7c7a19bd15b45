"""Proving a backup: every byte, its versions, and a restore that compares equal.

Here: the layers of the proof, each of which must hold alone, since a manifest can be wrong too.
Not here: restoring for good (restore.py), or the single comparisons (comparing.py, media.py).
"""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity  # type: ignore[import-untyped]

from ledgerflow import __version__
from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.embedded.binaries import MAJOR
from ledgerflow.ops.backup.comparing import differences
from ledgerflow.ops.backup.digests import digests_of, migrations_of
from ledgerflow.ops.backup.dump import Head, dump_load, head_of
from ledgerflow.ops.backup.encryption import opened
from ledgerflow.ops.backup.manifest import FilePart, Manifest
from ledgerflow.ops.backup.media import (
    archive_faults,
    media_faults,
    media_read,
    originals_of,
)
from ledgerflow.ops.backup.names import ENCRYPTED
from ledgerflow.ops.backup.scratch import scratch_database
from ledgerflow.ops.backup.shelf import BackupEntry, Verification, remember_verified
from ledgerflow.ops.backup.streams import sha256_of
from ledgerflow.ops.backup.target import Target, configured_target

NOT_VALID = "backup_not_valid"
SHOWN = 50


@dataclass(frozen=True)
class _Proof:
    entry: BackupEntry
    manifest: Manifest
    target: Target
    identity_file: Path | None
    identities: tuple[Identity, ...]

    def opened(self, part: FilePart) -> AbstractContextManager[BinaryIO]:
        """A part's plaintext."""
        path = self.entry.path_of(part)
        return opened(path, part.name, self.manifest, self.identity_file, self.identities)


def backup_verify(
    entry: BackupEntry,
    *,
    target: Target | None = None,
    identity_file: Path | None = None,
    ephemeral: Identity | None = None,
    progress: Callable[[str], None] | None = None,
) -> Verification:
    """Prove a backup and remember that; the scratch database is gone at the end.

    First every byte and label, then versions, then a restore on the server of `target` that must
    compare equal, then the originals. An encrypted one needs `identity_file` (or the setting's,
    or the key of the process that made it). Raises InputError("backup_not_valid") with all faults
    of a layer in `extra["faults"]`, "backup_newer", "backup_needs_identity", "backup_identity";
    OutsideError where the server, not the backup, is at fault.
    """
    tell = progress or _silent
    started = time.monotonic()
    tell(f"Reading every byte of {entry.stem}.")
    manifest = check_bytes(entry)
    check_versions(entry, manifest)
    proof = _Proof(
        entry,
        manifest,
        target or configured_target(),
        identity_file or settings.BACKUP_AGE_IDENTITY_FILE,
        (ephemeral,) if ephemeral else (),
    )
    _check_head(proof)
    tell("Restoring it into a scratch database and comparing.")
    faults, originals = _restored(proof)
    _refuse(entry, [*faults, *_archive(proof, originals)])
    verification = Verification(
        verified_at=datetime.now(UTC).isoformat(timespec="seconds"),
        dump_sha256=manifest.dump.sha256,
        media_sha256=manifest.media.sha256 if manifest.media else None,
        seconds=round(time.monotonic() - started, 1),
        app_version=__version__,
    )
    remember_verified(entry, verification)
    tell(f"Restored and compared equal in {verification.seconds} s: {entry.stem}.")
    return verification


def check_bytes(entry: BackupEntry) -> Manifest:
    """Read every file to its end against the manifest, and the labels against each other.

    Returns the manifest. InputError("backup_not_valid").
    """
    manifest = entry.manifest
    if manifest is None:
        raise not_valid(entry, [entry.fault or "It has no manifest."])
    faults = [entry.fault] if entry.fault else []
    faults += [fault for part in entry.parts if (fault := _byte_fault(entry.path_of(part), part))]
    _refuse(entry, [*faults, *_label_faults(entry, manifest)])
    return manifest


def check_versions(entry: BackupEntry, manifest: Manifest) -> None:
    """Refuse what this code cannot restore: InputError("backup_newer"), ("backup_not_valid").

    Migrations that this code has and the backup lacks are no fault: migrate runs them later.
    """
    major = manifest.postgres_version.partition(".")[0]
    if major != str(MAJOR):
        version = manifest.postgres_version
        raise not_valid(entry, [f"It is of PostgreSQL {version}; LedgerFlow needs {MAJOR}."])
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise InputError(
            f"{entry.stem} was made by LedgerFlow {manifest.app_version}, and this one is"
            f" {__version__}: it does not know the migration {unknown[0]}.",
            code="backup_newer",
            hint="Install the version that made it (or a later one), then try again.",
            extra={"unknown": unknown},
        )


def head_faults(manifest: Manifest, head: Head) -> list[str]:
    """Where a dump's own words contradict its manifest: its version, its definitions."""
    faults = []
    if head.postgres_version != manifest.postgres_version:
        faults.append(
            f"The dump is of PostgreSQL {head.postgres_version}, its manifest says"
            f" {manifest.postgres_version}."
        )
    if head.definitions != manifest.definitions:
        faults.append("The dump's tables, rules and rights are not those of its manifest.")
    return faults


def restored_faults(connection: psycopg.Connection[Any], manifest: Manifest) -> list[str]:
    """Where a restored database is not what its manifest tells; [] when equal."""
    faults = differences(manifest.digests, digests_of(connection))
    return faults + _migration_faults(manifest, migrations_of(connection))


def not_valid(entry: BackupEntry, faults: list[str]) -> InputError:
    """The fault to raise for a backup that must not be relied on."""
    more = f" ({len(faults)} faults in all)" if len(faults) > 1 else ""
    return InputError(
        f"The backup {entry.stem} is not valid: {faults[0]}{more}",
        code=NOT_VALID,
        hint="Use another backup (`ledgerflow backup list`); keep this one's files for a closer"
        " look, and make a new one now.",
        extra={"faults": faults[:SHOWN]},
    )


def _silent(_: str) -> None:
    return


def _refuse(entry: BackupEntry, faults: list[str]) -> None:
    if faults:
        raise not_valid(entry, faults)


def _byte_fault(path: Path, part: FilePart) -> str | None:
    try:
        found = sha256_of(path)
    except OSError as error:
        return f"{part.name} cannot be read: {error.strerror or error}."
    if found != part.sha256:
        return f"{part.name} is not what was written: its SHA-256 differs from the manifest's."
    return None


def _label_faults(entry: BackupEntry, manifest: Manifest) -> list[str]:
    """Where name and manifest contradict each other: one of them is another backup's."""
    faults = []
    if manifest.app_version != entry.name.version:
        faults.append(
            f"Its name says LedgerFlow {entry.name.version}, its manifest {manifest.app_version}."
        )
    if (entry.name.kind == "full") != (manifest.media is not None):
        there = "has no" if entry.name.kind == "full" else "has an"
        faults.append(f"It is of kind {entry.name.kind} and {there} archive of originals.")
    for part in entry.parts:
        if not part.name.startswith(f"{entry.stem}."):
            faults.append(f"Its manifest names the file {part.name} of another backup.")
        if part.name.endswith(ENCRYPTED) != (manifest.encrypted_to is not None):
            faults.append(f"Name and manifest differ on whether {part.name} is encrypted.")
    return faults


def _check_head(proof: _Proof) -> None:
    """The dump's own words against the manifest's, before anything is restored."""
    manifest = proof.manifest
    try:
        with proof.opened(manifest.dump) as source:
            head = head_of(source)
    except InputError as error:
        raise _as_fault(proof, error) from error
    _refuse(proof.entry, head_faults(manifest, head))


def _restored(proof: _Proof) -> tuple[list[str], dict[str, str]]:
    """Restore and compare: the faults, and the originals that the restored rows name."""
    manifest, target = proof.manifest, proof.target
    with scratch_database(target, proof.entry.stem) as name:
        try:
            with proof.opened(manifest.dump) as source:
                dump_load(target, name, source)
        except InputError as error:
            return [_fault_in(error)], {}
        try:
            with target.connection("backup", name) as connection, connection.transaction():
                return restored_faults(connection, manifest), originals_of(connection)
        except psycopg.Error as error:
            raise OutsideError(
                f"The scratch database {name} could not be read to its end:"
                f" {error.diag.message_primary or error}",
                code="backup_scratch",
                hint="Check that PostgreSQL runs, then try again; the backup itself may be good.",
            ) from error


def _migration_faults(manifest: Manifest, found: tuple[str, ...]) -> list[str]:
    told, there = set(manifest.migrations), set(found)
    faults = [f"The manifest names the migration {name}, the dump not." for name in told - there]
    faults += [f"The dump has the migration {name}, the manifest not." for name in there - told]
    return sorted(faults)


def _archive(proof: _Proof, originals: Mapping[str, str]) -> list[str]:
    """Faults of the originals' archive; [] for backups without one."""
    media = proof.manifest.media
    if media is None:
        return []
    try:
        with proof.opened(media) as source:
            found = media_read(source)
    except InputError as error:
        return [_fault_in(error)]
    return [*archive_faults(proof.manifest.media_files, found), *media_faults(originals, found)]


def _as_fault(proof: _Proof, error: InputError) -> InputError:
    return not_valid(proof.entry, [_fault_in(error)])


def _fault_in(error: InputError) -> str:
    """Its message where it speaks of the backup; a missing or wrong key is raised as it is."""
    if error.code != NOT_VALID:
        raise error
    return error.message
