"""The page of a business: how far it is, what waits, its accounts, files, months and cash.

Here: putting together reads of one business in its firm's scope. Not here: the reads that have a
page or module of their own (attention.py, bankaccounts.py, coveragegrid.py, the review queue).
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from ledgerflow.agents.run_models import LookUp
from ledgerflow.agents.trail import look_up_newest
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.attention import BusinessAttention, attention
from ledgerflow.review.needs import business_needs
from ledgerflow.review.queueing import Group, queue_groups
from ledgerflow.review.selectors import WaitingMoney
from ledgerflow.statements.covering import coverage_of
from ledgerflow.statements.models import StatementFile
from ledgerflow.web.marks import Mark, file_mark, verdict_mark
from ledgerflow.web.reportcharts import Chart
from ledgerflow.web.selectors.bankaccounts import (
    AccountRow,
    account_rows,
    cash_chart,
    money_by_currency,
)
from ledgerflow.web.selectors.coveragegrid import Grid, grid_of
from ledgerflow.web.selectors.starting import Steps, steps_of

FILES_SHOWN = 6
GROUPS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file with its state and the proofs of its statements, alike ones once."""

    id: int
    name: str
    received_at: dt.datetime
    mark: Mark
    proofs: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of a business shows; `groups` and `look_up` are not for clients.

    `steps` are there until the first file is, for who works in the books.
    """

    state: BusinessAttention
    accounts: tuple[AccountRow, ...]
    waiting: tuple[WaitingMoney, ...]
    excluded: tuple[WaitingMoney, ...]
    cash: Chart | None
    grid: Grid
    files: tuple[FileShown, ...]
    groups: tuple[Group, ...]
    groups_more: bool
    look_up: LookUp | None
    year: int
    steps: Steps | None

    @property
    def waiting_count(self) -> int:
        """How many bank transactions wait, of every currency."""
        return sum(m.count for m in self.waiting)


def overview_of(place: Place, today: dt.date) -> Overview:
    """Read the page of a business, as somebody of the place's role sees it."""
    (needs,) = business_needs([place.business_id], today=today)
    accounts = account_rows(place.firm_id, place.business_id)
    # Stands for the row in questions about what belongs to it: the row itself was read before.
    business = Business(pk=place.business_id, firm_id=place.firm_id)
    page = None
    if not place.is_client and needs.waiting:
        page = queue_groups([place.business_id], limit=GROUPS_SHOWN)
    asks_agents = needs.model_policy != Business.ModelPolicy.NONE and not place.is_client
    own = needs.currency
    files = tuple(_files(business))
    begins = place.may_write and not files
    return Overview(
        state=attention(needs, today),
        accounts=tuple(accounts),
        waiting=tuple(money_by_currency([a.waiting for a in accounts], own)),
        excluded=tuple(money_by_currency([a.excluded for a in accounts], own)),
        cash=cash_chart(accounts, own, today),
        grid=grid_of(coverage_of(business, today=today), today=today),
        files=files,
        groups=page.groups if page else (),
        groups_more=bool(page and page.after),
        look_up=look_up_newest(business) if asks_agents else None,
        year=_report_year(accounts, today),
        steps=steps_of(place.business_id) if begins else None,
    )


def _files(business: Business) -> list[FileShown]:
    """The newest files; one query."""
    live = Q(statements__withdrawn_by=None, statements__isnull=False)
    newest = StatementFile.objects.filter(business=business).order_by("-received_at", "-pk")
    rows = (
        StatementFile.objects.filter(pk__in=newest.values("pk")[:FILES_SHOWN])
        .annotate(verdicts=ArrayAgg("statements__verdict", filter=live, distinct=True, default=[]))
        .order_by("-received_at", "-pk")
        .values_list("pk", "name", "received_at", "state", "verdicts")
    )
    return [
        FileShown(pk, name, at, file_mark(state), tuple(verdict_mark(v) for v in verdicts))
        for pk, name, at, state, verdicts in rows
    ]


def _report_year(accounts: list[AccountRow], today: dt.date) -> int:
    """The year that reports open with: of the newest statement, else this one."""
    return max((a.until for a in accounts if a.until), default=today).year
