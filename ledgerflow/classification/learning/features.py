"""What the learner looks at in a bank transaction: keys of contexts, words and n-grams; pure.

Here: a transaction -> numbers that stand for what it has in common with others. Not here: what
was decided in those contexts (evidence.py), or the weights of the n-grams (linear.py). Keys are
CRC-32 of short texts, so they are the same on every machine and in every run.
"""

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from ledgerflow.classification.facts import PayeeName, TransactionFacts
from ledgerflow.classification.payees import fold

MAX_TEXT = 64
"""Characters of a description that are looked at; card networks cut at 22 to 40."""

MONEY_PLACES = 4
"""Decimals of an amount that are looked at, so that 20.00 and 20.0000 are one."""

MAX_WORDS = 8
GRAM = 4

BIAS = 1
"""Key of the feature that every transaction has."""

SPECIFIC = (
    "account_payee", "payee", "payee_size", "payee_amount", "opening", "word", "account_amount",
)  # fmt: skip
"""Contexts that name candidates. `opening` is the first two words of the payee, `word` the first
one, `size` the amount's direction and order of magnitude, `amount` the amount to the cent."""

GENERAL = ("account", "size", "business")
"""Contexts that only weigh candidates."""

LEVELS = SPECIFIC + GENERAL

_BUCKET_EDGES = (2, 5, 10, 20, 35, 60, 100, 200, 400, 1_000, 3_000, 10_000)
_OWN_SCALES = (0.5, 0.6, 0.4, 0.4, 0.7, 0.5, 0.6, 0.4)


class RowFeatures(NamedTuple):
    """One transaction as the learner sees it.

    `contexts` holds one key per level of LEVELS, `word_keys` the keys of the payee's words
    without repeats; `grams` the keys of the linear model and `scales` their values.
    `day` is the ordinal of the date.
    """

    account: int
    day: int
    contexts: tuple[int, ...]
    word_keys: tuple[int, ...]
    grams: tuple[int, ...]
    scales: tuple[float, ...]


class _Text(NamedTuple):
    """What depends on the words alone, so that it is worked out once per text."""

    opening: str
    word: str
    word_keys: tuple[int, ...]
    grams: tuple[int, ...]
    scales: tuple[float, ...]


def _key(text: str) -> int:
    return crc32(text.encode())


def size_of(amount: Decimal) -> int:
    """Direction and order of magnitude: 0 to 12 for money out, 16 to 28 for money in."""
    bucket = bisect_right(_BUCKET_EDGES, abs(amount))
    return bucket + 16 if amount > 0 else bucket


def words_of(payee_key: str) -> tuple[str, ...]:
    """A payee's words, without repeats, in order."""
    return tuple(dict.fromkeys(payee_key.split()[:MAX_WORDS]))


def opening_of(payee_key: str) -> str:
    """The first two words of a payee."""
    return " ".join(payee_key.split(maxsplit=2)[:2])


def name_of(facts: TransactionFacts, payee: PayeeName) -> str:
    """What names the payee: its key, or the bank's own text where that has no letters."""
    return payee.key or fold(facts.description)[:MAX_TEXT]


@lru_cache(maxsize=16_384)
def _text(description: str, counterparty: str, key: str) -> _Text:
    raw = fold(f"{counterparty} {description}" if counterparty else description)[:MAX_TEXT]
    words = key.split()[:MAX_WORDS]
    padded = f"^{raw}$"
    groups = (
        ([_key(f"p\x1f{key}")], 1.0),
        ([_key(f"w\x1f{word}") for word in words], 1.0),
        ([_key(f"2\x1f{a}\x1f{b}") for a, b in pairwise(words)], 0.6),
        ([_key(f"t\x1f{word}") for word in raw.split()[:MAX_WORDS]], 0.5),
        (
            [
                _key(f"c\x1f{gram}")
                for gram in dict.fromkeys(
                    padded[at : at + GRAM] for at in range(max(1, len(padded) - GRAM + 1))
                )
            ],
            1.0,
        ),
    )
    return _Text(
        opening_of(key),
        words[0] if words else "",
        tuple(_key(f"w\x1f{word}") for word in words_of(key)),
        tuple(gram for group, _ in groups for gram in group),
        tuple(weight / len(group) ** 0.5 for group, weight in groups for _ in group),
    )


def row_features(facts: TransactionFacts, payee: PayeeName) -> RowFeatures:
    """All keys of one transaction; about 15 microseconds once its text is known."""
    key = name_of(facts, payee)
    text = _text(facts.description, facts.counterparty, key)
    account, size = facts.bank_account_id, size_of(facts.amount)
    amount = int(facts.amount.scaleb(MONEY_PLACES))
    on_account = _key(f"a\x1f{account}")
    of_size = _key(f"s\x1f{size}")
    account_payee = _key(f"ap\x1f{account}\x1f{key}")
    payee_size = _key(f"ps\x1f{size}\x1f{key}")
    payee_amount = _key(f"pa\x1f{amount}\x1f{key}")
    account_word = _key(f"aw\x1f{account}\x1f{text.word}")
    return RowFeatures(
        account,
        facts.date.toordinal(),
        (
            account_payee,
            _key(f"p\x1f{key}"),
            payee_size,
            payee_amount,
            _key(f"o\x1f{text.opening}"),
            _key(f"f\x1f{text.word}"),
            _key(f"aa\x1f{account}\x1f{amount}"),
            on_account,
            of_size,
            0,
        ),
        text.word_keys,
        (
            BIAS,
            on_account,
            of_size,
            _key(f"as\x1f{account}\x1f{size}"),
            account_payee,
            payee_size,
            account_word,
            payee_amount,
            *text.grams,
        ),
        _OWN_SCALES + text.scales,
    )
