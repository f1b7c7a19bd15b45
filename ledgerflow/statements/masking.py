"""Account numbers out of what is kept in the database: the last four characters stay.

Here: finding a known number in text, however it is grouped. Not here: fingerprints
(accounts.py); the original on disk stays as it came.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

SHOWN = 4
MARK = "··"


def mask_number(text: str, number: str) -> str:
    """The text with this account number shortened to its last four characters."""
    plain = "".join(c for c in number if c.isalnum())
    if len(plain) <= SHOWN or not text:
        return text
    return _pattern(plain).sub(MARK + plain[-SHOWN:], text)


def mask_numbers(value: Any, numbers: Iterable[str]) -> Any:
    """JSON-able data with these account numbers shortened in every text of it."""
    known = list(numbers)
    if isinstance(value, str):
        for number in known:
            value = mask_number(value, number)
        return value
    if isinstance(value, Mapping):
        return {key: mask_numbers(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_numbers(item, known) for item in value]
    return value


@lru_cache(maxsize=256)
def _pattern(plain: str) -> re.Pattern[str]:
    """The characters with spaces or hyphens between them, not inside a longer number."""
    grouped = r"[ \u00a0-]*".join(map(re.escape, plain))
    return re.compile(rf"(?<![0-9A-Za-z]){grouped}(?![0-9A-Za-z])", re.IGNORECASE)
