"""Labels of printed balances: opening, closing, and the balance of a named day.

Here: what a label such as "Kontostand vom 31.03.2025" says. Not here: finding labels and their
amounts (context.py, rows.py) and what a day's balance means for a statement (statement.py).
"""

import re
from functools import cache
from typing import Literal, NamedTuple

from ledgerflow.statements.tables.amounts import CODES
from ledgerflow.statements.tables.words import CLOSING, OPENING, fold

Which = Literal["opening", "closing", "of_day"]

_BALANCES = frozenset(
    """balance kontostand saldo solde sold saldi zustatek zostatok egyenleg stan bakiye kontosaldo
    saldostand stand balans loppusaldo остаток 残高 余额""".split()  # noqa: SIM905
)
_OF_DAY = frozenset(
    """as of at on vom am per zum al a au le du el la op den pr ke k dni dne na dzien o em ao dia
    do data date dated til kl w dniu pa на tarihi uhr um""".split()  # noqa: SIM905
)
_PLAIN = frozenset(
    """account current ledger book booked compte comptable contabile contable contabil
    contabilistico konta konto kontos rachunku uctu ksiegowe ihr your gebucht en in actual
    cuenta conto conta rekening statement de della del des the euros eur konton tilin hesap
    счета total cleared""".split()  # noqa: SIM905
)
_AVAILABLE = frozenset(
    """available disponible disponibile disponivel dispo verfugbar verfugbarer verfugbares
    beschikbaar dostepne dostepny dostupny disponibel tillgangligt tilgjengelig disponibelt
    kaytettavissa kullanilabilir elerheto pending limit kreditlimit credit""".split()  # noqa: SIM905
)
_DAY = re.compile(
    r"\d{1,4}[./\-]\s?\d{1,2}[./\-]\s?\d{2,4}|\d{1,2}\.?(?:st|nd|rd|th)? [^\W\d_]{3,12}\.? \d{4}"
    r"|[^\W\d_]{3,12} \d{1,2},? \d{4}|\b\d{8}\b|\d{4}年\d{1,2}月\d{1,2}日"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_LONGEST_LABEL = 80


class Label(NamedTuple):
    """Which balance a label names, and the day inside of it as printed ("" where none is)."""

    which: Which
    day: str


def read_label(text: str) -> Label | None:
    """What a label says about a balance; None where it names none, or only what is available."""
    if not text or len(text) > _LONGEST_LABEL or not any(c.isalpha() for c in text):
        return None
    folded = fold(text)
    if not _AVAILABLE.isdisjoint(folded.split()):
        return None
    found = _DAY.search(text)
    day = " ".join(found[0].split()) if found else ""
    if says(folded, OPENING):
        return Label("opening", day)
    if says(folded, CLOSING):
        return Label("closing", day)
    bare = fold(_CLOCK.sub(" ", text.replace(found[0], " ", 1) if found else text)).split()
    if len(bare) > 3 and all(len(w) == 1 for w in bare):
        bare = ["".join(bare)]  # "S A L D O"
    words = {w for w in bare if w.upper() not in CODES}
    names_one = bool(words & _BALANCES) and words <= _BALANCES | _OF_DAY | _PLAIN
    return Label("of_day", day) if names_one else None


def says(folded: str, phrases: tuple[str, ...]) -> bool:
    """True where a folded text begins or ends with one of the phrases, as whole words."""
    padded, whole = f" {folded} ", _whole_words(phrases)
    return padded.startswith(whole) or (len(folded) < 60 and padded.endswith(whole))


@cache
def _whole_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {p} " for p in phrases)


def split_day(text: str) -> tuple[str, str]:
    """'1210.50 as of 20250331' -> amount and day; the text itself and "" where it is no such."""
    found = _DAY.search(text)
    if found is None:
        return text, ""
    words = (text[: found.start()] + " " + text[found.end() :]).split()
    amount = " ".join(w for w in words if fold(w) not in _OF_DAY)
    return (amount, found[0]) if amount and len(words) > len(amount.split()) else (text, "")


def mentions_balance(text: str) -> bool:
    """True for any label of a balance, the available one too: its currency is the account's."""
    return len(text) <= _LONGEST_LABEL and not _BALANCES.isdisjoint(fold(text).split())
