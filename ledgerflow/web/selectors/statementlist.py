"""The list of a business's statement files: newest first, filtered, a page at a time.

Here: reads of files with their statements, and which of them are in work. Not here: one file
(files.py), the months that are covered (coveragegrid.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from ledgerflow.statements.models import BankAccount, Statement, StatementFile
from ledgerflow.web.marks import Mark, file_mark, verdict_mark
from ledgerflow.web.typed import number_of

FILES_A_PAGE = 25
SETTLING = dt.timedelta(hours=1)
"""So long after its arrival a published file may still wait for suggestions; then nobody waits."""

STATE = StatementFile.State
WAITS_FOR_YOU = (STATE.NEEDS_ACCOUNT, STATE.NEEDS_PASSWORD, STATE.NOT_PROVED)
FILTERS = {
    "work": (gettext_noop("In work"), (STATE.RECEIVED,)),
    "you": (gettext_noop("Need you"), WAITS_FOR_YOU),
    "failed": (gettext_noop("Not readable"), (STATE.FAILED,)),
    "in": (gettext_noop("Taken in"), (STATE.PUBLISHED,)),
    "undone": (gettext_noop("Undone"), (STATE.WITHDRAWN,)),
}
STAGES = {
    "read": gettext_noop("Reading"),
    "prove": gettext_noop("Proving"),
    "publish": gettext_noop("Taking in"),
    "classify": gettext_noop("Suggesting"),
    "accept": gettext_noop("Accepting what is sure"),
}
STEPS = tuple(STAGES)
WAITS = gettext_noop("Waiting for its turn")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is wanted: a filter's name, a bank account, and the file to go on after."""

    state: str = ""
    account: int | None = None
    after: int | None = None

    @property
    def is_all(self) -> bool:
        """True where nothing is left out."""
        return not self.state and self.account is None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of a file and its proof."""

    statement: Statement
    mark: Mark


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as the list shows it; `new` and `merged` are None where nothing was counted.

    `step` counts the stages of its job from 1, 0 where no job has it in hand yet.
    """

    file: StatementFile
    mark: Mark
    statements: tuple[StatementRow, ...]
    error: str
    new: int | None
    merged: int | None
    in_work: bool
    stage: str
    step: int

    @property
    def needs_you(self) -> bool:
        """True where a person has to say something before it goes on."""
        return self.file.state in WAITS_FOR_YOU


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of the list; `after` goes on with the next, None at the end."""

    rows: tuple[FileRow, ...]
    after: int | None
    in_work: int


_STATEMENTS = Prefetch(
    "statements",
    queryset=Statement.objects.select_related("bank_account").defer("proof").order_by("position"),
)


def wanted_from(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; what it misspells is not asked for."""
    account, after = query.get("account", ""), query.get("after", "")
    return Wanted(
        state=query.get("state", "") if query.get("state") in FILTERS else "",
        account=number_of(account),
        after=number_of(after),
    )


def file_list(business_id: int, wanted: Wanted, *, now: dt.datetime | None = None) -> FileList:
    """A page of the list of a business, in its firm's scope; three queries."""
    now = now or timezone.now()
    files = list(_files(business_id, wanted)[: FILES_A_PAGE + 1])
    rows = tuple(_row(file, now) for file in files[:FILES_A_PAGE])
    after = rows[-1].file.pk if len(files) > FILES_A_PAGE else None
    return FileList(rows, after, in_work_count(business_id, now))


def in_work_count(business_id: int, now: dt.datetime) -> int:
    """How many files a job still has to deal with."""
    working = Q(state=STATE.RECEIVED) | Q(
        state=STATE.PUBLISHED, outcome__has_key="stage", received_at__gt=now - SETTLING
    )
    return StatementFile.objects.filter(working, business_id=business_id).count()


def _files(business_id: int, wanted: Wanted) -> QuerySet[StatementFile]:
    files = StatementFile.objects.filter(business_id=business_id)
    if wanted.state:
        files = files.filter(state__in=FILTERS[wanted.state][1])
    if wanted.account is not None:
        of_account = Statement.objects.filter(file=OuterRef("pk"), bank_account_id=wanted.account)
        files = files.filter(Q(bank_account_id=wanted.account) | Q(Exists(of_account)))
    if wanted.after is not None:
        files = files.filter(pk__lt=wanted.after)
    return (
        files.order_by("-pk")
        .defer("outcome", "repairs")
        .annotate(
            said=KT("outcome__error__message"),
            new=KT("outcome__new"),
            merged=KT("outcome__merged"),
            stage=KT("outcome__stage"),
        )
        .select_related("bank_account")
        .prefetch_related(_STATEMENTS)
    )


def _row(file: StatementFile, now: dt.datetime) -> FileRow:
    told = vars(file)  # what the query annotated
    stage = told["stage"] or ""
    settling = bool(stage) and file.state == STATE.PUBLISHED and now - file.received_at < SETTLING
    return FileRow(
        file=file,
        mark=file_mark(file.state),
        statements=tuple(StatementRow(s, verdict_mark(s.verdict)) for s in file.statements.all()),
        error=told["said"] or "",
        new=None if told["new"] is None else int(told["new"]),
        merged=None if told["merged"] is None else int(told["merged"]),
        in_work=file.state == STATE.RECEIVED or settling,
        stage=gettext(STAGES.get(stage, WAITS)),
        step=STEPS.index(stage) + 1 if stage in STEPS else 0,
    )


def filter_choices() -> list[tuple[str, str]]:
    """(name, word) of each filter, as the page's language says it."""
    return [(name, gettext(word)) for name, (word, _) in FILTERS.items()]


def accounts_of(business_id: int) -> list[BankAccount]:
    """The business's bank accounts, by name."""
    return list(BankAccount.objects.filter(business_id=business_id))
