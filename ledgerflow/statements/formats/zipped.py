"""Zip archives of statement files: each member is read by its own format.

Here: the container, its limits, and putting together what the members gave. Not here: the
formats themselves; spreadsheets, which are zips inside, are xlsx.py's. Nothing is unpacked to
disk, and the sizes that an archive states are not believed.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ledgerflow.core.errors import (
    FileTooLarge,
    InputError,
    LedgerFlowError,
    LimitError,
    UnknownFormat,
    UnreadableFile,
)
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.formats.xlsx_package import looks_like_spreadsheet
from ledgerflow.statements.formats.zip_limits import (
    BROKEN,
    MEMBERS_MAX,
    UNPACKED_MAX,
    members_of,
    unpacked,
)
from ledgerflow.statements.parsed import Fault, ParsedFile, ParsedStatement, Severity, SourceFile

READINGS_MAX = 50
_NAME_MAX = 100
_HEAD_BYTES = 16_384
_ONE_BY_ONE = "Import the files of the archive one by one."

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# Papers that banks and people put beside the data; anything else unknown is an error.
_PAPERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"<!DOCTYPE html", b"<html")


class ZipFormat:
    """Zip archives with statement files of any format inside.

    `read_member` identifies and reads one file; `member_bytes_max` is the most it takes.
    """

    id = "zip"
    title = "zip archives"

    def __init__(
        self, read_member: Callable[[SourceFile], ParsedFile], member_bytes_max: int
    ) -> None:
        self._read_member = read_member
        self._member_bytes_max = member_bytes_max

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first bytes are a zip that is no spreadsheet."""
        return _is_archive(head)

    def read(self, file: SourceFile) -> ParsedFile:
        """Read every member; a member that cannot be read is a fault of the whole.

        Raises UnreadableFile when the archive is damaged, encrypted, empty, nested or beyond
        the limits, and what the member raised where there is only one.
        """
        results: list[tuple[str, ParsedFile]] = []
        refused: list[tuple[InputError | LimitError, bytes]] = []
        for member, data in _unpacked(file, self._member_bytes_max):
            try:
                source = SourceFile(f"{file.name}: {member}", data, file.profile)
                if len(data) > self._member_bytes_max:
                    raise _too_large(source.name, self._member_bytes_max)
                results.append((member, self._read_member(source)))
            except (InputError, LimitError) as error:
                refused.append((error, data[:_HEAD_BYTES]))
        if not results and len(refused) == 1:
            raise refused[0][0]
        if not results:
            raise _none_read(file.name, [error for error, _ in refused])
        return self._together(results, [_refusal(*one) for one in refused])

    def _together(self, results: list[tuple[str, ParsedFile]], faults: list[Fault]) -> ParsedFile:
        """One file out of those of the members, in the archive's order."""
        statements: list[ParsedStatement] = []
        for member, result in results:
            statements += result.statements
            faults += [replace(f, message=f"{member}: {f.message}") for f in result.faults]
        formats = {result.format for _, result in results}
        name = formats.pop() if len(formats) == 1 else self.id
        members = [{"name": member, **result.reading} for member, result in results]
        reading = {"archive": "zip", "members": members[:READINGS_MAX]}
        return ParsedFile(
            name,
            tuple(statements),
            capped(faults, code="zip_more_faults", hint=_ONE_BY_ONE),
            reading,
        )


def _unpacked(file: SourceFile, bytes_max: int) -> Iterator[tuple[str, bytes]]:
    """Each member's name and bytes, one at a time; at most `bytes_max` + 1 bytes of each."""
    unsafe = partial(_unsafe, file.name)
    if file.data.count(_DIRECTORY_ENTRY) > 2 * MEMBERS_MAX:
        raise unsafe(f"has more than {MEMBERS_MAX:,} members")
    found, left = 0, UNPACKED_MAX
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            for member in members_of(archive, unsafe):
                if member.is_dir() or _is_system_file(member.filename):
                    continue
                if member.flag_bits & 1:
                    raise _encrypted(file.name)
                shown = _shown(member.filename)
                allowed = min(bytes_max, left) + 1
                data = b"".join(unpacked(archive, member, shown, unsafe, allowed))
                left -= len(data)
                if left < 0:
                    raise unsafe(f"unpacks to more than {UNPACKED_MAX:,} bytes")
                if _is_archive(data[:_HEAD_BYTES]):
                    raise unsafe(f"holds another archive ({shown})")
                found += 1
                yield shown, data
    except BROKEN as fault:
        raise _damaged(file.name, fault) from fault
    if not found:
        raise _nothing_inside(file.name)


def _is_archive(head: bytes) -> bool:
    return head.startswith((_ZIP, _EMPTY_ZIP)) and not looks_like_spreadsheet(head)


def _is_system_file(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return name.startswith("__MACOSX/") or last.startswith("._") or last in _SYSTEM_FILES


def _shown(name: str) -> str:
    """A member's name as it can stand in a message."""
    return "".join(c if c.isprintable() else "?" for c in name[:_NAME_MAX])


def _refusal(error: InputError | LimitError, head: bytes) -> Fault:
    """A member that gave nothing: an error, but for papers beside the data."""
    is_paper = isinstance(error, UnknownFormat) and head.lstrip().startswith(_PAPERS)
    severity: Severity = "note" if is_paper else "error"
    line = error.extra.get("line")
    return Fault(error.code, error.message, error.hint, line=line, severity=severity)


def _none_read(name: str, errors: Sequence[LedgerFlowError]) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: none of the {len(errors)} files inside can be read. First: {errors[0].message}",
        code="zip_nothing_read",
        hint=errors[0].hint,
        extra={"codes": sorted({error.code for error in errors})},
    )


def _nothing_inside(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the archive holds no files.",
        code="zip_empty",
        hint="Download the statements again; nothing was imported.",
    )


def _too_large(name: str, bytes_max: int) -> FileTooLarge:
    """The refusal of a member that was not unpacked to its end."""
    return FileTooLarge(
        f"{name}: the file has more than {bytes_max:,} bytes, which is the most that is read.",
        hint="Export a shorter period from the bank and import the parts.",
    )


def _encrypted(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the archive is protected by a password.",
        code="zip_password",
        hint="Unpack it with the password and import the files inside.",
    )


def _damaged(name: str, fault: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the archive is damaged ({fault}).",
        code="zip_damaged",
        hint="The file is cut off or damaged: download it again from the bank.",
    )


def _unsafe(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the archive {what}; no bank's archive does.",
        code="zip_unsafe",
        hint="Unpack it yourself, look at the files and import those that are statements.",
    )
