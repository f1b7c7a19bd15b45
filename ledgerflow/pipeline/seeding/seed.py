"""Seeding an invented practice: opening its books, writing its statements, deciding most of them.

Here: what happens when, in transactions of some ten thousand rows. Not here: how much (plan.py),
the files (files.py) or the writes (rows.py, books.py).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.core.errors import ConflictError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.people import user_add
from ledgerflow.firms.selectors import operator_firms
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.periods import periods_lock
from ledgerflow.ledger.posting.ahead import made_ahead
from ledgerflow.pipeline.opening import books_open
from ledgerflow.pipeline.seeding.books import decisions_write, suggestions_write
from ledgerflow.pipeline.seeding.files import SeedFile, account_files
from ledgerflow.pipeline.seeding.payees import Payees, payees_make
from ledgerflow.pipeline.seeding.plan import BusinessPlan, SeedWish, plans
from ledgerflow.pipeline.seeding.rows import Fact, Placed, statements_write
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.models import BankAccount

LINES_AT_ONCE = 20_000
BUSINESSES_TOLD = 50

Progress = Callable[[str], None]
"""Told in words what was done."""


@dataclass(slots=True)
class Seeded:
    """What was made. `big`: the business with most of it."""

    firm_id: int
    email: str
    big: Place | None = None
    businesses: int = 0
    statements: int = 0
    transactions: int = 0
    waiting: int = 0

    @property
    def told(self) -> str:
        """How far it is, in words."""
        return (
            f"{self.businesses:,} businesses, {self.statements:,} statements,"
            f" {self.transactions:,} transactions, {self.waiting:,} of them waiting"
        )


@dataclass(slots=True)
class _Seat:
    """A business that is being seeded."""

    plan: BusinessPlan
    place: Place
    payees: Payees
    accounts: list[BankAccount] = field(default_factory=list)


def practice_seed(
    wish: SeedWish, *, firm: str, email: str, password: str | None, progress: Progress
) -> Seeded:
    """Make the firm with its owner and all its books. Raises ConflictError where it is there."""
    if any(known.name == firm for known in operator_firms()):
        raise ConflictError(
            f"There is a firm {firm!r} already.",
            code="firm_exists",
            hint="Give another name: --firm NAME.",
        )
    owner = User.objects.filter(email=email).first() or user_add(
        email=email, password=password, name="Seeded Owner"
    )
    done = Seeded(firm_create(name=firm, owner=owner).pk, owner.email)
    for plan in plans(wish):
        seat = _open(done.firm_id, owner, wish, plan)
        done.big = seat.place
        for _ in _filled(seat, owner, wish, done):
            progress(done.told)
        done.businesses += 1
        if done.businesses % BUSINESSES_TOLD == 0:
            progress(done.told)
            _analyze()
    _analyze()
    return done


def _analyze() -> None:
    """Fresh statistics of the journal; of the other tables autovacuum takes care."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lf_journal_analyze(%s)", [2**40])


def _open(firm_id: int, owner: User, wish: SeedWish, plan: BusinessPlan) -> _Seat:
    place = books_open(firm_id=firm_id, name=plan.name, chart=plan.chart, user_id=owner.pk)
    seat = _Seat(plan, place, payees_make(f"{wish.number}:{plan.name}", plan.payees))
    with working_in(place, owner.pk):
        business = Business.objects.get(pk=place.business_id)
        seat.accounts = [
            bank_account_add(business=business, name=one.name, kind=one.kind)
            for one in plan.accounts
        ]
    return seat


def _filled(seat: _Seat, owner: User, wish: SeedWish, done: Seeded) -> Iterator[None]:
    """All statements of a business, chunk by chunk; the next files are made meanwhile.

    Yields after each large chunk.
    """
    with made_ahead(_chunks(_files(seat, wish))) as chunks:
        for chunk in chunks:
            with working_in(seat.place, owner.pk):
                facts = _write(seat, owner, chunk)
            done.statements += len(chunk)
            done.transactions += len(facts)
            done.waiting += sum(fact.waits for fact in facts)
            if len(facts) >= LINES_AT_ONCE:
                yield
    _finish(seat, owner)


def _files(seat: _Seat, wish: SeedWish) -> Iterator[tuple[int, SeedFile]]:
    for at, account in enumerate(seat.plan.accounts):
        for file in account_files(f"{wish.number}:{seat.plan.name}", account, seat.payees):
            yield at, file


def _chunks(files: Iterable[tuple[int, SeedFile]]) -> Iterator[list[tuple[int, SeedFile]]]:
    chunk: list[tuple[int, SeedFile]] = []
    lines = 0
    for at, file in files:
        chunk.append((at, file))
        lines += file.month.lines
        if lines >= LINES_AT_ONCE:
            yield chunk
            chunk, lines = [], 0
    if chunk:
        yield chunk


def _write(seat: _Seat, owner: User, chunk: list[tuple[int, SeedFile]]) -> list[Fact]:
    place = seat.place
    business = Business.objects.get(pk=place.business_id)

    def batch(kind: str, title: str) -> Batch:
        return batch_open(
            firm_id=place.firm_id, business_id=place.business_id, kind=kind, title=title
        )

    imported = batch(Batch.Kind.IMPORT, f"Import of {len(chunk)} files")
    placed = [Placed(file, seat.accounts[at], imported) for at, file in chunk]
    facts = statements_write(place.firm_id, placed, owner.pk)
    decided = [fact for fact in facts if not fact.waits]
    if decided:
        accepted = batch(Batch.Kind.DECIDE, "Accepted by the policy")
        decisions_write(business, accepted, decided, seat.payees, user_id=owner.pk)
    waiting = [fact for fact in facts if fact.waits]
    if waiting:
        suggested = batch(Batch.Kind.CLASSIFY, "Classification")
        suggestions_write(business, suggested, waiting, seat.payees)
    return facts


def _finish(seat: _Seat, owner: User) -> None:
    """Prove what only its neighbours prove, and lock what is closed."""
    with working_in(seat.place, owner.pk):
        for account, plan in zip(seat.accounts, seat.plan.accounts, strict=True):
            if not all(month.has_balances for month in plan.months):
                account_reprove(bank_account=account)
        if seat.plan.locked:
            periods_lock(
                business=Business.objects.get(pk=seat.place.business_id),
                start=seat.plan.locked[0],
                end=seat.plan.locked[-1],
                reason="closed with the client",
                anyway=True,
            )
