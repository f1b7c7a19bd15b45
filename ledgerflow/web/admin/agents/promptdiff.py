"""What changed between two prompts, line by line; pure.

Here: lines with a word for each. Not here: showing them.
"""

import difflib
from dataclasses import dataclass

CONTEXT = 3


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`kind` is "same", "added", "removed" or "gap" (lines left out between changes)."""

    kind: str
    text: str


def prompt_diff(before: str, after: str) -> list[DiffLine]:
    """The changed lines with three around them; [] where nothing changed."""
    lines: list[DiffLine] = []
    raw = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=CONTEXT)
    for number, line in enumerate(raw):
        if number < 2:  # the names of the files
            continue
        if line.startswith("@@"):
            if lines:
                lines.append(DiffLine("gap", "…"))
            continue
        kind = {"+": "added", "-": "removed"}.get(line[:1], "same")
        lines.append(DiffLine(kind, line[1:]))
    return lines
