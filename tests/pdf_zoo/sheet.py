"""A printed statement: text at places, pages that follow each other, bytes without a clock.

Here: drawing. Not here: what a bank prints (the layouts), figures (figures.py).
Places are points from the upper left corner; y is the base line of the text.
"""

import datetime as dt
from collections.abc import Callable

from fpdf import FPDF

PAGES = "{nb}"
WHEN = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
"""The creation date of every file: the same bytes on every day."""


class Sheet:
    """Pages that fill from the top; `head` and `foot` draw what each page repeats.

    `{nb}` in a text is printed as the number of pages.
    """

    def __init__(
        self,
        *,
        paper: str = "a4",
        landscape: bool = False,
        font: str = "helvetica",
        size: float = 8.5,
        line: float = 12.0,
        top: float = 60.0,
        bottom: float = 70.0,
    ) -> None:
        self.pdf = FPDF("landscape" if landscape else "portrait", "pt", paper)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_creation_date(WHEN)
        self.font, self.size, self.line = font, size, line
        self.top, self.margin_bottom = top, bottom
        self.head: Callable[[int], None] | None = None
        self.foot: Callable[[int], None] | None = None
        self.y = 0.0
        self.number = 0
        self.later: list[tuple[int, float, float, str, bool, float | None]] = []

    def page(self) -> None:
        """Begin a new page: foot of the last, head of this one."""
        self._end()
        self.pdf.add_page()
        self.number += 1
        self.y = self.top
        if self.head:
            self.head(self.number)

    def _end(self) -> None:
        if self.number and self.foot:
            self.foot(self.number)

    @property
    def floor(self) -> float:
        """The last base line that rows may use."""
        return float(self.pdf.h) - self.margin_bottom

    def room(self, height: float) -> bool:
        """True when this height fits on the page."""
        return self.y + height <= self.floor

    def need(self, height: float) -> None:
        """Turn the page unless this height fits."""
        if not self.room(height):
            self.page()

    def down(self, height: float | None = None) -> None:
        """Move down, one line unless told."""
        self.y += self.line if height is None else height

    def _use(self, bold: bool, size: float | None) -> None:
        self.pdf.set_font(self.font, "B" if bold else "", size or self.size)

    def width(self, text: str, *, bold: bool = False, size: float | None = None) -> float:
        """The printed width of a text."""
        self._use(bold, size)
        return float(self.pdf.get_string_width(text.replace(PAGES, "9")))

    def left(
        self,
        x: float,
        text: str,
        *,
        y: float | None = None,
        bold: bool = False,
        size: float | None = None,
    ) -> None:
        """Text that begins at x."""
        at = self.y if y is None else y
        if PAGES in text:
            self.later.append((self.number, x, at, text, bold, size))
        elif text:
            self._use(bold, size)
            self.pdf.text(x, at, text)

    def right(
        self,
        x: float,
        text: str,
        *,
        y: float | None = None,
        bold: bool = False,
        size: float | None = None,
    ) -> None:
        """Text that ends at x."""
        self.left(x - self.width(text, bold=bold, size=size), text, y=y, bold=bold, size=size)

    def middle(self, x: float, text: str, *, y: float | None = None, bold: bool = False) -> None:
        """Text centred on x."""
        self.left(x - self.width(text, bold=bold) / 2, text, y=y, bold=bold)

    def apart(self, x: float, text: str, *, y: float | None = None) -> None:
        """Each word drawn by itself, as some printing programs do."""
        for word in text.split():
            self.left(x, word, y=y)
            x += self.width(word + " ")

    def columns(self, places: list[tuple[float, str]], *, bold: bool = False) -> None:
        """Headings: a positive x begins there, a negative one ends there."""
        for x, text in places:
            if x < 0:
                self.right(-x, text, bold=bold)
            else:
                self.left(x, text, bold=bold)

    def rule(self, x0: float, x1: float, *, dy: float = 3.0) -> None:
        """A horizontal rule just below the base line."""
        self.pdf.line(x0, self.y + dy, x1, self.y + dy)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """An empty box."""
        self.pdf.rect(x, y, width, height)

    def wrapped(self, text: str, width: float) -> list[str]:
        """The text broken between words into lines that fit a width."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def done(self) -> bytes:
        """The finished file."""
        self._end()
        for page, x, y, text, bold, size in self.later:
            self.pdf.page = page
            self.pdf.font_family = ""  # so that the font is stated again on this page
            self._use(bold, size)
            self.pdf.text(x, y, text.replace(PAGES, str(self.number)))
        return bytes(self.pdf.output())
