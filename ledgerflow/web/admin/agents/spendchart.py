"""Stacked columns per day as numbers for an SVG; pure.

Here: geometry and labels. Not here: reading costs (spendrows.py), colours (the stylesheet).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 960, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 12, 28
GAP = 0.28
"""The part of a column's place that stays empty."""

TICKS = 4
LABELS_MAX = 10
SHADES = 6
"""Colours of the stylesheet; a seventh series has the first one's again."""

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Column:
    """A part of a day's column: `shade` counts the series, `title` is read by everyone."""

    x: float
    y: float
    width: float
    height: float
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at a place of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All of a picture; places in a box of `width` x `height`."""

    columns: tuple[Column, ...]
    ticks: tuple[Mark, ...]
    days: tuple[Mark, ...]
    legend: tuple[tuple[int, str], ...]
    top: Decimal
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def day_chart(
    days: Sequence[dt.date], series: Mapping[str, Mapping[dt.date, Decimal]], unit: str
) -> Chart:
    """One column a day, one part a series, drawn from the first series up.

    `unit` is "$" for money or a word such as runs. Days without a value have no column.
    """
    sums = [sum((one.get(day, Decimal(0)) for one in series.values()), Decimal(0)) for day in days]
    top = nice_top(max(sums, default=Decimal(0)))
    place = (WIDTH - LEFT - RIGHT) / max(len(days), 1)
    columns = []
    for number, day in enumerate(days):
        base = Decimal(0)
        for shade, (name, values) in enumerate(series.items()):
            value = values.get(day, Decimal(0))
            if value <= 0:
                continue
            title = f"{name}, {day:%d %b %Y}: {shown(value, unit)}"
            low, high = _y(base, top), _y(base + value, top)
            columns.append(
                Column(
                    round(LEFT + place * (number + GAP / 2), 2),
                    high,
                    round(place * (1 - GAP), 2),
                    round(max(low - high, 0.75), 2),
                    shade % SHADES,
                    title,
                )
            )
            base += value
    steps = [top * tick / TICKS for tick in range(TICKS + 1)]
    every = -(-len(days) // LABELS_MAX) or 1
    return Chart(
        tuple(columns),
        tuple(Mark(_y(step, top), shown(step, unit, is_axis=True)) for step in steps),
        tuple(
            Mark(round(LEFT + place * (number + 0.5), 2), f"{day.day} {day:%b}")
            for number, day in enumerate(days)
            if (len(days) - 1 - number) % every == 0
        ),
        tuple((number % SHADES, name) for number, name in enumerate(series)),
        top,
    )


def nice_top(most: Decimal) -> Decimal:
    """The end of the axis: 1, 2, 2.5 or 5 times a power of ten, not below `most`."""
    if most <= 0:
        return Decimal(1)
    power = Decimal(10) ** most.adjusted()
    return next(step * power for step in STEPS if step * power >= most)


def shown(value: Decimal, unit: str, *, is_axis: bool = False) -> str:
    """A figure with its unit: $0.0123, 1,250 runs."""
    if unit != "$":
        figure = f"{value.normalize():f}" if value % 1 else f"{value:,.0f}"
        return figure if is_axis else f"{figure} {unit}"
    places = 2 if (is_axis and value * 100 % 1 == 0) or value >= 1 else 4
    return f"${value:,.{places}f}"


def _y(value: Decimal, top: Decimal) -> float:
    room = HEIGHT - TOP - BOTTOM
    return round(TOP + room * float(1 - value / top), 2)
