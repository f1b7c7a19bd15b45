"""How much a zip may hold before it is taken for an attack, whoever opens it.

Here: the limits, and reading a member within them. Not here: what is refused in which words
(zipped.py, xlsx_package.py). Sizes that a zip states are not believed: bytes are counted.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

MEMBERS_MAX = 2_000
RATIO_MAX = 100
UNPACKED_MAX = 200 * 1024 * 1024
RATIO_FROM = 1024 * 1024
CHUNK = 1 << 20

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the zip module raises for containers that are not what they say."""

Refusal = Callable[[str], Exception]
"""Makes the refusal out of what the archive does, such as "has 3,000 members"."""


def members_of(archive: zipfile.ZipFile, unsafe: Refusal) -> list[zipfile.ZipInfo]:
    """All members; raises `unsafe` where there are too many."""
    members = archive.infolist()
    if len(members) > MEMBERS_MAX:
        raise unsafe(f"has {len(members):,} members, more than {MEMBERS_MAX:,}")
    return members


def unpacked(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    shown: str,
    unsafe: Refusal,
    bytes_max: int = UNPACKED_MAX + 1,
) -> Iterator[bytes]:
    """A member's bytes in pieces, `bytes_max` at most; raises `unsafe` where it packs too well."""
    size = 0
    with archive.open(member) as stream:
        while size < bytes_max and (piece := stream.read(min(CHUNK, bytes_max - size))):
            size += len(piece)
            yield piece
            if size > RATIO_FROM and size > RATIO_MAX * max(member.compress_size, 1):
                raise unsafe(f"packs {shown} more than {RATIO_MAX}:1")
