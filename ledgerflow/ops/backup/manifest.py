"""What a backup says of itself, written beside it as JSON.

Here: the records and their JSON. Not here: how figures come about (digests.py, dump.py, media.py)
or whether they hold (verify.py).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ledgerflow.core.errors import InputError

FORMAT = 1


@dataclass(frozen=True)
class FilePart:
    """One of the backup's files as it lies on disk (encrypted, if it is): size in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class MediaFile:
    """A stored original; `path` is relative to the media folder, with slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class TableDigest:
    """How many rows, and a digest of all their columns that does not depend on their order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Digests:
    """What a restored database must show again.

    `tables` by name; `sequences` by name, their last values; `trial_balance` over every account
    of every business; `audit_chain` over all audit events in their order, per firm.
    Sequences go on while a dump is made: `sequences_after` are their values at its end.
    `seals`: firm -> "number:hash" of its newest seal, so that a backup kept elsewhere says later
    whether a seal is still there (`ledgerflow verify --expect HASH`).
    """

    tables: Mapping[str, TableDigest]
    sequences: Mapping[str, int]
    trial_balance: str
    audit_chain: str
    sequences_after: Mapping[str, int] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """One backup. Times are ISO 8601 in UTC.

    `migrations` are all that were applied, as "app.name"; `secret_check` tells, without giving it
    away, which LEDGERFLOW_SECRET_KEY the data belongs to; `media` and `media_files` are there for
    full backups only; `tools` are the programs' versions; `definitions` is a SHA-256 over the
    statements that make tables, rules and rights (dump.py).
    """

    format: int
    stem: str
    created_at: str
    app_version: str
    revision: str | None
    postgres_version: str
    database: str
    migrations: tuple[str, ...]
    tools: Mapping[str, str]
    encrypted_to: str | None
    secret_check: str
    dump: FilePart
    media: FilePart | None
    media_files: tuple[MediaFile, ...]
    digests: Digests
    definitions: str = ""

    def to_json(self) -> str:
        """The file's text."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, where: str) -> "Manifest":
        """Read it back; InputError("backup_manifest") names `where` and what is wrong."""
        try:
            return _from_dict(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{where} cannot be read as a backup's manifest ({error!r}).",
                code="backup_manifest",
                hint="Use another backup; keep this one's files for a closer look.",
            ) from error


def _from_dict(found: dict[str, Any]) -> Manifest:
    if found["format"] != FORMAT:
        raise ValueError(f"format {found['format']}, known is {FORMAT}")
    digests = found["digests"]
    tables = {name: TableDigest(**one) for name, one in digests["tables"].items()}
    media = found["media"]
    return Manifest(
        **found
        | {
            "migrations": tuple(found["migrations"]),
            "dump": FilePart(**found["dump"]),
            "media": FilePart(**media) if media else None,
            "media_files": tuple(MediaFile(**one) for one in found["media_files"]),
            "digests": Digests(**digests | {"tables": tables}),
        }
    )
