"""Amounts as texts with the decimals of their currency.

Here: the one way in which all writers print money. Not here: signs and marks of a format.
"""

from decimal import Decimal

from ledgerflow.core.money import currency_decimals


def printed(value: Decimal, currency: str, mark: str = ".", group: str = "") -> str:
    """The amount with its minus: 1234.50, 1.234,50 or 1235, as the currency has decimals."""
    text = f"{value:,.{currency_decimals(currency)}f}"
    return text.replace(",", "\0").replace(".", mark).replace("\0", group)


def minor(value: Decimal, currency: str) -> int:
    """The amount in minor units: 1234.50 USD is 123450, 1234 JPY is 1234."""
    return int(value.scaleb(currency_decimals(currency)))
