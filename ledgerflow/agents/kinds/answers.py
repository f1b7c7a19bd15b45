"""What answers of several kinds have in common: strict fields and cleaned texts; pure.

Here: the base of answer types, how sure a model says it is, and texts cut to their limits. Not
here: sources and their quotes (quoting.py), or the answer of a kind (payee.py, classification.py).
"""

import re
import unicodedata
from typing import Annotated

import pydantic

TAKEN = 4_000
"""Characters of one text of an answer that are read at all; a longer one is refused."""

LISTED = 20
"""Elements of one list that are read at all."""

_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,10})?")


def number_of(value: object) -> object:
    """A plain number that a model wrote as text, as the number; all else is left to be refused.

    Small models put quotes around numbers; that changes nothing about what they say.
    """
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value


Text = Annotated[str, pydantic.StringConstraints(max_length=TAKEN)]
Sure = Annotated[
    float, pydantic.BeforeValidator(number_of), pydantic.Field(ge=0, le=1, allow_inf_nan=False)
]
"""How sure the model says it is, 0..1."""

_SPACES = frozenset("\t\n\r\v\f\x85\u2028\u2029")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Categories that show nothing, or change how the rest is shown: controls, direction marks."""


class StrictAnswer(pydantic.BaseModel):
    """Takes what the schema says, as the type it says, and nothing else."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True)


def plain(text: str, limit: int) -> str:
    """One line of visible characters, at most `limit` of them."""
    seen = (" " if c in _SPACES else c for c in text)
    kept = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def plain_list(texts: list[str], limit: int, most: int) -> list[str]:
    """The texts that say something, each cleaned, no two alike, at most `most`."""
    lines = (plain(text, limit) for text in texts)
    return list(dict.fromkeys(line for line in lines if line))[:most]
