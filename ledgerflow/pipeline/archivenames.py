"""What an original is called in the archive: `YYYY-MM-DD.account.original-name`; pure.

Here: names that every file system takes. Not here: moving the file (core/moving.py).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

SEVERAL = "several"
UNDATED = "undated"
UNNAMED = "unnamed"
BYTES_MAX = 240
"""A name has 255 bytes; some are left for a number."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]')
_SUFFIX_BYTES_MAX = 20


def archive_name(
    last_day: dt.date | None, accounts: Sequence[tuple[str, str]], original: str
) -> str:
    """The name of an original whose statements end on `last_day`.

    `accounts` are (name, last four digits) of each account in it; several are not listed.
    """
    day = UNDATED if last_day is None else last_day.isoformat()
    known = {account_word(*account) for account in accounts}
    account = known.pop() if len(known) == 1 else SEVERAL
    return fitted(f"{day}.{account}.{plain_name(original)}")


def account_word(name: str, last4: str) -> str:
    """An account as one word: "Checking ··7001" is `checking-7001`."""
    word = _NOT_A_WORD.sub("-", unicodedata.normalize("NFKC", name).casefold()).strip("-")
    digits = _NOT_A_WORD.sub("", last4)
    parts = [word] if not digits or word.endswith(digits) else [word, digits]
    return fitted("-".join(filter(None, parts)), 80) or UNNAMED


def plain_name(original: str) -> str:
    """A file's name without what some file system or program does not take."""
    printable = "".join(c if c.isprintable() or c == " " else "-" for c in original)
    name = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", printable))
    return name.strip(" .") or UNNAMED


def fitted(name: str, limit: int = BYTES_MAX) -> str:
    """The name in at most `limit` bytes of UTF-8; its ending stays."""
    if len(name.encode()) <= limit:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _SUFFIX_BYTES_MAX:
        suffix = ""
    room = limit - len(suffix.encode())
    stem = name.removesuffix(suffix).encode()[:room].decode("utf-8", "ignore")
    return stem.rstrip(" .") + suffix
