"""What the page of recurring money shows: what is missing, what costs more, what comes next.

Here: reads in a firm's scope, and the order of the page. Not here: finding series
(classification/recurring.py).
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as word

from ledgerflow.classification.recurring import PriceChange, Series
from ledgerflow.firms.models import Business
from ledgerflow.review.recurrence import business_recurring
from ledgerflow.web.marks import Mark

LOOKED_AT = 5_000
"""So many of the newest transactions are looked at; the command line looks at all."""

CHANGED_DAYS = 100
STATE_MARKS = {
    "running": Mark(word("Due"), "◔", "wait"),
    "missed": Mark(word("Missing"), "!", "bad"),
    "ended": Mark(word("Ended"), "○", "plain"),
}
CADENCES = {
    "weekly": _("every week"),
    "fortnightly": _("every two weeks"),
    "monthly": _("every month"),
    "quarterly": _("every quarter"),
    "half-yearly": _("every half year"),
    "yearly": _("every year"),
}


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as it is shown; `change` is a new amount of late."""

    series: Series
    mark: Mark
    how_often: str
    change: PriceChange | None = None

    @property
    def is_range(self) -> bool:
        """True where the amount differs from time to time."""
        return self.series.amount_low != self.series.amount_high


@dataclass(frozen=True, slots=True)
class RecurringPage:
    """The series of a business, as of the newest transaction's day; None without any."""

    as_of: dt.date | None
    missed: tuple[SeriesRow, ...] = ()
    changed: tuple[SeriesRow, ...] = ()
    out: tuple[SeriesRow, ...] = ()
    into: tuple[SeriesRow, ...] = ()
    ended: tuple[SeriesRow, ...] = ()


def recurring_page(business: Business) -> RecurringPage:
    """What recurs, by what needs a look: four queries, whatever there is."""
    found = business_recurring(business, newest=LOOKED_AT)
    if found.as_of is None:
        return RecurringPage(None)
    rows = [_row(series, found.as_of) for series in found.recurring.series]
    live = sorted(
        (row for row in rows if row.series.state != "ended"), key=lambda row: row.series.next_date
    )
    return RecurringPage(
        as_of=found.as_of,
        missed=tuple(row for row in live if row.series.state == "missed"),
        changed=tuple(row for row in live if row.change is not None),
        out=tuple(row for row in live if not row.series.is_income),
        into=tuple(row for row in live if row.series.is_income),
        ended=tuple(row for row in rows if row.series.state == "ended"),
    )


def _row(series: Series, as_of: dt.date) -> SeriesRow:
    newest = series.price_changes[-1] if series.price_changes else None
    if newest is not None and (as_of - newest.date).days > CHANGED_DAYS:
        newest = None
    how_often = CADENCES.get(series.cadence, series.cadence)
    return SeriesRow(series, STATE_MARKS[series.state], str(how_often), newest)
