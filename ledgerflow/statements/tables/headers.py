"""What a header cell says: the roles its words speak for, and the currency in it.

Here: one header text -> scored roles. Not here: the cells below it (columns.py) and the
decision (roles.py).
"""

from functools import lru_cache

from ledgerflow.statements.tables.amounts import CODES
from ledgerflow.statements.tables.words import NOT_A_STATEMENT, ROLE_PHRASES, fold

_BY_PHRASE: dict[str, list[str]] = {}
for _role, _phrases in ROLE_PHRASES.items():
    for _phrase in _phrases:
        _BY_PHRASE.setdefault(fold(_phrase), []).append(_role)

_STEMS = {
    "date": ("datum", "dato", "date", "fecha", "data"),
    "amount": ("betrag", "bedrag", "belopp", "belob", "belop", "amount", "montant", "importe"),
    "balance": ("saldo", "balance", "kontostand", "zustatek", "solde"),
    "currency": ("wahrung", "waehrung", "currency"),
    "description": ("zweck", "beschreibung", "omschrijving", "description"),
}
_SIGNS = {
    "R$": "BRL",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "$": "$",
    "₹": "INR",
    "zł": "PLN",
    "円": "JPY",
}
_ENGLISH = frozenset(
    """date amount description balance debit credit details transaction type account reference
    payee currency deposit withdrawal memo narrative particulars value posting label""".split()  # noqa: SIM905
)
_LONGEST_HEADER = 60
_SHORT_PHRASE = 2


@lru_cache(maxsize=5_000)
def header_roles(text: str) -> dict[str, float]:
    """The roles a header text speaks for, each 0..1; empty where it is no known header."""
    folded = fold(text)
    if not folded or len(folded) > _LONGEST_HEADER:
        return {}
    if folded in _BY_PHRASE:
        return dict.fromkeys(_BY_PHRASE[folded], 1.0)
    bare = " ".join(w for w in folded.split() if w.upper() not in CODES)
    bare = (
        bare.removesuffix(" 円")
        .removesuffix(" 元")
        .removesuffix(" in")
        .removesuffix(" en")
        .rstrip("0123456789 ")
    )
    if bare != folded and bare in _BY_PHRASE:
        return dict.fromkeys(_BY_PHRASE[bare], 0.95)
    if "balance" in _BY_PHRASE.get(bare.split(" ")[0], ()):
        return {"balance": 0.8, **{r: 0.5 for r in _contained(bare) if r != "balance"}}
    return _contained(bare) or _by_stem(bare)


def _contained(folded: str) -> dict[str, float]:
    """The longest known phrase inside the header."""
    words = folded.split()
    for size in range(min(len(words), 5), 0, -1):
        found: dict[str, float] = {}
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            if len(phrase) > _SHORT_PHRASE and phrase in _BY_PHRASE:
                score = 0.4 + 0.45 * len(phrase) / len(folded)
                for role in _BY_PHRASE[phrase]:
                    found[role] = max(found.get(role, 0.0), score)
        if found:
            return found
    return {}


def _by_stem(folded: str) -> dict[str, float]:
    last = folded.split()[-1] if folded else ""
    return {
        role: 0.4 for role, stems in _STEMS.items() if any(last.endswith(stem) for stem in stems)
    }


def header_currency(text: str) -> str:
    """The one currency that a header names ("Amount (EUR)", "Betrag in €"), or ""."""
    words = "".join(c if c.isalpha() else " " for c in text).split()
    codes = {w for w in words if w in CODES or (w.upper() in CODES and w == words[-1])}
    if codes:
        return codes.pop().upper() if len(codes) == 1 else ""
    return next((code for sign, code in _SIGNS.items() if sign in text), "")


def is_english(headers: list[str]) -> bool:
    """True unless known headers exist and none has an English word."""
    known = [h for h in headers if header_roles(h)]
    return not known or any(set(fold(h).split()) & _ENGLISH for h in known)


def names_net(header: str) -> bool:
    """True for a header of amounts after fees ("Net", "Net amount", "Netto")."""
    return bool(set(fold(header).split()) & {"net", "netto", "neto", "netta"})


def foreign_headers(headers: list[str]) -> list[str]:
    """Headers that belong to other tables: order histories, journals, contact lists."""
    return [h for h in headers if fold(h) in NOT_A_STATEMENT]
