"""What every command prints with: consoles, tables, money and text that cannot harm a terminal.

Here: looks only. Not here: what a command says. Bank text is untrusted: no markup is read from
it and control characters are shown, not sent.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledgerflow.reports.figures import grouped

WIDTH_WITHOUT_TERMINAL = 110
SHAPES = {"proved": "✓ proved", "not_proved": "✗ not proved", "not_provable": "? not provable"}


def out() -> Console:
    """The console on standard output, as it is now (tests replace it)."""
    return _console(stderr=False)


def err() -> Console:
    """The console on standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(file=stream, markup=False, emoji=False, highlight=False, width=width)


def say(text: str = "", style: str = "") -> None:
    """One paragraph on standard output."""
    out().print(Text(clean(text), style=style), soft_wrap=True)


def note(text: str) -> None:
    """One line on standard error: what happens beside the answer."""
    err().print(Text(clean(text), style="dim"), soft_wrap=True)


def say_json(value: Any) -> None:
    """A JSON document on standard output; Decimals and dates as text."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def clean(text: str) -> str:
    """The text with control characters (escape sequences, say) made visible; line ends stay."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)


def one_line(text: str, limit: int = 60) -> str:
    """Bank text on one line, cut with an ellipsis at `limit` characters."""
    joined = clean(" ".join(text.split()))
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"


def counted(number: int, word: str) -> str:
    """ "1 line", "2 lines"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def money(amount: Decimal | None, currency: str = "") -> str:
    """An amount as people read it; a dash where there is none."""
    return "–" if amount is None else grouped(amount, currency)


def verdict(value: str) -> str:
    """A proof's verdict by shape and word, not by colour."""
    return SHAPES.get(value, value)


def percent(share: Decimal) -> str:
    """0.97 -> "97 %"; one decimal where it matters."""
    return f"{(share * 100).quantize(Decimal('0.1')).normalize():f} %"


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> None:
    """A table on standard output; columns in `right` (aligned right) and `whole` are never cut."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        is_right = column in right
        is_fixed = is_right or column in whole
        grid.add_column(column, justify="right" if is_right else "left", no_wrap=is_fixed)
    for row in rows:
        grid.add_row(*(Text(clean(cell)) for cell in row))
    out().print(grid)
