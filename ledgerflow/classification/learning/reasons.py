"""Why an account is proposed, in words for people; pure.

Here: the kind of evidence behind an answer, and its sentence. Not here: the counting
(evidence.py) or how much it is worth (blend.py).
"""

import datetime as dt

from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.learning.evidence import entry_count
from ledgerflow.classification.learning.features import LEVELS, name_of, opening_of
from ledgerflow.classification.learning.records import Asked

_KINDS = (
    ("account_payee", "account+payee"),
    ("payee", "payee"),
    ("opening", "words"),
    ("word", "words"),
)
_AT = {level: LEVELS.index(level) for level, _ in _KINDS}
LEAST_PRIOR = 0.05


def kind_of(asked: Asked, place: int) -> tuple[str, str]:
    """(kind, level) of the most specific evidence that speaks for a place.

    `level` is one of LEVELS, "firm", "knowledge" or "linear".
    """
    for level, kind in _KINDS:
        if entry_count(asked.entries[_AT[level]], place)[0]:
            return kind, level
    if _spoken_by_firm(asked, place):
        return "firm", "firm"
    if asked.prior.get(place, 0.0) >= LEAST_PRIOR:
        return "knowledge", "knowledge"
    return "linear", "linear"


def _spoken_by_firm(asked: Asked, place: int) -> bool:
    """True when other businesses decided this payee, or one named alike, for the account."""
    return any(
        at == place and (ranked.payee_share or ranked.opening_share)
        for ranked, at in zip(asked.firm.ranked, asked.firm_places, strict=True)
    )


def firm_count(asked: Asked, place: int) -> int:
    """How often the firm's other businesses decided this payee for this account."""
    for ranked, at in zip(asked.firm.ranked, asked.firm_places, strict=True):
        if at == place:
            return ranked.payee_count
    return 0


def reasons_of(
    asked: Asked, place: int, facts: TransactionFacts, payee: PayeeName
) -> tuple[str, ...]:
    """One or two sentences, the most specific evidence first."""
    _, level = kind_of(asked, place)
    if level not in _AT:
        return (_from_elsewhere(asked, place, level, payee),)
    count, tries = entry_count(asked.entries[_AT[level]], place)
    reason = f"{count} of {tries} times {_what(level, facts, payee)}"
    day, newest, _ = asked.run
    if level in {"account_payee", "payee"} and newest == place:
        return reason, f"last on {dt.date.fromordinal(day).isoformat()}"
    return (reason,)


def _what(level: str, facts: TransactionFacts, payee: PayeeName) -> str:
    shown = payee.display or f"“{facts.description.strip()}”"
    opening = opening_of(name_of(facts, payee))
    match level:
        case "account_payee":
            return f"{shown} on this {'card' if facts.account_kind == 'card' else 'account'}"
        case "payee":
            return f"{shown} in this business"
        case "opening":
            return f"payees that begin with “{opening}”"
    return f"payees that begin with “{opening.partition(' ')[0]}”"


def _from_elsewhere(asked: Asked, place: int, level: str, payee: PayeeName) -> str:
    if level == "firm":
        count = firm_count(asked, place)
        if count:
            tries = asked.firm.payee_tries
            return f"{count} of {tries} times {payee.display} in other businesses of the firm"
        return "payees with such words in other businesses of the firm"
    if level == "knowledge":
        return "shipped knowledge of payees and words"
    return "resembles what was decided here before"
