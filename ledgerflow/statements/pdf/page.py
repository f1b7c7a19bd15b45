"""What a page shows: words with their places, wherever they came from; pure records.

Here: the records between finding words (text.py, scanned.py) and understanding them. Not here:
either of the two. Both kinds of source give the same records, so one reader serves both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Source = Literal["text", "ocr"]


@dataclass(frozen=True, slots=True)
class Word:
    """Text without spaces and its box in points, from the top left corner as a person sees it.

    `top` < `bottom`: y grows downwards, rotation of the page is already undone.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a person sees it. `number` is 1-based; width and height are in points."""

    number: int
    width: float
    height: float
    words: Sequence[Word]
    source: Source = "text"
