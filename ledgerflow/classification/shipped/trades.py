"""The trades of a business: a word or two that a person wrote -> ids of trades.toml; pure.

Here: recognising a trade in English or German. Not here: what a trade changes (tables.py).
"""

from collections.abc import Mapping
from functools import lru_cache

from ledgerflow.classification.shipped.records import Trades
from ledgerflow.classification.shipped.tables import listed, read, words_of

_OPENING = 5
"""Letters from which a word also stands for one that it opens ("carpent": carpentry)."""


@lru_cache(maxsize=512)
def trades_of(industry: str) -> Trades:
    """The ids of all trades that a free text such as "carpentry" names; empty for an unknown one.

    An id itself ("construction") names its trade.
    """
    words = words_of(industry)
    found = {
        trade
        for trade, phrases in _phrases().items()
        if any(_stands_in(phrase, words) for phrase in phrases)
    }
    for trade in tuple(found):
        found |= set(_wider().get(trade, ()))
    return frozenset(found)


def trade_ids() -> tuple[str, ...]:
    """The ids of all trades that the shipped knowledge tells apart, in its order."""
    return tuple(_phrases())


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {
        trade["id"]: tuple(words_of(text) for text in (trade["id"], *listed(trade["names"])))
        for trade in read("trades")["trade"]
    }


@lru_cache(maxsize=1)
def _wider() -> Mapping[str, tuple[str, ...]]:
    """Trades that a trade also belongs to."""
    return {trade["id"]: tuple(trade.get("also", ())) for trade in read("trades")["trade"]}


def _stands_in(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(
        all(_names(own, word) for own, word in zip(phrase, words[at:], strict=False))
        for at in range(len(words) - len(phrase) + 1)
    )


def _names(own: str, word: str) -> bool:
    return word == own or (len(own) >= _OPENING and word.startswith(own))
