"""Candidate readings of an account: which column is what, and how signs are meant.

Here: the bounded list of readings that the page allows, the likeliest first. Not here: which of
them the figures prove (judging.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from ledgerflow.statements.pdf.accounts import Account, Item
from ledgerflow.statements.pdf.balances import balance_value
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.headers import MONEY
from ledgerflow.statements.pdf.labels import read_label
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.tables.words import FLAG_IN, FLAG_OUT

Roles = tuple[str, ...]
_COMBINATIONS_MAX = 24
_BY_NUMBER: dict[int, tuple[Roles, ...]] = {
    1: (("amount",),),
    2: (("amount", "balance"), ("out", "in"), ("in", "out")),
    3: (("out", "in", "balance"), ("in", "out", "balance"), ("", "amount", "balance")),
}
_BESIDE_BALANCE: dict[int, tuple[Roles, ...]] = {
    1: (("amount",),),
    2: (("out", "in"), ("in", "out"), ("amount", ""), ("", "amount")),
    3: (("", "out", "in"), ("", "in", "out"), ("", "", "amount"), ("amount", "", "")),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading: roles by layout, the sign convention, and whether balances are owed.

    `sign` is "printed", "owed", "section", "turned" (section with the printed sign), "flag" or
    "balance" (the running balances tell).
    """

    roles: tuple[tuple[int, Roles], ...]
    sign: str
    owed: bool

    def role(self, layout: int, column: int | None) -> str:
        """The role of a column of a layout; "" where it has none."""
        if column is None:
            return ""
        if layout < 0:
            return "amount"
        for number, roles in self.roles:
            if number == layout:
                return roles[column] if column < len(roles) else ""
        return ""


def candidates(account: Account, layouts: Sequence[Layout], kind: str) -> Iterator[Candidate]:
    """All readings to judge, the likeliest first."""
    used = sorted({i.layout for i in account.items if i.layout >= 0})
    is_debt = kind in ("card", "loan") and not _prints_debts_below_zero(account)
    options = [[(n, roles) for roles in _role_options(account, n, layouts[n])] for n in used]
    if is_debt:
        options = [[*o, *_parts_of_amount(account, layouts, o[0])] for o in options]
    # a reading turned round proves as well: which way balances are meant is settled first
    for owed in (True, False) if is_debt else (False, True):
        for chosen in list(product(*options))[:_COMBINATIONS_MAX]:
            is_turned = (
                owed and is_debt and kind == "loan"
            )  # a prepaid card pays from what it holds
            combination = tuple(_paying_off(layouts, *c) for c in chosen) if is_turned else chosen
            for sign in _signs(account, combination, owed=owed, is_debt=is_debt):
                yield Candidate(combination, sign, owed)


def _paying_off(layouts: Sequence[Layout], number: int, roles: Roles) -> tuple[int, Roles]:
    """On a loan, a column headed "Payments" without one of money in beside it pays it off.

    Read as money out, the rows would follow only balances that are held: a debt turned round.
    """
    header = layouts[number].header
    if header is None or "in" in roles:
        return number, roles
    titles = header.of_role("out")
    changed = list(roles)
    for at, column in enumerate(layouts[number].columns):
        if roles[at] == "out" and titles:
            title = min(
                titles, key=lambda c: min(abs(c.right - column.right), abs(c.left - column.left))
            )
            changed[at] = "in" if read_label(title.text).has("payment") else "out"
    return number, tuple(changed)


def _parts_of_amount(
    account: Account, layouts: Sequence[Layout], first: tuple[int, Roles]
) -> list[tuple[int, Roles]]:
    """A payment of a debt is printed with its parts; the one that is no interest may move it.

    Only running balances can tell that: a part in a column with an unknown title is the amount.
    """
    number, roles = first
    named = layouts[number].columns
    if "balance" not in roles or not any(r in ("amount", "in", "out") for r in roles):
        return []
    used = {c for i in account.items if i.layout == number for c in i.figures}
    places = [c for c in sorted(used) if c < len(named) and named[c].role == "other"]
    return [
        (
            number,
            tuple(r if r == "balance" else "amount" if i == c else "" for i, r in enumerate(roles)),
        )
        for c in places
    ]


def _prints_debts_below_zero(account: Account) -> bool:
    """True where a debt and most rows carry a minus: they are printed as their holder sees them.

    Where balances are owed, a balance below zero is a credit, and purchases have no sign.
    """
    last = next((p for p in reversed(account.printed) if p.kind == "closing"), None)
    rows = [f for i in account.items for f in i.figures.values()]
    below = sum(f.is_signed and f.signed < 0 for f in rows)
    return last is not None and last.value < 0 and len(rows) > 2 and 2 * below > len(rows)


def _role_options(account: Account, number: int, layout: Layout) -> list[Roles]:
    named = tuple(c.role if c.role in MONEY else "" for c in layout.columns)
    if any(r in ("amount", "in", "out") for r in named):
        if named.count("amount") > 1:
            return _one_amount(named)
        return [*_completed(account, number, layout, named), *_beside_amount(named), named]
    figured = sorted({c for i in account.items if i.layout == number for c in i.figures})
    if layout.header is not None and "balance" in named:
        figured = [c for c in figured if not named[c]]
    if not figured:
        return [named]
    ends = figured[-3:]
    options: list[Roles] = []
    for roles in (_BESIDE_BALANCE if "balance" in named else _BY_NUMBER)[len(ends)]:
        assigned = list(named)
        for column, role in zip(ends, roles, strict=True):
            assigned[column] = role
        options.append(tuple(assigned))
    return options


def _completed(account: Account, number: int, layout: Layout, named: Roles) -> list[Roles]:
    """Where only one of in and out has a known title, a column with an unknown one is the other."""
    missing = {"in", "out"} - set(named)
    if len(missing) != 1 or "amount" in named:
        return []
    used = {c for i in account.items if i.layout == number for c in i.figures}
    places = [c for c in used if layout.columns[c].role == "other"]
    role = missing.pop()
    return [tuple(role if i == c else r for i, r in enumerate(named)) for c in places]


def _beside_amount(named: Roles) -> list[Roles]:
    """Columns of one way beside a column of amounts: the likelier meanings of that title.

    Beside both ways an amount says nothing new, so it is the balance where no other column is.
    Beside one way alone it is the amount itself, and the other column tells of charges that are
    not booked with this row.
    """
    ways = [r for r in named if r in ("in", "out")]
    if "amount" not in named or not ways:
        return []
    if len(set(ways)) == 1:
        return [tuple("" if r in ("in", "out") else r for r in named)]
    if "balance" in named:
        return []
    return [tuple("balance" if r == "amount" else r for r in named)]


def _one_amount(roles: Roles) -> list[Roles]:
    """Two columns of amounts: one is the account's, the other in a foreign currency."""
    places = [i for i, r in enumerate(roles) if r == "amount"]
    return [
        tuple("" if r == "amount" and i != place else r for i, r in enumerate(roles))
        for place in reversed(places)
    ]


def _signs(
    account: Account, roles: Sequence[tuple[int, Roles]], *, owed: bool, is_debt: bool
) -> list[str]:
    """The sign conventions worth a try."""
    has_amounts = any("amount" in r for _, r in roles) or any(i.layout < 0 for i in account.items)
    if not has_amounts:
        return ["printed"]
    signs: list[str] = []
    if any(i.flag for i in account.items):
        signs.append("flag")
    plain = ["owed", "printed"] if (owed or is_debt) else ["printed", "owed"]
    if any(i.section.direction or i.section.is_payment for i in account.items):
        signs += ["section", "turned"]
    signs += plain
    if any("balance" in r for _, r in roles):
        signs.append("balance")
    return signs


def signed_rows(
    account: Account, candidate: Candidate
) -> list[tuple[Item, Decimal | None, Decimal | None]]:
    """Each row of money with its amount and running balance in the holder's view."""
    negative = _all_negative(account, candidate)
    rows: list[tuple[Item, Decimal | None, Decimal | None]] = []
    known: Decimal | None = None
    for item in account.items:
        figures = {candidate.role(item.layout, c): f for c, f in item.figures.items()}
        balance = figures.get("balance")
        after = balance_value(balance, owed=candidate.owed) if balance else None
        amount = _amount(item, figures, candidate, negative)
        if candidate.sign == "balance" and amount is not None and "amount" in figures:
            amount = _by_balance(abs(figures["amount"].value), known, after, amount)
        known = after if after is not None else None
        rows.append((item, amount, after))
    return rows


def _by_balance(
    size: Decimal, before: Decimal | None, after: Decimal | None, printed: Decimal
) -> Decimal:
    if before is None or after is None:
        return printed
    return -size if before - size == after else size if before + size == after else printed


def _amount(
    item: Item, figures: dict[str, Figure], candidate: Candidate, negative: set[int]
) -> Decimal | None:
    paid_in, paid_out = figures.get("in"), figures.get("out")
    if paid_in is not None or paid_out is not None:
        total = Decimal(0)
        if paid_in is not None:
            total += paid_in.value
        if paid_out is not None:
            # a debit column may print its amounts with a minus
            total -= abs(paid_out.value) if item.section.number in negative else paid_out.value
        return total
    figure = figures.get("amount")
    return None if figure is None else _signed(item, figure, candidate, negative)


def _signed(item: Item, figure: Figure, candidate: Candidate, negative: set[int]) -> Decimal:
    way = _way(item, candidate)
    if candidate.sign == "flag" and item.flag in FLAG_IN | FLAG_OUT:
        return figure.value if item.flag in FLAG_IN else -figure.value
    if candidate.sign == "section" and way:
        size = abs(figure.value) if item.section.number in negative else figure.value
        return size * way
    if candidate.sign == "turned" and way:
        return abs(figure.value) * way
    if candidate.sign == "owed" or (candidate.sign in ("section", "turned") and candidate.owed):
        return abs(figure.value) if figure.mark == "CR" else -figure.value
    return figure.signed


def _way(item: Item, candidate: Candidate) -> int:
    """The direction of an item's section; payments are money in on a card, else money out."""
    if item.section.is_payment:
        return 1 if candidate.owed else -1
    return item.section.direction


def _all_negative(account: Account, candidate: Candidate) -> set[int]:
    """Sections (by number) whose money-out figures are all printed with a minus."""
    signs: dict[int, list[bool]] = {}
    for item in account.items:
        for column, figure in item.figures.items():
            role = candidate.role(item.layout, column)
            if role == "out" or (role == "amount" and _way(item, candidate)):
                signs.setdefault(item.section.number, []).append(figure.value < 0)
    return {number for number, found in signs.items() if all(found)}
