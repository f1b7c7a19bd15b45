"""The readings that money columns allow: candidate conventions, the likeliest first.

Here: one amount column with or without marks or direction words, and an in and an out column.
Not here: which one the balances choose (judge.py) and the weight of words (direction.py).
"""

from dataclasses import replace

from ledgerflow.statements.tables.amounts import Amount
from ledgerflow.statements.tables.columns import flag_side
from ledgerflow.statements.tables.direction import Evidence, weigh
from ledgerflow.statements.tables.judge import Money, Sample


def amount_candidates(
    column: int, flag: int | None, balance: int | None, sample: Sample
) -> list[Money]:
    """Readings of one amount column, the likeliest first."""
    if flag is not None:
        found = _flag_candidates(column, flag, balance, sample)
    else:
        amounts = [a for a in sample.amounts(column) if a is not None]
        marks = {a.mark for a in amounts} - {""}
        if marks:
            found = [_marked(column, balance, marks)]
        else:
            found = _signed(column, balance, amounts, _evidence(column, sample))
    return _with_fees(found, sample) if balance is not None else found


def _marked(column: int, balance: int | None, marks: set[str]) -> Money:
    into = ("CR",) if marks != {"DR"} else ("CR", "")
    out = ("DR", "") if marks == {"CR"} else ("DR",)
    why = "CR and DR behind the amounts are the signs"
    return Money("marks", column, balance=balance, flag_in=into, flag_out=out, why=why)


def _evidence(column: int, sample: Sample) -> Evidence:
    texts = sample.texts() or [""] * len(sample.rows)
    pairs = [(a.value, t) for a, t in zip(sample.amounts(column), texts, strict=True) if a]
    header = sample.headers[column] if column < len(sample.headers) else ""
    return weigh(
        [v for v, _ in pairs],
        [t for _, t in pairs],
        header=header,
        card=sample.card,
        fees=sample.fee is not None,
    )


def _signed(
    column: int, balance: int | None, amounts: list[Amount], evidence: Evidence
) -> list[Money]:
    """As printed, or with charges positive; a balance column judges all that fit the words."""
    plain = Money("as_printed", column, balance=balance, why="amounts carry their own sign")
    turned = Money("inverted", column, balance=balance, why="charges are printed positive")
    if evidence.verdict == "unclear":
        plain = replace(plain, unsure=evidence.why, other_sign="inverted", is_open=True)
        turned = replace(turned, unsure=evidence.why, other_sign="as_printed", is_open=True)
    elif amounts and all(a.value >= 0 for a in amounts):
        reason = "all amounts are positive; nothing marks money out"
        plain = replace(plain, unsure="" if evidence.printed >= 1 else reason)
    if evidence.verdict == "inverted":
        turned = replace(turned, why=evidence.why)
    first = (
        turned if evidence.likelier == "inverted" and evidence.verdict != "as_printed" else plain
    )
    if balance is None:
        return [first]
    owed = [replace(turned, owed=True), replace(plain, owed=True)]
    if evidence.verdict == "inverted" and evidence.strong:
        return [turned, owed[0], plain]
    # a balance that follows with money in positive outweighs what shops are called
    return [plain, owed[1], turned, owed[0]]


def _with_fees(found: list[Money], sample: Sample) -> list[Money]:
    """The same readings with the fee column taken off, where there is one."""
    if sample.fee is None:
        return found
    values = [a.value for a in sample.amounts(sample.fee) if a is not None and a.value]
    if not values:
        return found
    fee = "add" if all(v < 0 for v in values) else "subtract"
    why = "the fee column is taken off the amount"
    return [*found, *(replace(m, fee=fee, why=f"{m.why}; {why}") for m in found)]


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
    into = [a.value for a in sample.amounts(straight.money_in) if a is not None and a.value]
    if any(v > 0 for v in out) and into and all(v < 0 for v in into):
        why = f"{straight.why}, credits printed with a minus"
        ordered = [replace(straight, sign="columns_inverted", why=why), *ordered]
    if balance is None:
        return ordered[:1]
    if sample.card:
        ordered.append(replace(ordered[0], owed=True))
    why = "the balances rise with the debit column, so it is money in"
    other = "columns" if straight.other_sign else ""
    found = [*ordered, replace(straight, sign="columns_swapped", other_sign=other, why=why)]
    return _with_fees(found, sample)


def _fuller_is_out(first: int, second: int, balance: int | None, sample: Sample) -> Money:
    """Unnamed columns: money goes out more often than it comes in."""
    counts = {c: sum(bool(t) for t in sample.cells(c)) for c in (first, second)}
    out, into = (first, second) if counts[first] >= counts[second] else (second, first)
    many, few = counts[out], counts[into]
    why = f"unnamed columns: the fuller one ({many} against {few} rows) is money out"
    sure = Money("columns", None, into, out, balance=balance, why=why)
    if many >= 8 and many >= 2 * few:
        return sure
    unsure = "two unnamed amount columns, and too few rows to tell in from out"
    return replace(sure, unsure=unsure, other_sign="columns_swapped", is_open=True)
