"""What lies in the backup folder: each backup with its manifest and whether it counts.

Here: looking, finding one by name, and remembering a verification. Not here: making backups
(create.py), proving them (verify.py) or choosing which to delete (retention.py). A `.partial`
file is never a backup.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ledgerflow.core.durable import write_text
from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.ops.backup.manifest import FilePart, Manifest
from ledgerflow.ops.backup.names import (
    MANIFEST,
    VERIFIED,
    BackupName,
    parse_stem,
    stem_of,
)

LATEST = "latest"


@dataclass(frozen=True)
class Verification:
    """A restore that compared equal: when (ISO, UTC), of which bytes, in how many seconds."""

    verified_at: str
    dump_sha256: str
    media_sha256: str | None
    seconds: float
    app_version: str


@dataclass(frozen=True)
class BackupEntry:
    """One backup as the folder shows it; `fault` says why it cannot be used at a glance."""

    name: BackupName
    folder: Path
    manifest: Manifest | None
    verification: Verification | None
    fault: str | None

    @property
    def stem(self) -> str:
        """The files' common part."""
        return self.name.stem

    @property
    def moment(self) -> datetime:
        """When the snapshot was taken."""
        return self.name.moment

    @property
    def parts(self) -> tuple[FilePart, ...]:
        """The files that the manifest names; () without one."""
        if self.manifest is None:
            return ()
        both = (self.manifest.dump, self.manifest.media)
        return tuple(part for part in both if part is not None)

    @property
    def size(self) -> int:
        """Bytes of the files named in the manifest."""
        return sum(part.size for part in self.parts)

    @property
    def is_verified(self) -> bool:
        """True when these very bytes were once restored and compared equal."""
        known, manifest = self.verification, self.manifest
        if known is None or manifest is None or self.fault:
            return False
        media = manifest.media.sha256 if manifest.media else None
        return (known.dump_sha256, known.media_sha256) == (manifest.dump.sha256, media)

    def path_of(self, part: FilePart) -> Path:
        """Where one of its files lies."""
        return self.folder / part.name

    def files(self) -> list[Path]:
        """Every file of this backup that is there, the manifest last but one."""
        found = [p for p in self.folder.iterdir() if stem_of(p.name) == self.stem]
        return sorted(found, key=lambda path: (path.name.endswith((MANIFEST, VERIFIED)), path.name))


def backups_in(folder: Path) -> list[BackupEntry]:
    """All backups of a folder, the newest first; [] where the folder is not there."""
    if not folder.is_dir():
        return []
    stems = {stem for path in folder.iterdir() if (stem := stem_of(path.name))}
    names = (name for stem in stems if (name := parse_stem(stem)))
    entries = [_entry(folder, name) for name in names]
    return sorted(entries, key=lambda entry: (entry.moment, entry.stem), reverse=True)


def find_backup(folder: Path, wanted: str) -> BackupEntry:
    """One backup by its stem, the path or name of one of its files, or "latest".

    A path leads to its own folder. Raises InputError("backup_unknown").
    """
    path = Path(wanted)
    place = path.parent if path.parent != Path() else folder
    entries = backups_in(place)
    if wanted == LATEST and entries:
        return entries[0]
    stem = path.name if parse_stem(path.name) else stem_of(path.name)
    for entry in entries:
        if entry.stem == stem:
            return entry
    raise InputError(
        f"There is no backup {wanted!r} in {place}.",
        code="backup_unknown",
        hint="`ledgerflow backup list` shows what is there.",
    )


def remember_verified(entry: BackupEntry, verification: Verification) -> None:
    """Write down that these bytes were restored and compared equal."""
    text = json.dumps(asdict(verification), indent=1) + "\n"
    write_text(entry.folder / f"{entry.stem}{VERIFIED}", text)


def _entry(folder: Path, name: BackupName) -> BackupEntry:
    stem = name.stem
    try:
        path = folder / f"{stem}{MANIFEST}"
        manifest = Manifest.from_json(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        return BackupEntry(name, folder, None, None, "It has no manifest.")
    except (OSError, UnicodeDecodeError) as error:
        return BackupEntry(name, folder, None, None, f"Its manifest cannot be read: {error}.")
    except LedgerFlowError as error:
        return BackupEntry(name, folder, None, None, error.message)
    entry = BackupEntry(name, folder, manifest, _verification(folder, stem), None)
    faults = [fault for part in entry.parts if (fault := _fault(entry.path_of(part), part))]
    if manifest.stem != stem:
        faults.append(f"Its manifest is that of {manifest.stem}.")
    return BackupEntry(name, folder, manifest, entry.verification, " ".join(faults) or None)


def _verification(folder: Path, stem: str) -> Verification | None:
    try:
        text = (folder / f"{stem}{VERIFIED}").read_text(encoding="utf-8")
        return Verification(**json.loads(text))
    except (OSError, ValueError, TypeError):
        return None  # unreadable counts as not verified


def _fault(path: Path, part: FilePart) -> str | None:
    try:
        size = path.stat().st_size
    except OSError:
        return f"{part.name} is missing."
    if size != part.size:
        return f"{part.name} has {size} bytes, not {part.size}."
    return None
