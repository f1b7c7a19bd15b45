"""Money: the only module that rounds. Amounts are Decimal, never float.

Here: exact arithmetic helpers and how many decimals a currency has. Not here: formatting for
a locale (web) or parsing a bank's text (statements/formats).
"""

from decimal import ROUND_HALF_UP, Decimal

DECIMALS_STORED = 4
"""numeric(19,4): what the database keeps."""

AMOUNT_LIMIT = Decimal(10) ** 15
"""Amounts are below this in absolute value, so that they fit numeric(19,4)."""

_CENT = Decimal("0.01")

_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def currency_decimals(currency: str) -> int:
    """Minor digits of an ISO 4217 currency (USD 2, JPY 0, KWD 3)."""
    return _DECIMALS.get(currency, 2)


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's minor unit."""
    return amount.quantize(Decimal(1).scaleb(-currency_decimals(currency)), ROUND_HALF_UP)


def round_whole(amount: Decimal) -> Decimal:
    """Round half up to whole units, as tax forms are filled in."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def share_of(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """`percent` (0..100) of an amount, rounded to the currency; the rest is amount minus this."""
    return round_money(amount * percent / 100, currency)


RATE_DECIMALS = 10
"""numeric(20,10): what the database keeps of an exchange rate."""

RATE_LIMIT = Decimal(10) ** 10
"""Rates are below this, so that they fit numeric(20,10)."""


def round_rate(rate: Decimal) -> Decimal:
    """Round half up to the decimals that a kept exchange rate has."""
    return rate.quantize(Decimal(1).scaleb(-RATE_DECIMALS), ROUND_HALF_UP)


def exchanged(amount: Decimal, rate: Decimal, currency: str) -> Decimal:
    """An amount at a rate (1 of its currency = `rate` of `currency`), rounded to `currency`."""
    return round_money(amount * rate, currency)


def is_storable(amount: Decimal) -> bool:
    """True when the amount is finite and fits numeric(19,4) exactly."""
    if amount.same_quantum(_CENT):  # nearly every amount is written so; NaN and Infinity are not
        return -AMOUNT_LIMIT < amount < AMOUNT_LIMIT
    if not amount.is_finite() or abs(amount) >= AMOUNT_LIMIT:
        return False
    exponent = amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMALS_STORED
