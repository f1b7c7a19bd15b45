"""What may become of a damaged file: a judgement that does not ask the proof.

Here: one damaged file read and compared with the whole one. Not here: the damage (mutations.py).

A reader refuses (InputError), or it hands out statements. It never raises anything else and is
done in time. A proved statement of the damaged file must be one of these:

- "same": opening, closing and sum are those of a statement of the whole file, and no amount
  but zero is there that the whole file does not have.
- "fewer": every figure in it (each row's amount with its running balance, opening and closing)
  is a figure of the whole file, no row more often than there, and the arithmetic holds when it
  is done anew here. Rows were lost that nothing in a file can tell: the first or last ones of
  a list with running balances, rows that cancel each other, a page with its balances.
- "consistent": the statement that it was made from (one of its balances and some of its rows are
  there) was not proved in the whole file; the damage made its figures agree, and they do when
  they are added up anew here.

Anything else is "wrong": one damage to a proved statement gave another one that proves.

Where no opening balance is printed beside running balances, no printed figure covers the oldest
row's own amount: it is left out of the sums and rows that are compared here.
"""

import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ledgerflow.core.errors import InputError, UnknownFormat
from ledgerflow.statements import formats
from ledgerflow.statements.parsed import ParsedFile, ParsedLine, ParsedStatement, SourceFile
from ledgerflow.statements.pdf.scanned import NeedsRecognition
from ledgerflow.statements.proof import prove

SECONDS_MAX = 5.0
"""Of computing: a small file that takes longer is one that hangs."""

Fate = Literal[
    "refused", "flagged", "unproved", "same", "fewer", "consistent", "wrong", "crashed", "hung"
]
BAD: frozenset[Fate] = frozenset({"wrong", "crashed", "hung"})


class Hung(BaseException):
    """The time is over; no reader may catch this."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one damaged file, with a word on what is bad about it."""

    fate: Fate
    seconds: float = 0.0
    why: str = ""


SAME = Judged("same")


@dataclass(slots=True)
class Whole:
    """The undamaged file: what its statements say."""

    file: ParsedFile | None
    proved: list[ParsedStatement] = field(default_factory=list)
    rows: Counter[tuple[Decimal, Decimal | None]] = field(default_factory=Counter)
    amounts: set[Decimal] = field(default_factory=set)
    balances: set[Decimal] = field(default_factory=set)

    @property
    def statements(self) -> tuple[ParsedStatement, ...]:
        """What the undamaged file says; nothing where it is refused."""
        return self.file.statements if self.file else ()

    @classmethod
    def read(cls, data: bytes, name: str) -> "Whole":
        """Read it; a file that is refused has nothing to compare with."""
        try:
            whole = cls(formats.read(SourceFile(name, data)))
        except (InputError, NeedsRecognition):
            return cls(None)
        for one in whole.statements:
            whole.rows.update((x.amount, x.balance) for x in one.lines)
            whole.amounts |= {x.amount for x in one.lines}
            whole.balances |= {x.balance for x in one.lines if x.balance is not None}
            whole.balances |= {b.amount for b in (one.opening, one.closing) if b}
            if prove(one, whole.file.faults if whole.file else ()).verdict == "proved":
                whole.proved.append(one)
        return whole


def judge(whole: Whole, data: bytes, name: str, format_id: str) -> Judged:
    """Read a damaged file within the time and compare it with the whole one."""
    began = time.process_time()
    try:
        with _time_limit():
            found = _fate(whole, data, name, format_id)
    except Hung:
        found = Judged("hung", why=f"not read within {SECONDS_MAX} s")
    except Exception as fault:  # noqa: BLE001 - any exception is what is looked for
        found = Judged("crashed", why=f"{type(fault).__name__}: {fault}"[:300])
    seconds = time.process_time() - began
    if seconds > SECONDS_MAX and found.fate not in BAD:
        return Judged("hung", seconds, f"took {seconds:.1f} s")
    return Judged(found.fate, seconds, found.why)


def _fate(whole: Whole, data: bytes, name: str, format_id: str) -> Judged:
    try:
        file = _read(data, name, format_id)
    except NeedsRecognition:
        return Judged("refused")  # pages that are pictures go to a process with the models
    except InputError as refusal:
        is_told = bool(refusal.message and refusal.hint)
        return Judged("refused") if is_told else Judged("wrong", why="refused without a word")
    fates = [
        _fate_of_proved(whole, one)
        for one in file.statements
        if prove(one, file.faults).verdict == "proved"
    ]
    if not fates:
        return Judged("flagged" if file.errors else "unproved")
    ranking: tuple[Fate, ...] = ("wrong", "consistent", "fewer", "same")
    return next(f for fate in ranking for f in fates if f.fate == fate)


def _read(data: bytes, name: str, format_id: str) -> ParsedFile:
    """As any file is read; where it is not recognised any more, by the reader of its format."""
    try:
        return formats.read(SourceFile(name, data))
    except UnknownFormat:
        reader = next(f for f in formats.FORMATS if f.id == format_id)
        return reader.read(SourceFile(name, data))


def _fate_of_proved(whole: Whole, found: ParsedStatement) -> Judged:
    own = _figures(found)
    if any(_figures(one) == own for one in whole.statements):
        strange = {x.amount for x in _covered(found)[0] if x.amount} - whole.amounts
        return Judged("wrong", why=f"proved by strange rows: {strange}"[:300]) if strange else SAME
    if not _adds_up(found):
        return Judged("wrong", why=f"called proved, and does not add up: {own}")
    covered, oldest = _covered(found)
    rows = Counter((x.amount, x.balance) for x in covered)
    printed = {b.amount for b in (found.opening, found.closing) if b and b.date is not None}
    if rows <= whole.rows and printed | oldest <= whole.balances:
        return Judged("fewer")
    if not _is_from_proved(whole, found):
        return Judged("consistent")
    before = [_figures(one) for one in whole.statements]
    return Judged("wrong", why=f"proved with (opening, closing, sum) {own}, was {before[:3]}")


def _is_from_proved(whole: Whole, found: ParsedStatement) -> bool:
    """True unless only statements that were not proved share rows and a balance with this one."""
    rows = {(x.amount, x.balance) for x in found.lines}
    opening, closing, _ = _figures(found)
    sources = [
        one
        for one in whole.statements
        if {opening, closing} & {*_figures(one)[:2]} - {None}
        and rows & {(x.amount, x.balance) for x in one.lines}
    ]
    return any(any(one is p for p in whole.proved) for one in sources or whole.proved)


def _figures(one: ParsedStatement) -> tuple[Decimal | None, Decimal | None, Decimal]:
    """(printed opening, closing, sum of the rows that printed figures cover)."""
    opening = one.opening if one.opening and not _is_derived(one) else None
    total = sum((x.amount for x in _covered(one)[0]), Decimal(0))
    return opening and opening.amount, one.closing and one.closing.amount, total


def _is_derived(one: ParsedStatement) -> bool:
    """True where an opening balance without a day was told from the running balances."""
    has_balances = any(x.balance is not None for x in one.lines)
    return has_balances and (one.opening is None or one.opening.date is None)


def _covered(one: ParsedStatement) -> tuple[Sequence[ParsedLine], set[Decimal]]:
    """(the rows that printed figures cover, the balance of the oldest one where it is not)."""
    lines = one.lines if _chains(one.lines) else one.lines[::-1]
    if _is_derived(one) and lines and lines[0].balance is not None:
        return lines[1:], {lines[0].balance}
    return lines, set()


def _adds_up(one: ParsedStatement) -> bool:
    """Opening and all rows make the closing balance, or each row leads to its balance.

    Or, where no balance is printed, the totals of money in and out are those of the rows.
    """
    opening, closing, total = _figures(one)
    if opening is not None and closing is not None:
        return opening + total == closing
    if any(x.balance is not None for x in one.lines):
        return any(_chains(lines) for lines in (one.lines, one.lines[::-1]))
    money_in = sum((x.amount for x in one.lines if x.amount > 0), Decimal(0))
    printed = one.totals
    return printed.money_in in (None, money_in) and printed.money_out in (None, money_in - total)


def _chains(lines: Sequence[ParsedLine]) -> bool:
    known: Decimal | None = None
    for line in lines:
        known = None if known is None else known + line.amount
        if line.balance is not None:
            if known not in (None, line.balance):
                return False
            known = line.balance
    return True


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_MAX)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
