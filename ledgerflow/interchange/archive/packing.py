"""An archive's ZIP in writing: members as streams, measured on their way, the manifest at the end.

Here: the container. Not here: what the members hold (contents.py). ZIP64 where it is needed; the
times in it are the archive's own, so that the same content at the same moment gives the same bytes.
"""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, cast

from ledgerflow.interchange.archive.layout import MANIFEST

_ZIP_FIRST_YEAR, _ZIP_LAST_YEAR = 1980, 2107


class MeasuredStream(io.BufferedIOBase):
    """Passes bytes on, or only measures them: how many there were, and their SHA-256."""

    def __init__(self, out: IO[bytes] | None = None) -> None:
        super().__init__()
        self._out = out
        self._hash = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """True: that is all it does."""
        return True

    def write(self, data: Any) -> int:
        """Write on, and measure."""
        if self._out is not None:
            self._out.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    @property
    def as_binary(self) -> BinaryIO:
        """Itself, under the type that writers of files ask for."""
        return cast("BinaryIO", self)

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._hash.hexdigest()


class Packing:
    """A ZIP that is being written; members one after the other."""

    def __init__(self, out: BinaryIO, made_at: dt.datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        year = min(max(made_at.year, _ZIP_FIRST_YEAR), _ZIP_LAST_YEAR)
        self._time = (year, *made_at.timetuple()[1:6])
        self.members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str, *, stored: bool = False) -> Iterator[BinaryIO]:
        """A stream for one member; `stored` leaves it uncompressed."""
        info = zipfile.ZipInfo(name, self._time)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as out:
            measured = MeasuredStream(out)
            yield measured.as_binary
        self.members[name] = {"bytes": measured.size, "sha256": measured.sha256}

    def rows(self, name: str, rows: Iterator[Mapping[str, Any]]) -> int:
        """A JSON Lines member; how many rows it has."""
        count = 0
        with self.member(name) as out:
            for row in rows:
                out.write(json_row(row))
                count += 1
        return count

    def finish(self, head: Mapping[str, Any]) -> str:
        """Write the manifest (head and members) and close the ZIP; the manifest's SHA-256."""
        manifest = {**head, "members": self.members}
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        with self.member(MANIFEST) as out:
            out.write(text.encode())
        self._zip.close()
        return str(self.members.pop(MANIFEST)["sha256"])


def json_row(row: Mapping[str, Any]) -> bytes:
    """One JSON object on a line of its own."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
