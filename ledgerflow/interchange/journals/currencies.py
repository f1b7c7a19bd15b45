"""Which commodities are money, and which currency a sign such as $ stands for.

Here: ISO 4217 codes and signs. Not here: where they stand beside a number (the readers).
"""

from functools import cache

from babel.numbers import list_currencies

_NO_MONEY = {"XXX", "XTS"}

_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY",
    "₴": "UAH", "฿": "THB", "₫": "VND", "₦": "NGN", "₱": "PHP", "₸": "KZT", "₾": "GEL",
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "NT$": "TWD", "MX$": "MXN",
    "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "лв": "BGN", "lei": "RON", "Fr": "CHF",
    "EURO": "EUR", "Euro": "EUR", "euro": "EUR", "JP¥": "JPY", "CN¥": "CNY",
}  # fmt: skip
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "ARS", "CLP", "COP", "TWD", "BSD",
          "BBD", "BZD", "BMD", "FJD", "JMD", "LRD", "NAD", "SBD", "SRD", "TTD", "UYU", "XCD"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
}  # fmt: skip


@cache
def iso_currencies() -> frozenset[str]:
    """Every ISO 4217 code, those of the past too."""
    return frozenset(list_currencies()) - _NO_MONEY


def currency_of(sign: str, stated: str) -> str:
    """The ISO code of a commodity as written; "" where it is no money or stays open.

    `stated` is the books' currency: it decides where several currencies share a sign, and it
    is that of amounts without any commodity.
    """
    if sign in iso_currencies():
        return sign
    if not sign:
        return stated
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign in _SHARED:
        return stated if stated in _SHARED[sign] else ""
    folded = sign.upper()
    return folded if len(folded) == 3 and folded in iso_currencies() else ""


def is_shared(sign: str) -> bool:
    """True for a sign of several currencies, such as $."""
    return sign in _SHARED
