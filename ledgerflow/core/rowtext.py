"""A value as one column of a text: the way PostgreSQL's COPY writes it.

Here: escaping, and back. Not here: which columns a row has. `lf_content_text` escapes the same in
PostgreSQL.
"""

import re

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_BACK = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
_ESCAPED = re.compile(r"\\[\\tnr]")


def escaped(text: str) -> str:
    """The text as one column: no tab, no line break, no lone backslash."""
    # isprintable() is false for every control character, and it is the fast way to know.
    if text.isprintable() and "\\" not in text:
        return text
    return text.translate(ESCAPES)


def unescaped(column: str) -> str:
    """The text that `escaped` made a column of."""
    if "\\" not in column:
        return column
    return _ESCAPED.sub(lambda found: _BACK[found[0]], column)
