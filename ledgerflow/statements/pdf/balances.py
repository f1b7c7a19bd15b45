"""Opening and closing balances and totals of an account, from what is printed.

Here: which printed figures can be which, the surest first. Not here: choosing the pair that the
lines lead to (judging.py). Nothing is derived from the lines.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.parsed import Balance, PrintedTotals
from ledgerflow.statements.pdf.accounts import Account, Printed
from ledgerflow.statements.pdf.figures import Figure

ZERO = Decimal(0)
CARRIED = 3  # the rank of a balance carried forward
RoleOf = Callable[[Printed], str]


@dataclass(frozen=True, slots=True)
class PrintedBalances:
    """Candidates for opening and closing, the surest first, and the printed totals."""

    opening: tuple[Balance, ...]
    closing: tuple[Balance, ...]
    totals_in: tuple[tuple[Decimal, int | None, str], ...] = ()
    totals_out: tuple[tuple[Decimal, int | None, str], ...] = ()


def balance_value(figure: Figure, *, owed: bool) -> Decimal:
    """A printed balance in the holder's view; `owed` ones are debts unless marked CR."""
    if not owed:
        return figure.signed
    return abs(figure.value) if figure.mark == "CR" else -figure.value


def printed_balances(
    account: Account, role_of: RoleOf, date_of: Callable[[Printed], dt.date | None], *, owed: bool
) -> PrintedBalances:
    """Sort an account's printed figures; `role_of` is the role of a figure's column."""
    opening: list[tuple[int, Balance]] = []
    closing: list[tuple[int, Balance]] = []
    dated: list[tuple[dt.date, Balance]] = []
    for printed in account.printed:
        role = role_of(printed)
        if _is_total(printed, role, account.printed, role_of):
            continue
        balance = Balance(_signed(printed, role, owed=owed), date_of(printed))
        side, rank = _side(printed, len(account.items))
        if printed.kind == "balance" and balance.date is not None and not printed.in_table:
            dated.append((balance.date, balance))
        if side < 0:
            opening.append((rank, balance))
        elif side > 0:
            closing.append((rank, balance))
    if any(rank == 0 for rank, _ in closing):
        # "Carried forward" says that more follows: it never stands in for a printed closing one.
        closing = [(rank, balance) for rank, balance in closing if rank != CARRIED]
    if len({d for d, _ in dated}) > 1:
        opening.append((1, min(dated, key=lambda p: p[0])[1]))
        closing.append((1, max(dated, key=lambda p: p[0])[1]))
    ins, outs = _totals(account.printed, role_of)
    return PrintedBalances(_ranked(opening), _ranked(closing), ins, outs)


def _ranked(found: list[tuple[int, Balance]]) -> tuple[Balance, ...]:
    """The surest first, each value once."""
    out: list[Balance] = []
    for _, balance in sorted(found, key=lambda p: p[0]):
        if all(b.amount != balance.amount for b in out):
            out.append(balance)
    return tuple(out)


def _signed(printed: Printed, role: str, *, owed: bool) -> Decimal:
    if role in ("in", "out") and not owed:
        value = printed.figure.value
        return abs(value) if role == "in" else -abs(value)
    return balance_value(printed.figure, owed=owed)


def _side(printed: Printed, items: int) -> tuple[int, int]:
    """(-1 opening, 1 closing, 0 neither; rank, 0 is the surest)."""
    first, last = printed.items == 0, printed.items == items
    kinds = {
        "opening": (-1, 0),
        "closing": (1, 0),
        "brought": (-1 if first else 0, 1),
        "carried": (1 if last else 0, CARRIED),
        "total": (1 if last and items else 0, 4),
        "subtotal": (1 if last and items else 0, 5),
        "balance": (-1 if first else 1 if last else 0, 2),
    }
    return kinds.get(printed.kind, (0, 9))


def _is_total(printed: Printed, role: str, all_printed: Iterable[Printed], role_of: RoleOf) -> bool:
    """A figure in an in or out column beside one in the balance column, or of a total's row."""
    if role not in ("in", "out"):
        return printed.kind in ("in", "out", "total_in", "total_out")
    if printed.kind in ("total", "subtotal", "total_in", "total_out", "in", "out"):
        return True
    row = [p for p in all_printed if p.at == printed.at and p is not printed]
    return any(role_of(p) == "balance" for p in row) or len(row) > 0


def _totals(
    all_printed: Sequence[Printed], role_of: RoleOf
) -> tuple[
    tuple[tuple[Decimal, int | None, str], ...], tuple[tuple[Decimal, int | None, str], ...]
]:
    ins: list[tuple[Decimal, int | None, str]] = []
    outs: list[tuple[Decimal, int | None, str]] = []
    for printed in all_printed:
        role = role_of(printed)
        value = abs(printed.figure.value)
        way = printed.kind.removeprefix("total_")
        if way not in ("in", "out"):
            way = role if printed.kind in ("total", "closing") and role in ("in", "out") else ""
        entry = (value, printed.count, printed.kind)
        if way == "in":
            ins.append(entry)
        elif way == "out":
            outs.append(entry)
    return tuple(ins), tuple(outs)


def matching_totals(
    found: PrintedBalances, amounts: Sequence[Decimal], *, sure: bool
) -> PrintedTotals:
    """The printed totals that speak about these amounts.

    Several totals of one direction (checks, fees) may be parts of a sum. `sure` tells that
    balances prove the lines: then a total that fits nothing is another kind of sum.
    """
    ins = sum((a for a in amounts if a > 0), ZERO)
    outs = -sum((a for a in amounts if a < 0), ZERO)
    money_in, count_in = _matching(found.totals_in, ins, sure=sure)
    money_out, count_out = _matching(found.totals_out, outs, sure=sure)
    if count_in is not None and count_in != sum(a > 0 for a in amounts) and sure:
        count_in = None
    if count_out is not None and count_out != sum(a < 0 for a in amounts) and sure:
        count_out = None
    return PrintedTotals(money_in, money_out, count_in, count_out)


def _matching(
    entries: Sequence[tuple[Decimal, int | None, str]], computed: Decimal, *, sure: bool
) -> tuple[Decimal | None, int | None]:
    if not entries:
        return None, None
    for value, count, _ in entries:
        if value == computed:
            return value, count
    for kinds in (("in", "out"), ("total_in", "total_out", "total"), None):
        parts = [e for e in entries if kinds is None or e[2] in kinds]
        unique = list(dict.fromkeys((e[0], e[1]) for e in parts))
        if parts and sum((v for v, _ in unique), ZERO) == computed:
            counts = [c for _, c in unique]
            return computed, sum(c for c in counts if c) if all(counts) else None
    if sure:
        return None, None
    summed = [e for e in entries if e[2] in ("in", "out")] or list(entries)
    unique = list(dict.fromkeys((e[0], e[1]) for e in summed))
    return sum((v for v, _ in unique), ZERO), None
