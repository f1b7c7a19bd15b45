"""A few lines of a payee as a model is shown them: masked, rounded, by month.

Here: choosing and masking. Not here: the rest of the question (questions.py), or what masking
takes out (agents/masking.py). The business's own name never leaves: it stands in texts of transfers
and in the profile.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ledgerflow.agents.masking import masked, masked_party
from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.merchantcodes import code_in, entry_for

SHOWN_MOST = 5
TEXT_MOST = 200
PERSON = "[name]"
OWN_NAME = "[business]"

_NAME_LEAST = 4
"""Letters from which the business's name is looked for: a shorter one stands in other words."""

_DIGITS = 2
_WORD = re.compile(r"[^\W_]{3,}")


def samples_of(facts: Sequence[TransactionFacts], own_name: str) -> list[dict[str, str]]:
    """Up to five lines that read differently, the newest first.

    Each {"description", "month"} with "counterparty", "bank_type", "merchant_code" where the bank
    gave them.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in sorted(facts, key=lambda f: (f.date, f.id), reverse=True):
        text = without_name(masked(one.description[:TEXT_MOST]), own_name)
        party = without_name(masked_party(one.counterparty[:TEXT_MOST]), own_name)
        told = {"description": text, "month": f"{one.date:%Y-%m}"}
        code = code_in(one)
        entry = entry_for(code) if code else None
        optional = {
            "counterparty": party,
            "bank_type": masked(one.bank_type[:60]),
            "merchant_code": f"{code} {entry.what if entry else ''}".strip(),
        }
        found.setdefault((text, party), told | {k: v for k, v in optional.items() if v})
        if len(found) == SHOWN_MOST:
            break
    return list(found.values())


def amounts_of(facts: Sequence[TransactionFacts]) -> dict[str, str]:
    """{"from", "to", "currency"}: the amounts without signs, to two digits; the newest currency."""
    currency = max(facts, key=lambda f: (f.date, f.id)).currency
    amounts = [abs(one.amount) for one in facts if one.currency == currency]
    return {
        "from": rounded(min(amounts)),
        "to": rounded(max(amounts)),
        "currency": currency,
    }


def rounded(amount: Decimal) -> str:
    """An amount to its first two digits: 1,234.56 is "1200", 8.49 is "8.5"."""
    if not amount:
        return "0"
    place = Decimal(1).scaleb(amount.adjusted() - _DIGITS + 1)
    return f"{amount.quantize(place, ROUND_HALF_UP).normalize():f}"


def shown_payee(name: str, samples: Sequence[dict[str, Any]], own_name: str) -> str:
    """A payee's name as a model may read it; `[name]` for a person's.

    Masking knows persons by the words around them, which a payee's name has lost: a name that
    masking took out of every sample is one.
    """
    texts = [f"{s['description']} {s.get('counterparty', '')}" for s in samples]
    words = set(_WORD.findall(fold(name)))
    if any(PERSON in text for text in texts):
        kept = any(words and words <= set(_WORD.findall(fold(text))) for text in texts)
        if not kept:
            return PERSON
    return without_name(masked_party(name), own_name)


def without_name(text: str, own_name: str) -> str:
    """The text with the business's own name taken out, however it is written."""
    words = own_name.split()
    if len(own_name.strip()) < _NAME_LEAST:
        return text
    pattern = r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)"
    return re.sub(pattern, OWN_NAME, text, flags=re.IGNORECASE)
