"""Which columns are amount, in, out and balance: every plausible set goes to the judge.

Here: building the candidate sets from named or unnamed columns. Not here: judging (judge.py).
"""

from itertools import combinations, permutations

from ledgerflow.statements.tables.judge import (
    Money,
    Sample,
    amount_candidates,
    column_candidates,
    judge,
)

_SURE = 0.8
_MOST_COLUMNS = 6


def choose_money(roles: list[str], headers: list[str], sample: Sample) -> Money:
    """The reading of the money columns that fits names, signs and balances best."""
    amounts = [i for i, r in enumerate(roles) if r == "amount"]
    flag = roles.index("flag") if "flag" in roles else None
    balance = roles.index("balance") if "balance" in roles else None
    money_in = roles.index("in") if "in" in roles else None
    money_out = roles.index("out") if "out" in roles else None
    if not headers and len(amounts) > 1:
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
    return judge(candidates, sample)


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
    if best is not None and best.held.links >= 2 and best.held.share >= _SURE:
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
    return (money.held.share, money.sign not in ("inverted", "columns_swapped"), money.held.links)


def _exclusive(first: int, second: int, sample: Sample) -> bool:
    """No row fills both columns."""
    pairs = list(zip(sample.amounts(first), sample.amounts(second), strict=True))
    both = sum(1 for a, b in pairs if a is not None and b is not None and a.value and b.value)
    return both == 0
