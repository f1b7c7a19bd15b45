"""A value as one column of a text: the way PostgreSQL's COPY writes it.

Here: escaping. Not here: which columns a row has. `lf_content_text` does the same in PostgreSQL.
"""

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def escaped(text: str) -> str:
    """The text as one column: no tab, no line break, no lone backslash."""
    # isprintable() is false for every control character, and it is the fast way to know.
    if text.isprintable() and "\\" not in text:
        return text
    return text.translate(ESCAPES)
