"""An archive's ZIP in reading: members as streams within limits, hashed on their way; no database.

Here: the container and JSON rows. Not here: what the rows must say (entrychecks.py,
statementchecks.py). Nothing is unpacked to disk, no name in the archive becomes a path, and sizes
that it states are limits, never beliefs.
"""

import hashlib
import json
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Self

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.archive.faults import Faults
from ledgerflow.interchange.archive.layout import (
    DIRECTORY_BYTES_MAX,
    FORMAT,
    MANIFEST,
    MANIFEST_BYTES_MAX,
    MEMBERS_MAX,
    RATIO_MAX,
    ROW_BYTES_MAX,
    UNPACKED_FLOOR,
    VERSION,
)
from ledgerflow.statements.formats.zip_limits import BROKEN

_CHUNK = 1 << 20
_PARTS_MAX = 4 * MEMBERS_MAX
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL_BYTES = (1 << 16) + 128

Record = dict[str, Any]


class ArchiveReader:
    """An archive opened for reading. Use it with `with`.

    Raises InputError where the file is no archive, or one that nobody can read safely.
    """

    def __init__(self, path: Path, faults: Faults) -> None:
        self.faults = faults
        self._name = path.name
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise InputError(
                f"{path}: the file cannot be read: {error.strerror}.",
                code="no_such_file",
                hint="Check the name and the folder; the file must be readable for you.",
            ) from error
        try:
            self._file_size = self._file.seek(0, 2)
            _refuse_large_directory(self._file, self._refusal)
            self._zip = zipfile.ZipFile(self._file)
            self.infos = self._members()
            self.manifest, self.manifest_sha256 = self._manifest()
        except (*BROKEN, RecursionError) as error:
            self._file.close()
            raise self._refusal(f"cannot be read as an archive ({error})") from error
        except InputError:
            self._file.close()
            raise
        self.sizes = {name: m["bytes"] for name, m in self.manifest["members"].items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def stated(self, name: str) -> str:
        """The SHA-256 that the manifest has for a member."""
        return str(self.manifest["members"][name]["sha256"])

    def pieces(self, name: str, faults: Faults | None = None) -> Iterator[bytes]:
        """A member's bytes; at its end size and hash are compared with the manifest.

        A member that is damaged or longer than stated gives a fault and ends. Faults go to the
        archive's own unless others are given (to read a member once more in silence).
        """
        faults = self.faults if faults is None else faults
        stated = self.manifest["members"][name]
        digest, size = hashlib.sha256(), 0
        try:
            for piece in self._unpacked(name, stated["bytes"] + 1):
                size += len(piece)
                digest.update(piece)
                yield piece
        except BROKEN as error:
            faults.add(name, f"cannot be unpacked: {error}")
            return
        if size != stated["bytes"]:
            faults.add(name, f"has not the {stated['bytes']:,} bytes of the manifest")
        elif digest.hexdigest() != stated["sha256"]:
            faults.add(name, "is not what was archived: its SHA-256 differs")

    def rows(self, name: str, faults: Faults | None = None) -> Iterator[tuple[int, bytes]]:
        """A member's lines with their numbers from 1, without line ends."""
        faults = self.faults if faults is None else faults
        rest, number = b"", 0
        for piece in self.pieces(name, faults):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number += 1
                yield number, line
            if len(rest) > ROW_BYTES_MAX:
                faults.add(name, "has a row longer than any row is", f"row {number + 1}")
                return
        if rest:
            yield number + 1, rest

    def records(self, name: str, faults: Faults | None = None) -> Iterator[tuple[int, Record]]:
        """A JSON Lines member's objects with their row numbers; a broken row is a fault."""
        faults = self.faults if faults is None else faults
        for number, line in self.rows(name, faults):
            try:
                record = json_read(line)
                if b"\\u" in line:  # half a pair would only be noticed where it is written
                    json.dumps(record, ensure_ascii=False).encode()
            except (ValueError, RecursionError) as error:
                faults.add(name, f"is no JSON: {error}", f"row {number}")
                continue
            if isinstance(record, dict):
                yield number, record
            else:
                faults.add(name, "is no JSON object", f"row {number}")

    def text(self, name: str) -> str:
        """A whole member of moderate size as UTF-8; "" with a fault where it is none."""
        data = bytearray()
        for piece in self.pieces(name):
            data += piece
            if len(data) > MANIFEST_BYTES_MAX:
                self.faults.add(name, f"has more than {MANIFEST_BYTES_MAX:,} bytes")
                return ""
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            self.faults.add(name, f"is no UTF-8: {error.reason}", f"byte {error.start}")
            return ""

    def _unpacked(self, name: str, bytes_max: int) -> Iterator[bytes]:
        with self._zip.open(self.infos[name]) as stream:
            while bytes_max > 0 and (piece := stream.read(min(_CHUNK, bytes_max))):
                bytes_max -= len(piece)
                yield piece

    def _members(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MEMBERS_MAX:
            raise self._refusal(f"has {len(infos):,} members, more than {MEMBERS_MAX:,}")
        for name, times in Counter(info.filename for info in infos).items():
            if times > 1:
                self.faults.add(name, f"is there {times} times")
        for info in infos:
            if info.flag_bits & 1:
                raise self._refusal("is encrypted; an archive never is")
        return {info.filename: info for info in infos}

    def _manifest(self) -> tuple[Record, str]:
        if MANIFEST not in self.infos:
            raise self._refusal(f"has no {MANIFEST}")
        data = b"".join(self._unpacked(MANIFEST, MANIFEST_BYTES_MAX + 1))
        if len(data) > MANIFEST_BYTES_MAX:
            raise self._refusal(f"has a manifest of more than {MANIFEST_BYTES_MAX:,} bytes")
        manifest = json_read(data)
        if not _is_manifest(manifest):
            raise self._refusal(f"has a {MANIFEST} of another shape")
        if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
            raise self._refusal(
                f"is of the format {manifest['format']!r} version {manifest['version']!r},"
                f" which this version of LedgerFlow does not know"
            )
        claimed = sum(member["bytes"] for member in manifest["members"].values())
        most = max(UNPACKED_FLOOR, RATIO_MAX * self._file_size)
        if claimed > most:
            raise self._refusal(
                f"says that it unpacks to {claimed:,} bytes, more than {most:,}: that is no"
                " business's archive"
            )
        return manifest, hashlib.sha256(data).hexdigest()

    def _refusal(self, what: str) -> InputError:
        return InputError(
            f"{self._name} {what}.",
            code="archive_unreadable",
            hint="Take another copy of the archive, or make it again with `ledgerflow archive`.",
        )


def _is_manifest(value: Any) -> bool:
    """True when everything that is used before any check has its type."""
    if not isinstance(value, dict) or not {"format", "version", "members"} <= set(value):
        return False
    kinds = {"business": dict, "counts": dict, "exports": dict, "made_at": str, "members": dict}
    if any(not isinstance(value.get(name), kind) for name, kind in kinds.items()):
        return False
    return all(
        isinstance(member, dict)
        and type(member.get("bytes")) is int
        and member["bytes"] >= 0
        and isinstance(member.get("sha256"), str)
        for member in value["members"].values()
    )


def json_read(data: bytes) -> Any:
    """A JSON value of bounded size. Raises ValueError or RecursionError."""
    if data.count(b",") > _PARTS_MAX:
        raise ValueError(f"more than {_PARTS_MAX:,} parts")
    return _JSON.decode(data.decode())


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


_JSON = json.JSONDecoder(parse_constant=_no_constant)


def _refuse_large_directory(file: BinaryIO, refusal: Any) -> None:
    """Refuse a list of members that would fill the memory before its length can be counted."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read(_TAIL_BYTES)
    sizes = [0]
    for mark, offset, form in ((_END, 12, "<L"), (_END64, 40, "<Q")):
        place = tail.rfind(mark)
        if 0 <= place <= len(tail) - offset - struct.calcsize(form):
            sizes.append(struct.unpack_from(form, tail, place + offset)[0])
    stated = max(s for s in sizes if s != 0xFFFFFFFF)
    if stated > DIRECTORY_BYTES_MAX:
        raise refusal(f"has a list of members of {stated:,} bytes")
