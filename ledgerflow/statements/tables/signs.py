"""One row's printed amounts and words -> the signed amount in the holder's view.

Here: what each sign convention means. Not here: choosing the convention (judge.py).
"""

from decimal import Decimal

from ledgerflow.statements.tables.amounts import Amount

ZERO = Decimal(0)


def apply_sign(
    sign: str,
    first: Amount | None,
    second: Amount | None,
    flag: str,
    flag_in: tuple[str, ...],
    flag_out: tuple[str, ...],
) -> Decimal | None:
    """The signed amount, or None where the row holds none under this convention.

    `first` is the amount or the in column, `second` the out column.
    """
    if sign.startswith("columns"):
        return _columns(sign, first, second)
    if first is None:
        return None
    value = first.value
    if sign == "as_printed":
        return value
    if sign == "inverted":
        return -value
    if sign == "marks":
        return _marked(first, flag_in, flag_out)
    if flag in flag_in:
        return abs(value) if sign == "flag" else value
    if flag in flag_out:
        return -abs(value) if sign == "flag" else -value
    return None


def _marked(amount: Amount, flag_in: tuple[str, ...], flag_out: tuple[str, ...]) -> Decimal:
    """CR and DR give the sign; no mark counts as the side that is never marked."""
    if amount.mark in flag_in:
        return abs(amount.value)
    return -abs(amount.value) if amount.mark in flag_out else amount.value


def _columns(sign: str, money_in: Amount | None, money_out: Amount | None) -> Decimal | None:
    """Blank or zero beside the other side's amount; both filled is their difference."""
    if money_in is None and money_out is None:
        return None
    into = money_in.value if money_in is not None else ZERO
    out = money_out.value if money_out is not None else ZERO
    if sign == "columns_swapped":
        return abs(out) - abs(into)
    if sign == "columns_inverted":
        return -(into + out)
    return into + out if sign == "columns_negative" else into - out


def less_fee(amount: Decimal | None, fee: Amount | None, how: str) -> Decimal | None:
    """The amount after a fee that stands in its own column: what really moved.

    `how` is "subtract", or "add" where the column prints fees with a minus.
    """
    if amount is None or fee is None:
        return amount
    return amount + fee.value if how == "add" else amount - fee.value
