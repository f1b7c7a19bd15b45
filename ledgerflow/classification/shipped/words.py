"""Telling words in a bank's text, and the bank's own type of movement; pure.

Here: finding phrases of keywords.toml and trades.toml. Not here: names of payees (names.py).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.facts import TransactionFacts
from ledgerflow.classification.payees import fold
from ledgerflow.classification.shipped.records import (
    STRONG,
    WEAK,
    Entry,
    Hit,
    Phrase,
    Trades,
    shares,
)
from ledgerflow.classification.shipped.tables import Knowledge, Phrases

PHRASE_BONUS = Decimal("0.08")
"""A strong phrase of two words or more is rarer than one word."""
AGREEING = Decimal("0.10")
"""A second word of the same entry."""
OWN_TRADE = Decimal("0.05")
"""What a word means to the business's own trade goes before what it means elsewhere."""
BESIDE = Decimal("0.60")
"""Factor: general words where the payee is known by name ("metro" the grocer is no train)."""
CUT = range(20, 27)
"""Lengths at which card networks cut a text."""
CUT_WORD = 5
"""Letters of a cut word from which it is written out."""
GLUED = 9
"""Letters of a word that may be several glued together."""
GLUED_PART = 5
"""Letters of a telling word at its beginning or end."""
TYPE = Decimal("0.70")
"""The bank's own type of movement."""


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase found in a text. `glued` ones are only part of a word, and never strong."""

    phrase: Phrase
    own_trade: bool = False
    glued: bool = False

    @property
    def strong(self) -> bool:
        """Whether it is a specific word or phrase that stands by itself."""
        return self.phrase.strong and not self.glued


def find_words(
    known: Knowledge,
    facts: TransactionFacts,
    words: Sequence[str],
    trades: Trades,
    *,
    glued: bool = False,
) -> list[Words]:
    """All phrases of the text that are open to this transaction.

    With `glued` also those that a long word begins or ends with ("hillsideoffice").
    """
    words = _completed(known, facts.description, words)
    found = _in_text(known.phrases, facts, words, trades, own_trade=False)
    for trade in trades:
        phrases = known.phrases_by_trade.get(trade)
        if phrases:
            found += _in_text(phrases, facts, words, trades, own_trade=True)
    if glued and (parts := _outer_parts(known, words)):
        inside = _in_text(known.phrases, facts, parts, trades, own_trade=False)
        found += [Words(one.phrase, glued=True) for one in inside if len(one.phrase.words) == 1]
    return found


def _completed(known: Knowledge, text: str, words: Sequence[str]) -> Sequence[str]:
    """The words with the last one written out, where a card network cut the text inside it."""
    if len(text) not in CUT or not words or len(words[-1]) < CUT_WORD:
        return words
    last = words[-1]
    if last in known.phrases or not text[-1].isalpha():
        return words
    at = bisect_left(known.openings, last)
    if at < len(known.openings) and known.openings[at].startswith(last):
        return (*words[:-1], known.openings[at])
    return words


def _outer_parts(known: Knowledge, words: Sequence[str]) -> list[str]:
    """The longest telling words that long words begin and end with."""
    parts: list[str] = []
    for word in words:
        if len(word) >= GLUED and word not in known.phrases:
            lengths = range(len(word) - 3, GLUED_PART - 1, -1)
            for cuts in ((word[:n] for n in lengths), (word[-n:] for n in lengths)):
                parts += next(([part] for part in cuts if part in known.phrases), [])
    return parts


def _in_text(
    phrases: Phrases,
    facts: TransactionFacts,
    words: Sequence[str],
    trades: Trades,
    *,
    own_trade: bool,
) -> list[Words]:
    found: list[Words] = []
    for at, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            length = len(phrase.words)
            if length > 1 and tuple(words[at : at + length]) != phrase.words:
                continue
            if open_to(phrase.entry, facts, trades):
                found.append(Words(phrase, own_trade))
    return found


def open_to(entry: Entry, facts: TransactionFacts, trades: Trades) -> bool:
    """Whether direction, kind of bank account and trade let the entry speak."""
    return (
        entry.direction in (facts.direction, "any")
        and (not entry.kinds or facts.account_kind in entry.kinds)
        and (not entry.only_trades or not entry.only_trades.isdisjoint(trades))
    )


def hits_by_words(found: Iterable[Words], trades: Trades, *, named: bool) -> list[Hit]:
    """What the phrases say, one hit per entry; `named` tells that the payee is known by name."""
    weak = WEAK * BESIDE if named else WEAK
    best: dict[Entry, tuple[Decimal, Phrase]] = {}
    for words in found:
        phrase = words.phrase
        sure = STRONG if words.strong else weak
        if words.strong and len(phrase.words) > 1:
            sure += PHRASE_BONUS
        if words.own_trade:
            sure += OWN_TRADE
        before = best.get(phrase.entry)
        if before is None:
            best[phrase.entry] = (sure, phrase)
        elif before[1].words != phrase.words:
            best[phrase.entry] = max(
                (max(before[0], sure) + AGREEING, phrase), before, key=lambda pair: pair[0]
            )
    return [_hit(entry, sure, phrase, trades) for entry, (sure, phrase) in best.items()]


def _hit(entry: Entry, sure: Decimal, phrase: Phrase, trades: Trades) -> Hit:
    why = f"“{' '.join(phrase.words)}” in the text points to {entry.what}"
    return Hit(entry, shares(entry, sure, trades), why, sure)


def hits_by_type(known: Knowledge, facts: TransactionFacts, trades: Trades) -> list[Hit]:
    """What the bank's own type of movement says."""
    if not facts.bank_type:
        return []
    entries = known.types.get(fold(facts.bank_type), ())
    return [
        Hit(entry, shares(entry, TYPE, trades), entry.what, TYPE)
        for entry in entries
        if open_to(entry, facts, trades)
    ]
