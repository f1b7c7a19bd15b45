"""The page of a business: its bank accounts, its files, what waits, how much is settled.

Here: reads of one business in its firm's scope. Not here: one file (files.py) or reports.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Prefetch, QuerySet, Sum
from django.db.models.functions import Abs

from ledgerflow.agents.run_models import LookUp
from ledgerflow.agents.trail import look_up_newest
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Business
from ledgerflow.review.selectors import (
    WaitingMoney,
    excluded_totals,
    newest_suggestions,
    undecided,
)
from ledgerflow.review.wording import split_names, suggestion_place
from ledgerflow.statements.models import BankAccount, BankTransaction, Statement, StatementFile
from ledgerflow.web.marks import Mark, file_mark, verdict_mark

FILES_SHOWN = 60
WAITING_SHOWN = 25
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A bank account with its newest statement and what waits on it (amounts: holder's view)."""

    account: BankAccount
    newest: Statement | None
    mark: Mark | None
    statements: int
    waiting: int
    waiting_net: Decimal


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of a file and its proof."""

    statement: Statement
    mark: Mark


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file, its state, and its statements where it has been published."""

    file: StatementFile
    mark: Mark
    statements: tuple[StatementRow, ...]

    @property
    def in_work(self) -> bool:
        """True while a job still has to deal with it."""
        return self.file.state == StatementFile.State.RECEIVED

    @property
    def error(self) -> str:
        """Why it stopped, in words; "" where it did not."""
        return str(self.file.outcome.get("error", {}).get("message", ""))


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A bank transaction that waits for a decision, with what is suggested, also in words."""

    transaction: BankTransaction
    suggestion: Suggestion | None
    place: str

    @property
    def run_id(self) -> int | None:
        """The agent's run that looked this payee up; None where none did."""
        run = self.suggestion.evidence.get("run") if self.suggestion else None
        return run if isinstance(run, int) else None


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of the money in one currency is decided: percent rounded down, decisions left."""

    currency: str
    percent: int
    waiting: int


@dataclass(slots=True)
class Overview:
    """All that the page of a business shows."""

    business: Business
    accounts: list[AccountRow] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    files_more: int = 0
    waiting: list[WaitingRow] = field(default_factory=list)
    waiting_count: int = 0
    money: list[WaitingMoney] = field(default_factory=list)
    excluded: list[WaitingMoney] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    look_up: LookUp | None = None


def overview_of(business: Business) -> Overview:
    """Read the page of a business."""
    shown = Overview(business)
    waiting = list(undecided(business))
    shown.waiting_count = len(waiting)
    shown.money = _money(waiting, business.base_currency)
    shown.excluded = excluded_totals(business)
    shown.settled = _settled(business, shown.money)
    shown.look_up = look_up_newest(business)
    shown.waiting = _waiting_rows(waiting[:WAITING_SHOWN])
    shown.accounts = _account_rows(business, waiting)
    files = _files(business)
    shown.files = [file_row(file) for file in files[:FILES_SHOWN]]
    if len(shown.files) == FILES_SHOWN:
        shown.files_more = files.count() - FILES_SHOWN
    return shown


def file_row(file: StatementFile) -> FileRow:
    """A file as the list shows it."""
    rows = tuple(StatementRow(s, verdict_mark(s.verdict)) for s in file.statements.all())
    return FileRow(file, file_mark(file.state), rows)


def file_row_of(business_id: int, file_id: int) -> FileRow | None:
    """One row of the list; None where the business has no such file."""
    files = StatementFile.objects.filter(business_id=business_id, pk=file_id)
    file = files.prefetch_related(_STATEMENTS).first()
    return file_row(file) if file else None


_STATEMENTS = Prefetch(
    "statements",
    queryset=Statement.objects.select_related("bank_account").defer("proof").order_by("position"),
)


def _files(business: Business) -> QuerySet[StatementFile]:
    files = StatementFile.objects.filter(business=business)
    return files.order_by("-received_at", "-pk").prefetch_related(_STATEMENTS)


def _money(waiting: Sequence[BankTransaction], own: str) -> list[WaitingMoney]:
    """What waits in each currency, the business's own first."""
    amounts: dict[str, list[Decimal]] = defaultdict(list)
    for transaction in waiting:
        amounts[transaction.currency].append(transaction.amount)
    return [
        WaitingMoney(
            currency,
            len(amounts[currency]),
            into=sum((a for a in amounts[currency] if a > 0), ZERO),
            out=sum((a for a in amounts[currency] if a < 0), ZERO),
        )
        for currency in sorted(amounts, key=lambda c: (c != own, c))
    ]


def _settled(business: Business, waiting: Sequence[WaitingMoney]) -> list[Settled]:
    """What is decided in each currency that money moved in, the business's own first."""
    live = BankTransaction.objects.filter(business=business, is_live=True).order_by()
    moved = live.values_list("currency").annotate(gross=Sum(Abs("amount")))
    left = {w.currency: w for w in waiting}
    found = []
    for currency, gross in sorted(moved, key=lambda m: (m[0] != business.base_currency, m[0])):
        open_money = left.get(currency, WaitingMoney(currency, 0, ZERO, ZERO))
        if gross:
            percent = int((gross - open_money.gross) * 100 / gross)
            found.append(Settled(currency, percent, open_money.count))
    return found


def _waiting_rows(transactions: Sequence[BankTransaction]) -> list[WaitingRow]:
    suggestions = newest_suggestions(t.pk for t in transactions)
    names = split_names(suggestions.values())
    places = {pk: suggestion_place(s, names) for pk, s in suggestions.items()}
    return [WaitingRow(t, suggestions.get(t.pk), places.get(t.pk, "")) for t in transactions]


def _account_rows(business: Business, waiting: Sequence[BankTransaction]) -> list[AccountRow]:
    amounts: dict[int, list[Decimal]] = defaultdict(list)
    for transaction in waiting:
        amounts[transaction.bank_account_id].append(transaction.amount)
    statements: dict[int, list[Statement]] = defaultdict(list)
    live = Statement.objects.filter(business=business, withdrawn_by=None)
    for statement in live.defer("proof").order_by(F("end").asc(nulls_first=True), "pk"):
        statements[statement.bank_account_id].append(statement)
    rows = []
    for account in BankAccount.objects.filter(business=business):
        known = statements[account.pk]
        newest = known[-1] if known else None
        rows.append(
            AccountRow(
                account=account,
                newest=newest,
                mark=verdict_mark(newest.verdict) if newest else None,
                statements=len(known),
                waiting=len(amounts[account.pk]),
                waiting_net=sum(amounts[account.pk], ZERO),
            )
        )
    return rows
