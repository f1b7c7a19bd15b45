"""The currency of an account: signs at its figures, codes beside them, and its number's country.

Here: the evidence, the nearest first. Not here: single figures (figures.py). What does not tell
one currency is "".
"""

import re
from collections import Counter
from collections.abc import Iterable

from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.rows import Row
from ledgerflow.statements.tables.amounts import CODES

_DOLLARS = {
    "S$": "SGD",
    "HK$": "HKD",
    "A$": "AUD",
    "C$": "CAD",
    "NZ$": "NZD",
    "US$": "USD",
    "R$": "BRL",
}
_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
_OPEN = ("$", "kr")
_CANADIAN = ("interac", "paiement merci", "gst hst", "cdic", "caisse populaire")
"""Only statements of Canadian banks say this; they print a bare dollar and months first too."""
_NO_DOLLARS = frozenset(("TND", "KWD", "BHD", "JOD", "RSD", "LYD"))
_CODE = re.compile(r"^[(\[/]*([A-Z]{3}|[A-Z]{1,2}\$)(?:$|[)\].,:;/])")
_SHAPES = (
    (re.compile(r"^\d{3}-\d{3} \d{5,10}$"), "AUD"),
    (re.compile(r"^\d{2}-\d{2}-\d{2} \d{7,8}$"), "GBP"),
)
"""Numbers with an Australian branch code, with a British sort code."""
_COUNTRIES = {
    "GB": "GBP", "CH": "CHF", "LI": "CHF", "PL": "PLN", "SE": "SEK", "NO": "NOK", "DK": "DKK",
    "CZ": "CZK", "HU": "HUF", "RO": "RON", "BG": "BGN", "TR": "TRY", "AE": "AED", "SA": "SAR",
}  # fmt: skip
_EURO = frozenset(
    """AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM""".split()  # noqa: SIM905
)


def bare_dollar(rows: Iterable[Row], *, is_month_first: bool) -> str:
    """What a '$' without a country means in a document of these rows; "" where that is open."""
    if any(phrase in row.folded for row in rows for phrase in _CANADIAN):
        return "CAD"
    return "USD" if is_month_first else ""


def currency_of(figures: Iterable[Figure], rows: Iterable[Row], dollar: str = "") -> str:
    """The currency that the figures' signs or the codes in the rows name; "" where unclear.

    `rows` are those outside of transactions: a code inside of one may be of foreign money.
    `dollar` is what a bare '$' means.
    """
    signs = Counter(f.currency for f in figures if f.currency)
    codes: Counter[str] = Counter()
    symbols: Counter[str] = Counter()
    for row in rows:
        for word in row.words:
            found = _CODE.search(word.text)
            if found and (found[1] in CODES or found[1] in _DOLLARS):
                codes[_DOLLARS.get(found[1], found[1])] += 1
            symbol = _SYMBOLS.get(word.text[:1]) or _SYMBOLS.get(word.text[-1:])
            if symbol:
                symbols[symbol] += 1
    settled = _settled(signs, codes, dollar)
    if settled or signs:
        return settled
    return symbols.most_common(1)[0][0] if len(symbols) == 1 else ""


def _settled(signs: Counter[str], codes: Counter[str], dollar: str) -> str:
    named = [c for c, _ in codes.most_common() if c != "ALL"]
    top = signs.most_common(1)[0][0] if signs else ""
    if top and top not in _OPEN:
        return top
    if top == "$":
        dollars = [c for c in named if c.endswith("D") and c not in _NO_DOLLARS]
        return dollars[0] if dollars else dollar
    if top == "kr":
        return next((c for c in named if c in ("SEK", "NOK", "DKK", "ISK")), "")
    return named[0] if named else ""


def currency_of_number(number: str) -> str:
    """The money of the country that an account's number belongs to; "" where it tells none."""
    for shape, currency in _SHAPES:
        if shape.match(number):
            return currency
    if len(number) >= 15 and number[:2].isalpha():
        return "EUR" if number[:2] in _EURO else _COUNTRIES.get(number[:2], "")
    return ""
