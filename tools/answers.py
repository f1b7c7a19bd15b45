"""What a tool answers: compact JSON that stays whole within the size a model is shown.

Here: writing it, leaving out entries that no longer fit. Not here: what the entries are.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

ANSWER_MOST = 7_800
"""Characters; a little less than a tool's usual result limit, so that JSON is not cut apart."""


def answer(**fields: Any) -> str:
    """The fields as compact JSON."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def answer_listing(key: str, entries: Sequence[Mapping[str, Any]], /, **fields: Any) -> str:
    """The fields with a list of entries, as many as fit, between the first and the others."""
    first, *others = fields
    kept = list(entries)
    while True:
        ordered = {first: fields[first], key: kept, **{name: fields[name] for name in others}}
        text = answer(**ordered)
        if len(text) <= ANSWER_MOST or not kept:
            return text
        kept.pop()
