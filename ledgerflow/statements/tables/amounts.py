"""Amounts as banks print them, read with a known decimal mark.

Here: one text -> Decimal, mark and currency, and which decimal marks a text allows.
Not here: the sign convention of a file (judge.py). '12..34' and '1e5' are no amounts.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple


class Amount(NamedTuple):
    """A number with its sign, its CR/DR mark ("CR", "DR" or "") and currency ("" if none)."""

    value: Decimal
    mark: str
    currency: str


_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "Kč": "CZK", "R$": "BRL",
    "Ft": "HUF", "US$": "USD", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₩": "KRW", "A$": "AUD",
    "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD",
    "Fr.": "CHF", "SFr.": "CHF", "Rs.": "INR", "Rs": "INR", "₴": "UAH", "lei": "RON",
    "TL": "TRY", "RM": "MYR", "Rp": "IDR", "руб.": "RUB", "руб": "RUB", "грн": "UAH", "円": "JPY",
    "元": "CNY", "원": "KRW", "NT$": "TWD", "MX$": "MXN", "Lei": "RON", "zl": "PLN",
    "$": "$", "kr": "kr", "kr.": "kr", "R": "ZAR", "₱": "PHP", "฿": "THB", "₫": "VND",
}  # fmt: skip
"""'$' and 'kr' name no single currency: they stay signs and are decided with other evidence."""

CODES = frozenset(
    """AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR
    ISK JPY KES KRW KWD KZT LKR LTL LVL EEK MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON
    RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR BAM GEL AMD AZN
    BDT GHS JOD LBP BYN MDL MKD ALL""".split()  # noqa: SIM905
)

_SYM = "|".join(sorted((re.escape(s) for s in _SYMBOLS), key=len, reverse=True))
_SIGN = r"[-+\u2212\u2013]"
_GAP = "'’ \u00a0\u202f"
_FORM = re.compile(
    rf"""^(?P<open>\()?\s*(?P<s1>{_SIGN})?\s*(?P<c1>{_SYM}|[A-Z]{{3}}(?=[\s\d+\-.(]))?\s*
    (?P<open2>\()?\s*(?P<s2>{_SIGN})?\s*(?P<body>[\d.,][\d.,'’\ \u00a0\u202f]*?)\s*
    (?P<s3>{_SIGN})?\s*(?P<c2>{_SYM}|[A-Z]{{3}})?\s*(?P<close>\))?
    (?P<s4>{_SIGN})?\s*(?P<mark>(?:CR|DR|DB|Cr|Dr|cr|dr|C|D|H|S)\.?)?$""",
    re.VERBOSE,
)
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}"
_BODY = {
    ".": re.compile(rf"^(?:\d{{1,3}}([,{_GAP}])\d{{3}}(?:\1\d{{3}})*|{_INDIAN}|\d+)?(?:\.\d+)?$"),
    ",": re.compile(rf"^(?:\d{{1,3}}([.{_GAP}])\d{{3}}(?:\1\d{{3}})*|\d+)?(?:,\d+)?$"),
}
_PLAIN = {
    ".": re.compile(r"^[-+]?\d{1,12}(?:\.\d{1,4})?$"),
    ",": re.compile(r"^[-+]?\d{1,12}(?:,\d{1,4})?$"),
}
_STRIP = str.maketrans("", "", _GAP + ",")
_STRIP_COMMA = str.maketrans(dict.fromkeys(_GAP + ".", "") | {",": "."})
_DIGITS_MAX = 15


def read_plain(text: str, decimal: str) -> Decimal | None:
    """The fast way for the usual cell: optional sign, digits, decimals; None for all others."""
    if _PLAIN[decimal].match(text):
        return Decimal(text if decimal == "." else text.replace(",", "."))
    return None


def plain_matcher(decimal: str) -> Callable[[str], object]:
    """A test that is true for the texts that `read_plain` reads."""
    return _PLAIN[decimal].match


def read_amount(text: str, decimal: str) -> Amount | None:
    """Read one amount; None where it is none under this decimal mark ('.' or ',')."""
    plain = read_plain(text, decimal)
    if plain is not None:
        return Amount(plain, "", "")
    found = _FORM.match(text.strip().strip('"').strip())
    if found is None:
        return None
    return _assemble(found, decimal)


def _assemble(found: re.Match[str], decimal: str) -> Amount | None:
    body = found["body"].strip()
    if not _BODY[decimal].match(body) or not any(c.isdigit() for c in body):
        return None
    digits = body.translate(_STRIP if decimal == "." else _STRIP_COMMA)
    if sum(c.isdigit() for c in digits.split(".")[0]) > _DIGITS_MAX:
        return None
    brackets = bool(found["open"] or found["open2"])
    if brackets != bool(found["close"]):
        return None
    signs = [s for s in (found["s1"], found["s2"], found["s3"], found["s4"]) if s]
    if len(signs) > 1:
        return None
    currency = _currency(found["c1"] or "", found["c2"] or "")
    if currency is None:
        return None
    negative = brackets or (bool(signs) and signs[0] != "+")
    if brackets and signs:
        return None
    value = Decimal(digits)
    return Amount(-value if negative else value, _mark(found["mark"]), currency)


def _currency(before: str, after: str) -> str | None:
    if before and after and before != after:
        return None
    text = before or after
    if not text:
        return ""
    if text in _SYMBOLS:
        return _SYMBOLS[text]
    return text if text in CODES else None


def _mark(text: str | None) -> str:
    if not text:
        return ""
    return "CR" if text[0] in "CcH" else "DR"


@lru_cache(maxsize=100_000)
def decimal_marks(text: str) -> str:
    """The decimal marks under which the text is an amount: "", ".", "," or ".,"."""
    return "".join(mark for mark in ".," if read_amount(text, mark) is not None)


_HAS_DECIMALS = re.compile(r"[.,]\d{1,2}(?!\d)(?![.,]\d)")
_LEADING_ZERO = re.compile(r"^[-+]?0\d+$")


def looks_like_amount(text: str) -> bool:
    """An amount and no identifier: no leading zeros, not a long bare digit string."""
    if not decimal_marks(text) or _LEADING_ZERO.match(text):
        return False
    return not (text.isdigit() and len(text) > 9)


def has_cents(text: str) -> bool:
    """True where the text ends in one or two decimals, as money does."""
    return bool(_HAS_DECIMALS.search(text))


def mark_evidence(texts: list[str]) -> dict[str, int]:
    """How many texts speak for each decimal mark: only readable so, or money-like decimals."""
    votes = {".": 0, ",": 0}
    for text in texts:
        marks = decimal_marks(text)
        if marks in votes:
            votes[marks] += 3
        elif marks == ".,":
            # "1,234" alone: three digits behind a mark are a thousand, not three decimals
            for sign, other in ((".", ","), (",", ".")):
                if re.search(rf"{re.escape(sign)}\d{{3}}\b", text):
                    votes[other] += 1
    return votes
