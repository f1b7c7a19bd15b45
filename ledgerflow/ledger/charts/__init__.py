"""The chart templates a new business can start from: one .toml each, one line in CHARTS.

Here: the list and how one is found. Not here: the rules (templates.py, standard_keys.py) or
the accounts of a business, which live in the database and are edited freely after the start.
"""

from pathlib import Path

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.charts.templates import (
    BANK_CODES,
    CARD_CODES,
    ChartAccount,
    ChartTemplate,
    chart_load,
)

__all__ = ["BANK_CODES", "CARD_CODES", "CHARTS", "ChartAccount", "ChartTemplate", "chart_get"]

_FOLDER = Path(__file__).parent

CHARTS: tuple[ChartTemplate, ...] = (
    chart_load(_FOLDER / "us_sole_proprietor.toml"),
    chart_load(_FOLDER / "uk_sole_trader.toml"),
    chart_load(_FOLDER / "generic.toml"),
)


def chart_get(chart_id: str) -> ChartTemplate:
    """The template with this id; InputError naming the known ones otherwise."""
    for chart in CHARTS:
        if chart.id == chart_id:
            return chart
    raise InputError(
        f'There is no chart of accounts called "{chart_id}".',
        code="unknown_chart",
        hint="Choose one of: " + ", ".join(c.id for c in CHARTS) + ".",
    )
