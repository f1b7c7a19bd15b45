"""Changing a backup as misfortune does, and the manifest as far as it could follow.

Here: copies of a backup, files and manifests changed. Not here: what finds it (test_mutants.py).
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledgerflow.ops.backup.shelf import BackupEntry, find_backup

ZSTD = b"\x28\xb5\x2f\xfd"
"""How a compressed table begins; what comes before are definitions."""

FRAME_HEADER, BLOCK_HEADER, FRAME_HOLDS_ROWS = 18, 24, 120
"""Bytes at a frame's begin and behind its end that are no rows; longer frames hold some."""

Change = Callable[[bytes], bytes]


def copied(entry: BackupEntry, folder: Path) -> BackupEntry:
    """The same backup in another folder, not yet verified there."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in entry.files():
        if not path.name.endswith(".verified.json"):
            shutil.copy(path, folder / path.name)
    return find_backup(folder, entry.stem)


def changed(entry: BackupEntry, change: Change, *, part: str = "dump", told: bool) -> BackupEntry:
    """Change one file's bytes; `told` lets the manifest follow with size and SHA-256."""
    manifest = getattr(entry.manifest, part)
    path = entry.folder / manifest.name
    data = change(path.read_bytes())
    path.write_bytes(data)
    if told:
        written = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return retold(entry, lambda found: found[part].update(written))
    return find_backup(entry.folder, entry.stem)


def retold(entry: BackupEntry, change: Callable[[dict[str, Any]], object]) -> BackupEntry:
    """Change what the manifest says."""
    path = entry.folder / f"{entry.stem}.manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    return find_backup(entry.folder, entry.stem)


def bit_flipped(at: float) -> Change:
    """One bit, at this share of the compressed rows: in a frame that holds some, past its header.

    The frame of an empty table has bits that mean nothing; what is restored is the same then.
    """

    def change(data: bytes) -> bytes:
        places = [place for frame in _frames(data) for place in frame]
        place = places[int(len(places) * at)]
        return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]

    return change


def _frames(data: bytes) -> list[range]:
    """Where the bytes of rows are, by frame."""
    starts = [found.start() for found in re.finditer(re.escape(ZSTD), data)]
    spans = zip(starts, [*starts[1:], len(data)], strict=True)
    return [
        range(start + FRAME_HEADER, end - BLOCK_HEADER)
        for start, end in spans
        if end - start > FRAME_HOLDS_ROWS
    ]


def replaced(old: bytes, new: bytes) -> Change:
    """The last occurrence of some bytes; rows come after the definitions."""
    assert len(old) == len(new)

    def change(data: bytes) -> bytes:
        place = data.rindex(old)
        return data[:place] + new + data[place + len(old) :]

    return change
