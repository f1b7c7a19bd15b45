"""The currency of a table: its column, a header, signs at the amounts, the preamble.

Here: the evidence, the nearest to the amount first. Not here: amounts themselves (amounts.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledgerflow.statements.tables.amounts import read_amount
from ledgerflow.statements.tables.context import Surroundings
from ledgerflow.statements.tables.headers import header_currency
from ledgerflow.statements.tables.profile import CsvProfile


def find_currency(
    headers: list[str],
    roles: list[str],
    rows: Sequence[list[str]],
    decimal: str,
    around: Surroundings,
    given: Mapping[str, Any],
) -> tuple[str, str]:
    """The currency and the reason; "" where none or several; "$" and "kr" stay open signs."""
    if given.get("currency"):
        return str(given["currency"]), "stated"
    if "currency" in roles:
        codes = _codes(rows, roles.index("currency"))
        if len(codes) == 1:
            return codes.pop(), "the currency column names one currency"
        if codes:
            return "", "the currency column names several; each gets its statement"
    money = [i for i, r in enumerate(roles) if r in ("amount", "in", "out", "balance")]
    for i in money:
        if i < len(headers) and header_currency(headers[i]):
            return header_currency(headers[i]), f"the column '{headers[i]}' names it"
    signs = {
        a.currency
        for r in rows
        for i in money
        if i < len(r) and (a := read_amount(r[i].strip(), decimal)) is not None and a.currency
    }
    if len(signs) == 1:
        return signs.pop(), "it stands at the amounts"
    if around.currency:
        return around.currency, "it stands above or below the table"
    return "", "the file names none"


def _codes(rows: Sequence[list[str]], column: int) -> set[str]:
    return {r[column].strip().upper() for r in rows if column < len(r) and r[column].strip()}


def settle_dollars(profile: CsvProfile, currency: str) -> CsvProfile:
    """'$' alone: US dollars where dates are month first, else it stays open."""
    if currency == "$" and profile.date_order == "mdy":
        reason = "'$' with month-first dates is read as US dollars"
        return replace(profile, currency="USD").because(currency=reason)
    if currency in ("$", "kr"):
        return profile.because(currency=f"'{currency}' names more than one currency")
    return profile
