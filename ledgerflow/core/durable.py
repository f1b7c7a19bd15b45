"""Files that are complete or not there, and on disk before anyone relies on them.

Here: a small text file, a stream of any length, and the folder's own flush. Not here: what is
written.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

PARTIAL = ".partial"


def write_text(path: Path, text: str, mode: int = 0o640) -> None:
    """Write a small UTF-8 file beside its place, flush it, then rename it there."""
    with whole_file(path, mode) as out:
        out.write(text.encode())


@contextmanager
def whole_file(path: Path, mode: int = 0o600) -> Iterator[BufferedRandom]:
    """A stream (written and read) beside the file's place, flushed and renamed there at the end.

    Whatever is raised inside, or by the disk (OSError), leaves nothing behind and the file that was
    there before as it was.
    """
    partial = path.with_name(path.name + PARTIAL)
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """A file's new name is safe only when its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
