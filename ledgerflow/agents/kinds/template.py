"""Prompt templates: `{field}` stands for a field of the question; pure.

Here: what is wrong with a template, and filling it in. Not here: which fields a kind has (its
`template_fields`), or the rest of what a model is told (runner/prompting.py). There are no
formats, attributes or indexes, and `{{` and `}}` are braces. A value is put in as it is and never
read again: braces in it mean nothing.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

LONGEST = 8_000
"""Characters of a template."""

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def template_faults(text: str, fields: Collection[str]) -> list[str]:
    """Everything wrong with a template in words, in its order; empty when it can be used."""
    if not text.strip():
        return ["The prompt is empty."]
    faults = []
    if len(text) > LONGEST:
        faults.append(f"The prompt has {len(text):,} characters; {LONGEST:,} are allowed.")
    known = ", ".join(f"{{{name}}}" for name in sorted(fields)) or "none"
    for found in _PIECE.finditer(text):
        piece = found.group()
        line = text.count("\n", 0, found.start()) + 1
        if piece in ("{", "}"):
            faults.append(
                f"Line {line}: a single {piece!r}; write {piece * 2!r} for the character itself."
            )
        elif piece not in ("{{", "}}") and piece[1:-1] not in fields:
            shown = piece if _NAME.fullmatch(piece[1:-1]) else piece[:40]
            faults.append(f"Line {line}: there is no field {shown}. Known fields: {known}.")
    return faults


def render(text: str, values: Mapping[str, Any]) -> str:
    """The template with its fields filled in; what is not text is written as JSON.

    What `template_faults` would complain of stays as it stands: nothing is looked up outside
    `values`.
    """

    def filled(found: re.Match[str]) -> str:
        piece = found.group()
        if piece in ("{{", "}}"):
            return piece[0]
        name = piece[1:-1]
        return _written(values[name]) if name in values else piece

    return _PIECE.sub(filled, text)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
