"""A statement's lines walked once: sums, currencies, and the running balances both ways; pure.

Here: one pass over any sequence of lines, however many; where they are packed and all is well,
not even that (figures.py). Not here: what the figures prove (proof.py). A bank prints the oldest
line first or last; both are followed at once.

The trick: where the oldest line comes first, balance - sum-up-to-it is the same at each printed
balance; where the newest comes first, balance + sum-before-it is.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import overload

from ledgerflow.statements.figures import amounts_of, balances_of, currencies_of, follows
from ledgerflow.statements.parsed import ManyLines, ParsedLine, ParsedStatement
from ledgerflow.statements.repairing.records import ZERO, Break

KEPT = 2
"""So many breaks are kept: the first, and the one right after it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The running balances followed in one order; positions count from the oldest line.

    `head` and `tail` count the lines up to the first and after the last printed balance (0 and
    0 where none is printed). `opening` is the balance before the oldest line and `closing` the
    one after the newest, as the printed balances imply them; `first` is the first one printed.
    """

    newest_first: bool
    compared: int = 0
    break_count: int = 0
    breaks: tuple[Break, ...] = ()
    head: int = 0
    tail: int = 0
    first: Decimal = ZERO
    opening: Decimal = ZERO
    closing: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Walk:
    """What one pass over the lines gives."""

    count: int
    total: Decimal
    currencies: frozenset[str]
    chain: Chain


class OldestFirst(Sequence[ParsedLine]):
    """The lines in the order in which they happened, without copying them."""

    def __init__(self, lines: Sequence[ParsedLine], *, newest_first: bool) -> None:
        self._lines = lines
        self._turned = newest_first

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> ParsedLine: ...
    @overload
    def __getitem__(self, index: slice) -> list[ParsedLine]: ...

    def __getitem__(self, index: int | slice) -> ParsedLine | list[ParsedLine]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return self._lines[-1 - index if self._turned else index]

    def __iter__(self) -> Iterator[ParsedLine]:
        return iter(reversed(self._lines) if self._turned else self._lines)


def walk(statement: ParsedStatement) -> Walk:
    """Follow all lines once, both ways; the chain is that of the order which contradicts less.

    Where both contradict as often it is the declared order's.
    """
    lines = statement.lines
    currencies = frozenset(currencies_of(lines) - {""})
    if isinstance(lines, ManyLines):
        chain = _all_well(statement, lines)
        if chain is not None:
            return Walk(len(lines), chain.closing - chain.opening, currencies, chain)
    total, count, compared = ZERO, 0, 0
    first_at = last_at = -1
    first_balance = last_balance = first_up = first_down = down = up = ZERO
    ahead_count = back_count = 0
    ahead: list[tuple[int, int, Decimal]] = []
    back: deque[tuple[int, int, Decimal]] = deque(maxlen=KEPT)
    for amount, balance in _figures(lines):
        before = total
        total += amount
        if balance is not None:
            now_down, now_up = balance - total, balance + before
            if first_at < 0:
                first_at, first_balance, first_down, first_up = count, balance, now_down, now_up
            else:
                compared += 1
                if now_down != down:
                    ahead_count += 1
                    if ahead_count <= KEPT:
                        ahead.append((last_at + 1, count, now_down - down))
                if now_up != up:
                    back_count += 1
                    back.append((last_at, count - 1, up - now_up))
            last_at, last_balance, down, up = count, balance, now_down, now_up
        count += 1
    if first_at < 0:
        return Walk(count, total, currencies, Chain(statement.newest_first))
    oldest_first = Chain(
        False, compared, ahead_count, tuple(Break(*one) for one in ahead),
        first_at + 1, count - 1 - last_at, first_balance, first_down, down + total,
    )  # fmt: skip
    newest_first = Chain(
        True, compared, back_count,
        tuple(Break(count - 1 - b, count - 1 - a, gap) for a, b, gap in reversed(back)),
        count - last_at, first_at, last_balance, up - total, first_up,
    )  # fmt: skip
    return Walk(count, total, currencies, _chosen(statement, oldest_first, newest_first))


def _figures(lines: Sequence[ParsedLine]) -> Iterable[tuple[Decimal, Decimal | None]]:
    """Amount and balance of each line; of packed lines without making the lines."""
    if isinstance(lines, ManyLines):
        return zip(amounts_of(lines), balances_of(lines), strict=True)
    return ((line.amount, line.balance) for line in lines)


def _all_well(statement: ParsedStatement, lines: ManyLines) -> Chain | None:
    """The chain of lines that each print a balance which follows, as declared; else None."""
    turned = statement.newest_first
    if len(lines) < 2 or not follows(lines, newest_first=turned):
        return None
    oldest, newest = (lines[-1], lines[0]) if turned else (lines[0], lines[-1])
    first, closing = oldest.balance or ZERO, newest.balance or ZERO
    chain = Chain(
        turned, len(lines) - 1, head=1, first=first, opening=first - oldest.amount, closing=closing
    )
    return None if _contradictions(statement, chain) else chain


def _chosen(statement: ParsedStatement, oldest_first: Chain, newest_first: Chain) -> Chain:
    declared, other = oldest_first, newest_first
    if statement.newest_first:
        declared, other = newest_first, oldest_first
    return min((declared, other), key=lambda chain: _contradictions(statement, chain))


def _contradictions(statement: ParsedStatement, chain: Chain) -> int:
    opening, closing = statement.opening, statement.closing
    at_start = opening is not None and opening.amount != chain.opening
    at_end = closing is not None and closing.amount != chain.closing
    return chain.break_count + at_start + at_end
