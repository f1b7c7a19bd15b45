"""Which columns are amount, in, out and balance: every plausible set goes to the judge.

Here: building the candidate sets from named or unnamed columns, and a convention that a person
states. Not here: conventions of one set (candidates.py), judging (judge.py).
"""

from dataclasses import replace
from itertools import combinations, permutations

from ledgerflow.core.errors import InputError
from ledgerflow.statements.tables.candidates import amount_candidates, column_candidates
from ledgerflow.statements.tables.columns import ColumnLook
from ledgerflow.statements.tables.judge import Money, Sample, judge, signed_amounts

_SURE = 0.8
_MOST_COLUMNS = 6


def choose_money(roles: list[str], headers: list[str], sample: Sample, stated: str = "") -> Money:
    """The reading of the money columns that fits names, signs and balances best.

    `stated` is a sign convention that a person gave. Raises InputError where the columns found
    cannot be read with it.
    """
    found = _choose(roles, headers, sample)
    return _with_sign(found, stated) if stated else found


def _with_sign(money: Money, sign: str) -> Money:
    """The same columns under a stated convention; balances then turn round with the amounts."""
    columns = money.money_in is not None and money.money_out is not None
    fits = {
        "as_printed": money.amount is not None,
        "inverted": money.amount is not None,
        "columns": columns,
        "columns_negative": columns,
        "columns_swapped": columns,
        "columns_inverted": columns,
        "flag": money.flag is not None,
        "flag_times": money.flag is not None,
        "marks": money.sign == "marks",
    }
    if not fits.get(sign, False):
        usable = ", ".join(name for name, fit in fits.items() if fit)
        raise InputError(
            f"The sign convention {sign!r} does not fit the columns of this file.",
            code="csv_profile",
            hint=f"For this file these can be used: {usable}.",
        )
    turned = sign != money.sign and bool(money.held.links)
    return replace(
        money,
        sign=sign,
        owed=money.owed != turned,
        why="stated",
        unsure="",
        other_sign="",
        is_open=False,
    )


def _choose(roles: list[str], headers: list[str], sample: Sample) -> Money:
    amounts = [i for i, r in enumerate(roles) if r == "amount"]
    flag = roles.index("flag") if "flag" in roles else None
    balance = roles.index("balance") if "balance" in roles else None
    money_in = roles.index("in") if "in" in roles else None
    money_out = roles.index("out") if "out" in roles else None
    if len(amounts) > 1:
        return _unnamed(amounts, flag, sample)
    if not headers and flag is None and (blank := _blank_neighbour(amounts[0], roles, sample)):
        return judge(column_candidates(amounts[0], blank, None, sample, named=False), sample)
    candidates: list[Money] = []
    if money_in is not None and money_out is not None:
        candidates = column_candidates(money_in, money_out, balance, sample, named=True)
    if amounts:
        single = amount_candidates(amounts[0], flag, balance, sample)
        signed = any(a is not None and a.value < 0 for a in sample.amounts(amounts[0]))
        first = signed or flag is not None or not candidates
        candidates = [*single, *candidates] if first else [*candidates, *single]
    found = judge(candidates, sample)
    return found if balance is not None else _with_found_balance(found, candidates, roles, sample)


def _with_found_balance(
    found: Money, candidates: list[Money], roles: list[str], sample: Sample
) -> Money:
    """A column whose name says nothing is the balance where every amount leads to it."""
    for column in range(len(roles)):
        if roles[column] not in ("", "ignore", "original_amount"):
            continue
        filled = sum(a is not None for a in sample.amounts(column))
        if filled < 2 or filled < _SURE * len(sample.rows):
            continue
        best = judge([replace(c, balance=column) for c in candidates], sample)
        if best.held.links and best.held.share == 1.0 and any(signed_amounts(best, sample)):
            return best
    return found


def _follows(money: Money) -> bool:
    """Enough balances follow to believe in columns that have no names."""
    held = money.held
    return held.share >= _SURE and (held.links >= 2 or held.share == 1.0)


def _unnamed(amounts: list[int], flag: int | None, sample: Sample) -> Money:
    """Columns without names: the set whose balances chain, else in and out, else the first."""
    columns = amounts[:_MOST_COLUMNS]
    best: Money | None = None
    for amount, balance in permutations(columns, 2):
        best = _better(best, judge(amount_candidates(amount, flag, balance, sample), sample))
    for first, second in combinations(columns, 2):
        if not _exclusive(first, second, sample):
            continue
        for balance in columns:
            if balance not in (first, second):
                found = column_candidates(first, second, balance, sample, named=False)
                back = column_candidates(second, first, balance, sample, named=False)
                swapped = [c for c in back if c.sign == "columns_swapped"]
                plain = [c for c in found if c.sign != "columns_swapped"]
                best = _better(best, judge([*plain, *swapped], sample))
    if best is not None and _follows(best):
        return best
    for first, second in combinations(columns, 2):
        if _exclusive(first, second, sample):
            return judge(column_candidates(first, second, None, sample, named=False), sample)
    return judge(amount_candidates(columns[0], flag, None, sample), sample)


def _blank_neighbour(amount: int, roles: list[str], sample: Sample) -> int | None:
    """An unsigned amount beside a column that is always blank: in and out, one of them unused."""
    if any(a is not None and a.value < 0 for a in sample.amounts(amount)):
        return None
    right = amount + 1
    width = max((len(r) for r in sample.rows), default=0)
    texts_follow = any(r for r in roles[right + 1 :])
    if right < width and texts_follow and not any(sample.cells(right)):
        return right
    return None


def _better(best: Money | None, found: Money) -> Money:
    """More links held; of equals the one that needs no turning round of signs."""
    return found if best is None or _rank(found) > _rank(best) else best


def _rank(money: Money) -> tuple[float, bool, int]:
    plain = money.sign not in ("inverted", "columns_swapped") and not money.owed
    return (money.held.share, plain, money.held.links)


def _exclusive(first: int, second: int, sample: Sample) -> bool:
    """No row fills both columns."""
    pairs = list(zip(sample.amounts(first), sample.amounts(second), strict=True))
    both = sum(1 for a, b in pairs if a is not None and b is not None and a.value and b.value)
    return both == 0


def final_roles(roles: list[str], money: Money, looks: list[ColumnLook]) -> list[str]:
    """Roles after the verdict: only the columns that are used keep a money role."""
    used = {
        money.amount: "amount",
        money.money_in: "in",
        money.money_out: "out",
        money.balance: "balance",
        money.flag: "flag",
    }
    final = []
    for i, role in enumerate(roles):
        if i in used:
            final.append(used[i])
        elif role in ("amount", "in", "out", "balance", "flag"):
            final.append("type" if role == "flag" else "ignore")
        else:
            final.append(role)
    _one_bank_id(final, looks)
    return final


def _one_bank_id(roles: list[str], looks: list[ColumnLook]) -> None:
    """A bank id differs on every row that has one; other references stay in the raw row."""
    kept = False
    for i, role in enumerate(roles):
        if role == "bank_id":
            unique = looks[i].filled > 0 and len(looks[i].values) == looks[i].filled
            if kept or not unique:
                roles[i] = "ignore"
            kept = kept or unique
