"""Text that goes into a spreadsheet as text and comes back unchanged.

Here: the one rule by which formulas are neutralised, and its inverse. Not here: files (each writer
and reader has its own).

The rule: text that starts with a character a spreadsheet reads as the start of a formula gets one
apostrophe in front. So does text that starts with apostrophes and then such a character, or the way
back would take away an apostrophe that was there before. `text_restored(text_neutral(x)) == x` for
every text.
"""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_STARTS = "[" + re.escape("".join(FORMULA_STARTS)) + "]"
_RISKY = re.compile(f"'*{_STARTS}")
_NEUTRAL = re.compile(f"'+{_STARTS}")


def text_neutral(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def text_restored(text: str) -> str:
    """The text that `text_neutral` was given."""
    return text[1:] if _NEUTRAL.match(text) else text
