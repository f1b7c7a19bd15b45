"""What a function's docstring says of it and of its parameters. Pure.

Here: reading the three usual ways to write one. Not here: types (signatures.py). A model reads
what comes out, a person too, beside the fields of a form.
"""

import inspect
import re

_SECTION = re.compile(
    r"\s*(Args|Arguments|Parameters|Returns?|Raises|Yields|Examples?|Notes?):\s*$"
)

_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s|$)")


def summary_of(doc: str) -> str:
    """A docstring's own words: up to where sections such as "Args:" begin."""
    lines = inspect.cleandoc(doc).splitlines()
    ends = (n for n, line in enumerate(lines) if _SECTION.fullmatch(line) or _is_param(line))
    return "\n".join(lines[: next(ends, len(lines))]).strip()


def parameter_texts(doc: str, names: list[str]) -> dict[str, str]:
    """What a docstring says of each parameter.

    Understood are "`name`: words.", of which the first sentence counts, and the sections of Google
    ("name (str): words", further lines indented) and of Sphinx (":param name: words").
    """
    found: dict[str, str] = {}
    current, indent, is_prose = "", 0, False
    for line in doc.splitlines():
        depth = len(line) - len(line.lstrip())
        named = _parameter_line(line, names)
        if named:
            current, is_prose = named[2], bool(named[1])
            found[current], indent = named[3].strip(), depth
        elif current and line.strip() and (is_prose or depth > indent):
            found[current] += f" {line.strip()}"
        else:
            current = ""
        if current and is_prose and _SENTENCE_END.search(found[current]):
            found[current] = _SENTENCE_END.split(found[current])[0]
            current = ""
    return found


def _is_param(line: str) -> bool:
    return line.lstrip().startswith(":param ")


def _parameter_line(line: str, names: list[str]) -> re.Match[str] | None:
    """Groups: the quote of prose ("`" or ""), the name, its words."""
    one_of = "|".join(map(re.escape, names))
    form = rf"\s*(?::param\s+)?(`?)({one_of})\1(?:\s*\([^)]*\))?:\s+(\S.*)"
    return re.fullmatch(form, line) if names else None
