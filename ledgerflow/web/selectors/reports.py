"""What stands around a report: the shelf of all, the choice of periods, what filing still lacks.

Here: links and words. Not here: a report's figures (pipeline/reporting.py) or counting what is open
(review/needs.py).
"""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.reporting import comparisons_of
from ledgerflow.reports.catalog import REPORTS
from ledgerflow.reports.periods import AS_OF, YEARS
from ledgerflow.reports.periodwords import Period, period_after, period_before, period_read
from ledgerflow.reports.spec import ReportKind
from ledgerflow.review.needs import BusinessNeeds, business_needs
from ledgerflow.statements.models import Statement
from ledgerflow.tax.deadlines import Deadline, deadline_of_year
from ledgerflow.tax.forms import form_years
from ledgerflow.web.reportquery import ReportQuery


@dataclass(frozen=True, slots=True)
class Link:
    """One choice; `is_current` is the one that is shown."""

    label: str
    query: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Picker:
    """The choices of a report's days and comparison; `before` and `after` are "" at the ends.

    `is_day`: the report is of the last day alone.
    """

    now: str
    before: str
    after: str
    spans: tuple[Link, ...]
    months: tuple[Link, ...]
    comparisons: tuple[Link, ...]
    is_day: bool
    names_account: bool


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A report with its periods: this fiscal year, the last one, the year so far."""

    kind: ReportKind
    links: tuple[Link, ...]


def is_offered(kind: ReportKind, business: Business) -> bool:
    """False for a form of another tax regime than the business's."""
    return kind.needs != "worksheet" or business.tax_regime == Business.TaxRegime.US_SCHEDULE_C


def shelf_of(business: Business, today: dt.date) -> list[ShelfItem]:
    """Every report that fits the business, with links to the years that people ask for.

    The newest year is that of the last statement, for books that are kept in arrears.
    """
    newest = (
        Statement.objects.filter(business=business, withdrawn_by=None)
        .exclude(end=None)
        .order_by("-end")
        .values_list("end", flat=True)
        .first()
    )
    return [
        ShelfItem(kind, _years(kind, business, newest or today))
        for kind in REPORTS
        if is_offered(kind, business)
    ]


def _years(kind: ReportKind, business: Business, day: dt.date) -> tuple[Link, ...]:
    first_month = 1 if kind.needs == "worksheet" else business.fiscal_year_start_month
    year = day.year if day.month >= first_month else day.year - 1
    years = [one for one in (year, year - 1) if one in YEARS]
    if kind.needs == "worksheet":
        known = form_years("schedule_c")
        years = [one for one in years if one in known] or [known[-1]]
    return tuple(Link(str(one), f"period={one}") for one in years)


def picker_of(kind: ReportKind, query: ReportQuery, today: dt.date) -> Picker:
    """The choices around the question that is shown."""
    period, first_month = query.period, query.first_month
    is_day = kind.needs in AS_OF
    return Picker(
        now=str(period.end) if is_day and period.kind in ("days", "ytd") else period.label,
        before=_beyond(query, -1),
        after=_beyond(query, 1),
        spans=tuple(_spans(kind, query, today)),
        months=tuple(
            _link(query, word, f"{int(word[5:]):02}", today)
            for word in _month_words(period.year, first_month)
        ),
        comparisons=tuple(_comparisons(kind, query)),
        is_day=is_day,
        names_account=kind.needs == "register",
    )


def _spans(kind: ReportKind, query: ReportQuery, today: dt.date) -> list[Link]:
    year = f"{query.period.year:04}"
    quarters = [_link(query, f"{year}-Q{n}", f"Q{n}", today) for n in (1, 2, 3, 4)]
    so_far = period_read("ytd", today=today, first_month=query.first_month)
    if kind.needs == "worksheet" and so_far.year not in form_years("schedule_c"):
        return [_link(query, year, year, today), *quarters]
    return [
        _link(query, year, year, today),
        *quarters,
        Link(_("Year to date"), str(query.of(so_far)), query.period.kind == "ytd"),
    ]


def _link(query: ReportQuery, word: str, label: str, today: dt.date) -> Link:
    period = period_read(word, today=today, first_month=query.first_month)
    return Link(label, str(query.of(period)), query.period.word == word)


def _month_words(year: int, first_month: int) -> list[str]:
    numbers = [year * 12 + first_month - 1 + n for n in range(12)]
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in numbers]


def _beyond(query: ReportQuery, step: int) -> str:
    """The question of the period before or after; "" where no books are kept then."""
    move = period_before if step < 0 else period_after
    if not YEARS[1] < query.period.year < YEARS[-2]:
        return ""
    found: Period = move(query.period, first_month=query.first_month)
    return str(query.of(found))


def _comparisons(kind: ReportKind, query: ReportQuery) -> list[Link]:
    words = {
        "": pgettext("comparison", "Nothing"),
        "months": _("Months"),
        "previous": _("Period before"),
        "last-year": _("Year before"),
    }
    known = ("", *comparisons_of(kind))
    if len(known) == 1:
        return []
    return [Link(words[k], str(query.beside(k)), query.compare == k) for k in known]


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that filing still lacks, and where it is dealt with."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is still open before a year's return, and when that is due; `days` negative: it was."""

    deadline: Deadline | None
    days: int
    open_things: tuple[OpenThing, ...]


def readiness_of(place: Place, year: int, today: dt.date) -> Readiness:
    """What is still missing for filing a tax year; in the firm's scope, one query."""
    (needs,) = business_needs([place.business_id], today=today)
    base = reverse("web:business", args=[place.business_id])
    review = base if place.is_client else f"{base}review/"
    found = [
        OpenThing(text % count, f"{base}{path}" if path else review)
        for count, text, path in _open(needs)
        if count
    ]
    if not needs.statements:
        found.append(OpenThing(_("No statement was taken in yet"), f"{base}statements/"))
    deadline = deadline_of_year(needs.regime, year)
    return Readiness(deadline, deadline.days_left(today) if deadline else 0, tuple(found))


def _open(needs: BusinessNeeds) -> list[tuple[int, str, str]]:
    """How many, in words, and under which page of the business; "" is where one decides."""
    return [
        (
            needs.stopped,
            ngettext("%d file waits for a person", "%d files wait for a person", needs.stopped),
            "statements/",
        ),
        (
            needs.unproved,
            ngettext(
                "%d statement contradicts itself",
                "%d statements contradict themselves",
                needs.unproved,
            ),
            "statements/",
        ),
        (
            needs.missing,
            ngettext("%d statement is missing", "%d statements are missing", needs.missing),
            "statements/",
        ),
        (
            needs.waiting,
            ngettext(
                "%d bank transaction is not decided",
                "%d bank transactions are not decided",
                needs.waiting,
            ),
            "",
        ),
        (
            needs.answered,
            ngettext(
                "%d answer came that nobody has used",
                "%d answers came that nobody has used",
                needs.answered,
            ),
            "questions/",
        ),
        (
            needs.asked,
            ngettext("%d question is not answered", "%d questions are not answered", needs.asked),
            "questions/",
        ),
    ]
