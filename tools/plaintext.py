"""Text from outside as one plain line: no markup, nothing that is there but cannot be seen.

Here: cleaning of titles, snippets, names and texts of pages. Not here: reading whole pages
(page_tool/html_text.py). What comes out is still data of strangers; it is only legible. All of it
takes time in proportion to the text's length, whatever stands in it.
"""

import re
import unicodedata
from html import unescape

CLEANED_MOST = 10_000
"""Characters of a value that are looked at before it is cut."""

TAG = re.compile(r"<(?:/?[A-Za-z]|[!?])[^<>]*>")
TAG_BROKEN_OFF = re.compile(r"<[A-Za-z/!?][^<>]*$")
TAGS_INSIDE_TAGS = 4
NUMBER_TOO_LONG = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
SHOWN_AS_SPACE = frozenset({"Zs", "Zl", "Zp"})


def one_line(value: object, longest: int) -> str:
    """Any value of JSON as one line of at most `longest` characters; "" unless it is text.

    Tags are taken out, entities read once, so that `&lt;b&gt;` comes out as `<b>`: text, to be
    escaped by whoever shows it.
    """
    if not isinstance(value, str):
        return ""
    text = value[:CLEANED_MOST]
    for _ in range(TAGS_INSIDE_TAGS):
        text = TAG.sub("", text)
    return shortened(visible(unescaped(TAG_BROKEN_OFF.sub("", text))), longest)


def plain_line(text: str, longest: int) -> str:
    """Text that is no HTML, such as a bank's, as one line of at most `longest` characters."""
    return shortened(visible(text[:CLEANED_MOST]), longest)


def visible(text: str) -> str:
    """The characters that a reader sees, white space as single spaces.

    Controls, marks that turn the direction of writing, characters without width, tags of Unicode
    and halves of pairs go: they hide text from people, or show them another one.
    """
    kept = []
    for char in VARIATION.sub("", text):
        category = unicodedata.category(char)
        if category in SHOWN_AS_SPACE or char in "\t\n\v\f\r":
            kept.append(" ")
        elif category[0] != "C":
            kept.append(char)
    return " ".join("".join(kept).split())


def unescaped(text: str) -> str:
    """HTML's entities read once; numbers beyond Unicode become the replacement character."""
    return unescape(NUMBER_TOO_LONG.sub("\ufffd", text))


def shortened(text: str, longest: int) -> str:
    """The text, or its start and an ellipsis, at most `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
