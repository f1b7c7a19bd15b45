"""The judge of readings: the balance column's verdict on which amounts and signs are right.

Here: a candidate reading, the rows to judge it on, and the verdict. Not here: which candidates
there are (candidates.py) and the roles of columns (roles.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ledgerflow.statements.tables.amounts import Amount, read_amount
from ledgerflow.statements.tables.chain import NO_LINKS, Held, best_direction
from ledgerflow.statements.tables.signs import apply_sign, less_fee

_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Money:
    """A reading of the money columns; `newest_first` is None where no balance shows it.

    `fee` is "subtract" or "add" where the fee column changes the balance beside the amount.
    `unsure` says why the signs may be wrong; then `other_sign` is the convention that fits too,
    and `is_open` tells that a person has to choose.
    """

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
    fee: str = ""
    why: str = ""
    unsure: str = ""
    other_sign: str = ""
    is_open: bool = False
    held: Held = NO_LINKS


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to judge on, the decimal mark and what else speaks about signs."""

    rows: Sequence[Sequence[str]]
    decimal: str
    card: bool
    text_columns: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    fee: int | None = None

    def cells(self, column: int | None) -> list[str]:
        """The stripped texts of a column; blanks for a column that is not there."""
        if column is None:
            return [""] * len(self.rows)
        return [row[column].strip() if column < len(row) else "" for row in self.rows]

    def amounts(self, column: int | None) -> list[Amount | None]:
        """The amounts of a column, None where blank or unreadable."""
        return [read_amount(c, self.decimal) if c else None for c in self.cells(column)]

    def texts(self) -> list[str]:
        """The words of each row, from the columns that hold words and differ between rows."""
        columns = [self.cells(c) for c in self.text_columns]
        telling = [c for c in columns if len(set(c)) > 1 or len(self.rows) < 3]
        return [" | ".join(filter(None, cells)) for cells in zip(*telling, strict=True)]


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
    if best.held.links and best.held.share <= _SURE and best.sign != candidates[0].sign:
        return candidates[0]
    return best


def _with_verdict(candidate: Money, held: Held, newest: bool) -> Money:
    if held.share <= _SURE:
        return candidate
    why = f"{candidate.why}; {held.held} of {held.links} running balances follow from it"
    settled = replace(candidate, newest_first=newest, why=why, held=held)
    if held.held >= 2 or held.share == 1.0:
        return replace(settled, unsure="", other_sign="", is_open=False)
    return settled


def signed_amounts(money: Money, sample: Sample) -> list[Decimal | None]:
    """The holder's-view amounts of the sampled rows under one reading."""
    first = sample.amounts(money.amount if money.amount is not None else money.money_in)
    second = sample.amounts(money.money_out)
    flags = sample.cells(money.flag)
    signed = [
        apply_sign(money.sign, a, b, flag, money.flag_in, money.flag_out)
        for a, b, flag in zip(first, second, flags, strict=True)
    ]
    if not money.fee:
        return signed
    fees = sample.amounts(sample.fee)
    return [less_fee(s, f, money.fee) for s, f in zip(signed, fees, strict=True)]


def _balances(money: Money, sample: Sample) -> list[Decimal | None]:
    read = sample.amounts(money.balance)
    turn = -1 if money.owed else 1
    return [
        None if b is None else (-abs(b.value) if b.mark == "DR" else b.value) * turn for b in read
    ]
