"""What stands around the table: account, currency, period, opening and closing balance.

Here: labels and values in the preamble and in summary rows. Not here: transactions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ledgerflow.statements.tables.amounts import CODES, read_amount
from ledgerflow.statements.tables.balancelabels import mentions_balance, read_label, split_day
from ledgerflow.statements.tables.dates import looks_like_date
from ledgerflow.statements.tables.words import ROLE_PHRASES, fold

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_ACCOUNT = frozenset(ROLE_PHRASES["account"]) | {
    "account details for", "kontonummer iban", "account number iban", "numero compte",
    "konto nr", "customer account", "account nr", "cuenta corriente", "iban konto",
    "credit card account", "konto iban", "nr konta", "conto corrente", "no de compte",
}  # fmt: skip
_COLON = re.compile(r"(?<!\d):|:(?!\d\d)")
"""The colon behind a label, not the one inside a time of day."""
_ACCOUNT_NO = re.compile(r"[\dXx*#][\dXx* ./\-]{4,}[\dXx]")
_CURRENCY = frozenset(ROLE_PHRASES["currency"])
_KINDS = (
    ("card", ("credit card", "kreditkarte", "mastercard", "visa", "carte de credit", "card ending",
              "tarjeta de credito", "kredietkaart", "kreditkort", "amex", "american express")),
    ("savings", ("savings", "sparkonto", "livret", "spaarrekening", "ahorro", "tagesgeld")),
    ("checking", ("checking", "current account", "girokonto", "compte courant", "chequing",
                  "cuenta corriente", "betaalrekening", "lonekonto", "conto corrente")),
    ("loan", ("mortgage", "loan account", "darlehen")),
)  # fmt: skip


@dataclass(slots=True)
class Surroundings:
    """Facts around the table, as printed; amounts are read once the decimal mark is known.

    `of_days` holds balances of named days: (amount, day).
    """

    account_id: str = ""
    account_kind: str = ""
    currency: str = ""
    dates: list[str] = field(default_factory=list)
    opening: str = ""
    closing: str = ""
    opening_date: str = ""
    closing_date: str = ""
    of_days: list[tuple[str, str]] = field(default_factory=list)


def look_around(rows: Sequence[list[str]], around: Surroundings | None = None) -> Surroundings:
    """Collect labelled values from rows outside the data; first find wins."""
    facts = around or Surroundings()
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells:
            continue
        _dates_and_kind(cells, facts)
        for label, values in _pairs(cells):
            _take(label, values, facts)
    return facts


def _pairs(cells: list[str]) -> list[tuple[str, list[str]]]:
    """Label and following values: 'Label: value' in one cell, or over neighbouring cells."""
    pairs: list[tuple[str, list[str]]] = []
    for i, cell in enumerate(cells):
        label, *values = (part.strip() for part in _COLON.split(cell, maxsplit=1))
        pairs.append((label, [v for v in values if v] or cells[i + 1 :]))
    return pairs


def _dates_and_kind(cells: list[str], facts: Surroundings) -> None:
    for cell in cells:
        for piece in (
            cell,
            cell.rpartition(":")[2],
            *re.split(r"\s+(?:-|to|bis|au|al|a|t/m|do)\s+", cell),
        ):
            word = piece.strip().rpartition(": ")[2]
            if looks_like_date(word) and word not in facts.dates:
                facts.dates.append(word)
    if not facts.account_kind:
        text = " ".join(fold(c) for c in cells)
        facts.account_kind = next(
            (kind for kind, words in _KINDS if any(w in text for w in words)), ""
        )


def _take(label: str, values: list[str], facts: Surroundings) -> None:
    folded = fold(label)
    for value in values:
        text, day = split_day(value)
        # a quotation mark without its twin: the amount was cut at its own comma
        if is_amount(text) and not value.count('"') % 2:
            dates = [day, *(v for v in values if looks_like_date(v))]
            _take_balance(label, text, next(filter(None, dates), ""), facts)
            break
    if not facts.account_id:
        facts.account_id = _account(folded, label, values)
    if not facts.currency:
        facts.currency = _currency(folded, values)


def _take_balance(label: str, amount: str, date: str, facts: Surroundings) -> None:
    if not facts.currency and mentions_balance(label):
        read = read_amount(amount, ".") or read_amount(amount, ",")
        facts.currency = read.currency if read else ""
    found = read_label(label)
    if found is None:
        return
    day = date or found.day
    if found.which == "opening" and not facts.opening:
        facts.opening, facts.opening_date = amount, day
    elif found.which == "closing" and not facts.closing:
        facts.closing, facts.closing_date = amount, day
    elif found.which == "of_day" and day:
        facts.of_days.append((amount, day))


def is_amount(text: str) -> bool:
    """True where the text is an amount under some decimal mark and no date."""
    if looks_like_date(text):
        return False
    return read_amount(text, ".") is not None or read_amount(text, ",") is not None


def _account(folded: str, label: str, values: list[str]) -> str:
    iban = _IBAN.search(label) or next((m for v in values if (m := _IBAN.search(v))), None)
    if iban:
        return iban[0].replace(" ", "")
    if folded in _ACCOUNT or folded.removesuffix(" number") in _ACCOUNT:
        for value in values[:1]:
            number = _ACCOUNT_NO.search(value)
            if number and not looks_like_date(value):
                return number[0].strip()
    return ""


def _currency(folded: str, values: list[str]) -> str:
    if (folded in _CURRENCY or not folded) and values and values[0].upper() in CODES:
        return values[0].upper()
    return folded.upper() if folded.upper() in CODES and len(folded) == 3 else ""


def printed(text: str, decimal: str) -> Decimal | None:
    """A balance as printed, with CR/DR turned into a sign; None where it cannot be read."""
    amount = read_amount(text, decimal) if text else None
    if amount is None:
        return None
    return -abs(amount.value) if amount.mark == "DR" else amount.value
