"""What a tool returned, as text that a model may be shown and a column may hold. Pure.

Here: text of any result, bounded before it is touched, cleaned, cut with a note. Not here: what
the text means: it is data, scripts and instructions in it included.
"""

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

# Control characters but line feed and tab, lone surrogates, and format characters: those turn the
# direction of writing, join or hide letters, or spell instructions that nobody sees (tags).
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

SLACK = 1_000


class NotText(Exception):
    """A tool returned what neither is text nor can be written as JSON."""


def cleaned(text: str) -> str:
    """Text without characters that are not seen; line feeds and tabs stay."""
    return UNSEEN.sub("", text)


def cleaned_value(value: Any) -> Any:
    """A JSON value with all its texts cleaned, keys included."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [cleaned_value(one) for one in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned_value(one) for key, one in value.items()}
    return value


def result_text(value: Any, limit: int) -> tuple[str, bool]:
    """A result as at most `limit` characters, and whether something was left out.

    Raises NotText. Only about twice the limit is looked at, whatever a tool returns.
    """
    bound = 2 * limit + SLACK
    whole = value if isinstance(value, str) else _json(value, bound)
    text = cleaned(whole[:bound])
    if len(whole) <= bound and len(text) <= limit:
        return text, False
    note = f"\n[cut: the result has more than {limit:,} characters]"
    return text[: limit - len(note)] + note, True


def _json(value: Any, bound: int) -> str:
    """The value as JSON, written only until it is longer than `bound`."""
    pieces: list[str] = []
    length = 0
    try:
        for piece in json.JSONEncoder(ensure_ascii=False, default=_as_text).iterencode(value):
            pieces.append(piece)
            length += len(piece)
            if length > bound:
                break
    except (TypeError, ValueError, RecursionError) as error:
        raise NotText from error
    return "".join(pieces)


def _as_text(value: Any) -> str:
    """Decimals and dates as text; bytes and unknown objects are no answer."""
    if isinstance(value, Decimal | dt.date):
        return str(value)
    raise TypeError(type(value).__name__)
