"""What a backup is called: everything a person must know stands in the name.

Here: `ledgerflow_<env>_<UTC time>_<version>_<kind>`, made and read back. Not here: the files'
contents (manifest.py) or where they lie (shelf.py).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

Kind = Literal["database", "full", "pre-restore", "pre-migration"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TIME_FORMAT = "%Y%m%dT%H%M%SZ"

DUMP = ".dump"
MEDIA = ".media.tar"
MANIFEST = ".manifest.json"
VERIFIED = ".verified.json"
ENCRYPTED = ".age"

STEM = re.compile(
    r"ledgerflow_(?P<env>[a-z0-9-]+)_(?P<moment>\d{8}T\d{6}Z)_(?P<version>[0-9A-Za-z.+-]+)_"
    rf"(?P<kind>{'|'.join(KINDS)})"
)


@dataclass(frozen=True)
class BackupName:
    """`moment` is when the snapshot was taken, UTC, to the second."""

    env: str
    moment: datetime
    version: str
    kind: Kind

    @property
    def stem(self) -> str:
        """The files' common part."""
        moment = self.moment.astimezone(UTC).strftime(TIME_FORMAT)
        return f"ledgerflow_{self.env}_{moment}_{self.version}_{self.kind}"


def parse_stem(stem: str) -> BackupName | None:
    """The name that a stem spells, None where it is not one of ours."""
    found = STEM.fullmatch(stem)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found["moment"], TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    kind = next(kind for kind in KINDS if kind == found["kind"])
    return BackupName(found["env"], moment, found["version"], kind)


def stem_of(file_name: str) -> str | None:
    """The stem of one of a backup's files, None for anything else (a `.partial` too)."""
    for ending in (DUMP + ENCRYPTED, DUMP, MEDIA + ENCRYPTED, MEDIA, MANIFEST, VERIFIED):
        if file_name.endswith(ending):
            stem = file_name.removesuffix(ending)
            return stem if parse_stem(stem) else None
    return None
