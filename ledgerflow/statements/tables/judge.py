"""The sign convention and the amount columns: candidate readings, judged by the file itself.

Here: candidates, in order of what the columns suggest, and the balance column's verdict.
Not here: the roles (roles.py) and the date order (dateorder.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.statements.tables.amounts import Amount, read_amount
from ledgerflow.statements.tables.chain import NO_LINKS, Held, best_direction
from ledgerflow.statements.tables.columns import flag_side
from ledgerflow.statements.tables.signs import apply_sign
from ledgerflow.statements.tables.words import CARD_PAYMENT


@dataclass(frozen=True, slots=True)
class Money:
    """A reading of the money columns; `newest_first` is None where no balance shows it."""

    sign: str
    amount: int | None = None
    money_in: int | None = None
    money_out: int | None = None
    flag: int | None = None
    balance: int | None = None
    flag_in: tuple[str, ...] = ()
    flag_out: tuple[str, ...] = ()
    newest_first: bool | None = None
    owed: bool = False
    why: str = ""
    unsure: str = ""
    held: Held = NO_LINKS


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to judge on, the decimal mark and what else speaks about signs."""

    rows: Sequence[Sequence[str]]
    decimal: str
    card: bool
    text_columns: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()

    def cells(self, column: int | None) -> list[str]:
        """The stripped texts of a column; blanks for a column that is not there."""
        if column is None:
            return [""] * len(self.rows)
        return [row[column].strip() if column < len(row) else "" for row in self.rows]

    def amounts(self, column: int | None) -> list[Amount | None]:
        """The amounts of a column, None where blank or unreadable."""
        return [read_amount(c, self.decimal) if c else None for c in self.cells(column)]


def judge(candidates: list[Money], sample: Sample) -> Money:
    """The candidate whose amounts the balances follow best; without balances the first."""
    if not candidates:
        raise ValueError("no candidate reading")  # a programming fault: callers check first
    best, best_key = candidates[0], (-1.0, 0)
    for rank, candidate in enumerate(candidates):
        if candidate.balance is None:
            continue
        held, newest = best_direction(
            signed_amounts(candidate, sample), _balances(candidate, sample), sample.groups
        )
        key = (held.share if held.links else 0.0, -rank)
        if held.links and key > best_key:
            best_key = key
            best = _with_verdict(candidate, held, newest)
    if best.held.links and best.held.share <= 0.5 and best.sign != candidates[0].sign:
        return candidates[0]
    return best


def _with_verdict(candidate: Money, held: Held, newest: bool) -> Money:
    if held.share <= 0.5:
        return candidate
    why = f"{candidate.why}; {held.held} of {held.links} running balances follow from it"
    unsure = "" if held.held >= 2 or held.share == 1.0 else candidate.unsure
    return replace(candidate, newest_first=newest, why=why, unsure=unsure, held=held)


def signed_amounts(money: Money, sample: Sample) -> list[Decimal | None]:
    """The holder's-view amounts of the sampled rows under one reading."""
    first = sample.amounts(money.amount if money.amount is not None else money.money_in)
    second = sample.amounts(money.money_out)
    flags = sample.cells(money.flag)
    return [
        apply_sign(money.sign, a, b, flag, money.flag_in, money.flag_out)
        for a, b, flag in zip(first, second, flags, strict=True)
    ]


def _balances(money: Money, sample: Sample) -> list[Decimal | None]:
    read = sample.amounts(money.balance)
    turn = -1 if money.owed else 1
    return [
        None if b is None else (-abs(b.value) if b.mark == "DR" else b.value) * turn for b in read
    ]


def amount_candidates(
    column: int, flag: int | None, balance: int | None, sample: Sample
) -> list[Money]:
    """Readings of one amount column, the likeliest first."""
    if flag is not None:
        return _flag_candidates(column, flag, balance, sample)
    amounts = [a for a in sample.amounts(column) if a is not None]
    marks = {a.mark for a in amounts} - {""}
    if marks:
        into = ("CR",) if marks != {"DR"} else ("CR", "")
        out = ("DR", "") if marks == {"CR"} else ("DR",)
        why = "CR and DR behind the amounts are the signs"
        return [Money("marks", column, balance=balance, flag_in=into, flag_out=out, why=why)]
    plain = Money("as_printed", column, balance=balance, why="amounts carry their own sign")
    turned = Money("inverted", column, balance=balance, why="charges are positive")
    evidence = _charges_positive(column, amounts, sample)
    if evidence:
        turned = replace(turned, why=evidence)
        return [turned, replace(turned, owed=True), plain] if balance is not None else [turned]
    if amounts and all(a.value >= 0 for a in amounts):
        plain = replace(plain, unsure="all amounts are positive; nothing marks money out")
    return [plain, turned] if balance is not None else [plain]


def _charges_positive(column: int, amounts: list[Amount], sample: Sample) -> str:
    """Card exports with positive charges: only with payments, types or card headers as evidence."""
    values = sample.amounts(column)
    texts = [" ".join(c) for c in zip(*map(sample.cells, sample.text_columns), strict=True)]
    payments = [
        a.value
        for a, t in zip(values, texts, strict=False)
        if a is not None and CARD_PAYMENT.search(t)
    ]
    positive = sum(a.value > 0 for a in amounts)
    if len(payments) > 0 and all(p < 0 for p in payments) and positive > len(amounts) / 2:
        return "payments received are negative and charges positive, as cards print them"
    if sample.card and amounts and positive == len(amounts) and not payments:
        return "a card's charges, all printed positive"
    if sample.card and positive >= 0.7 * len(amounts) and len(amounts) >= 5 and not payments:
        return "a card's rows, most of them positive: charges are printed positive"
    return ""


def _flag_candidates(column: int, flag: int, balance: int | None, sample: Sample) -> list[Money]:
    words = list(dict.fromkeys(sample.cells(flag)))
    money_in = tuple(w for w in words if w and flag_side(w) == "in")
    money_out = tuple(w for w in words if w and flag_side(w) == "out")
    blank = ("",) if "" in words else ()
    if not money_out and blank:
        money_out = blank
    elif not money_in and blank:
        money_in = blank
    shape = (column, None, None, flag, balance, money_in, money_out)
    names = f"'{', '.join(money_in)}' is money in, '{', '.join(money_out)}' money out"
    by_word = Money("flag", *shape, why=f"a column gives the direction: {names}")
    pairs = [
        (a.value, f) for a, f in zip(sample.amounts(column), sample.cells(flag), strict=True) if a
    ]
    agrees = pairs and all((v < 0) == (f in money_out) for v, f in pairs if v)
    plain = Money("as_printed", *shape, why="amounts carry their own sign, and the words agree")
    others = [Money("flag_times", *shape, why=f"words multiply the printed signs: {names}")]
    if agrees and any(v < 0 for v, _ in pairs):
        return [plain, by_word]
    return [by_word, *others, plain] if balance is not None else [by_word]


def column_candidates(
    money_in: int, money_out: int, balance: int | None, sample: Sample, named: bool
) -> list[Money]:
    """Readings of an in and an out column; swapped ones only where the balances say so."""
    straight = Money(
        "columns", None, money_in, money_out, balance=balance, why="one column in, one column out"
    )
    if not named:
        straight = _fuller_is_out(money_in, money_out, balance, sample)
    out = [a.value for a in sample.amounts(straight.money_out) if a is not None]
    minus = replace(straight, sign="columns_negative", why=f"{straight.why}, printed with a minus")
    ordered = [straight, minus]
    if any(v < 0 for v in out) and not any(v > 0 for v in out):
        ordered = [minus, straight]
    if balance is None:
        return ordered[:1]
    if sample.card:
        ordered.append(replace(ordered[0], owed=True))
    why = "the balances rise with the debit column, so it is money in"
    return [*ordered, replace(straight, sign="columns_swapped", why=why)]


def _fuller_is_out(first: int, second: int, balance: int | None, sample: Sample) -> Money:
    """Unnamed columns: money goes out more often than it comes in."""
    counts = {c: sum(bool(t) for t in sample.cells(c)) for c in (first, second)}
    out, into = (first, second) if counts[first] >= counts[second] else (second, first)
    many, few = counts[out], counts[into]
    unsure = ""
    if many < 8 or many < 2 * few:
        unsure = "two unnamed amount columns, and too few rows to tell in from out"
    why = f"unnamed columns: the fuller one ({many} against {few} rows) is money out"
    return Money("columns", None, into, out, balance=balance, why=why, unsure=unsure)
