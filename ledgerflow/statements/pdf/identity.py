"""Which account a piece of a statement is about: its number and its kind.

Here: account numbers in rows and the words that tell the kind. Not here: where one account ends
and the next begins (splitting.py), its currency (currencies.py).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ledgerflow.statements.pdf.days import day_at, read_day
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import Row
from ledgerflow.statements.tables.words import fold

PART, LABELLED, NAMED, LONE = 4, 3, 2, 1
"""How sure an account number is: heading a part of a membership, behind a label, beside an
account's kind, or only long."""

_IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$")
_IBAN_START = re.compile(r"^[A-Z]{2}\d{2}$|^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$")
_NUMBER = re.compile(r"^(?:[A-Z]{1,4}[\-/]?)?[\dXx*•.,\-–/#]{2,34}[.,;:]?$")
_SUFFIXED = re.compile(r"^\d{5,12}[\-/][A-Z]{1,2}\d{0,4}$")
"""A member's number and the letter of one of its accounts: 1234567-S00."""
_ISSUE = re.compile(r"^\d{1,3}/(?:19|20)\d\d$")
"""A statement's own number in its year: 'Estratto conto n. 1/2024'."""
_GROUP = re.compile(r"^(?:\d{4}|[Xx*•]{4}|\d{2}[Xx*•]{2})$")
_CARD_DIGITS, _CARD_STARTS = 16, "23456"
_ENDING_DIGITS, _DIGITS_MIN, _LONE_DIGITS_MIN = 3, 5, 6
_PHRASE_MAX = 5
_NEAR = 2.2
_EDGE = 4.0
_TITLE_ROWS, _TITLE_WORDS = 8, 8


@dataclass(frozen=True, slots=True)
class AccountNumber:
    """A number as printed (spaces of an IBAN and a card kept out) and how sure it is."""

    text: str
    sure: int


def _phrases(text: str) -> frozenset[str]:
    return frozenset(p.strip() for p in text.replace("\n", " ").split(",") if p.strip())


_DATA = tomllib.loads(Path(__file__).with_name("identity.toml").read_text(encoding="utf-8"))
_LABELS = _phrases(_DATA["number"])
_PREFIXES = _phrases(_DATA["prefix"])
_PARTS = _phrases(_DATA["part"])
_OTHERS = _phrases(_DATA["other"])
_DEBT = _phrases(_DATA["debt"])
_KINDS = {kind: _phrases(text) for kind, text in _DATA["kinds"].items()}


def account_number(row: Row) -> AccountNumber | None:
    """The account number in a row; None where the row has none."""
    if not row.has_digit:
        return None
    words = row.words
    if (part := _part_heading(words)) and kind_in(row.folded):
        return AccountNumber(part, PART)
    prefix = _labelled(words, _PREFIXES)
    found = _labelled(words, _LABELS)
    if not found and (iban := _iban(words)):
        return AccountNumber(iban, NAMED)
    if found:
        joined = f"{prefix} {found}" if prefix and not found.startswith(prefix) else found
        return AccountNumber(joined, LABELLED)
    card = _card(words)
    lone = card or _lone(words) or _beside_kind(words)
    if lone is None or _says(row.folded, _OTHERS):
        return None
    is_named = card or kind_in(row.folded) or _SUFFIXED.match(lone)
    return AccountNumber(lone, NAMED if is_named else LONE)


def number_under(titles: Row, row: Row) -> AccountNumber | None:
    """The account number below its label, where labels stand in one row, values in the next."""
    if titles.has_digit or not row.has_digit:
        return None
    prefix = _under(titles, row, _PREFIXES)
    found = _under(titles, row, _LABELS)
    return AccountNumber(f"{prefix} {found}".strip(), LABELLED) if found else None


def _under(titles: Row, row: Row, labels: frozenset[str]) -> str:
    cells = titles.cells()
    ends = [titles.words[a].left for a, _ in cells[1:]] + [row.right + _EDGE]
    for (start, end), after in zip(cells, ends, strict=True):
        left = titles.words[start].left - _EDGE
        if fold(" ".join(w.text for w in titles.words[start:end])) not in labels:
            continue
        words = [w for w in row.words if left <= w.left < after - _EDGE]
        if words and (number := _number_at(words, 0)):
            return number
        if words and labels is _PREFIXES and _NUMBER.match(words[0].text):
            return words[0].text
    return ""


def _labelled(words: Sequence[Word], labels: frozenset[str]) -> str:
    """The number behind the longest label of the row; "" where none."""
    folded = [fold(w.text) for w in words]
    for start in range(len(words)):
        for length in range(min(_PHRASE_MAX, len(words) - start), 0, -1):
            phrase = " ".join(f for f in folded[start : start + length] if f)
            if phrase not in labels:
                continue
            is_ending = any(w in phrase for w in ("ending", "code", "final"))
            if number := _number_at(words, start + length, is_ending=is_ending):
                return number
    return ""


def _number_at(words: Sequence[Word], at: int, *, is_ending: bool = False) -> str:
    """The words of a number from here on, joined; "" where there is none."""
    while at < len(words) and not fold(words[at].text):
        at += 1
    if at < len(words) and (found := _iban_at(words, at)):
        return found
    parts: list[str] = []
    for place, word in enumerate(words[at : at + 8], at):
        text = word.text.strip(".,;:#")
        is_number = _NUMBER.match(word.text) or _SUFFIXED.match(text)
        if not is_number or _is_day(words, place) or _ISSUE.match(text):
            break
        if parts and word.left - words[at + len(parts) - 1].right > _NEAR * _height(word):
            break
        parts.append(text)
    return _joined(parts, is_ending=is_ending)


def _is_day(words: Sequence[Word], at: int) -> bool:
    """True where a day begins; '20-00-00' and '12-05' are parts of numbers."""
    found = day_at(words, at)
    if found is None:
        return False
    text = words[at].text
    return found.day.is_named or (found.day.year is not None and "-" not in text[:3]) or "/" in text


def _joined(parts: Sequence[str], *, is_ending: bool) -> str:
    text = " ".join(p for p in parts if p.strip("-–/"))
    digits = sum(c.isdigit() for c in text)
    masked = any(c in "Xx*•" for c in text)
    if digits < (_ENDING_DIGITS if masked or is_ending else _DIGITS_MIN):
        return ""
    if masked:
        return "".join(c for c in text if c.isdigit())
    groups = text.split()
    same = len(groups) > 2 and all(len(g) == len(groups[0]) for g in groups[:-1])
    return "".join(groups) if same else text


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 5.0)


def _iban(words: Sequence[Word]) -> str:
    return next((f for i in range(len(words)) if (f := _iban_at(words, i))), "")


def _iban_at(words: Sequence[Word], at: int) -> str:
    if not _IBAN_START.match(words[at].text):
        return ""
    text = words[at].text
    for word in words[at + 1 : at + 9]:
        if len(text) >= 15 and not re.match(r"^[A-Z]*\d[A-Z0-9]*$", word.text):
            break
        if not re.match(r"^[A-Z0-9]{1,4}$", word.text):
            break
        text += word.text
    return text if _IBAN.match(text) and sum(c.isdigit() for c in text) >= 8 else ""


def _card(words: Sequence[Word]) -> str:
    """A card's number in groups, some of them covered: 'XXXX XXXX XXXX 6826'; "" where none."""
    for at in range(len(words) - 3):
        groups = [w.text for w in words[at : at + 4]]
        if not all(_GROUP.match(g) for g in groups[:3]) or not re.match(r"^\d{4}$", groups[3]):
            continue
        number = "".join(c for g in groups for c in g if c.isdigit())
        if number[0] in _CARD_STARTS or len(number) < _CARD_DIGITS:
            return number
    return ""


def _lone(words: Sequence[Word]) -> str | None:
    for at, word in enumerate(words):
        text = word.text.strip("()[].,;:")
        is_number = re.match(r"^[\d\-]{6,34}$", text) or _SUFFIXED.match(text)
        if not is_number or sum(map(str.isdigit, text)) < _LONE_DIGITS_MIN:
            continue
        if read_day(text) is None and not text.startswith("-"):
            more = [w.text for w in words[at + 1 : at + 3] if re.match(r"^\d{3,}$", w.text)]
            return " ".join([text, *more]) if len(more) == len(words[at + 1 : at + 3]) else text
    return None


def _beside_kind(words: Sequence[Word]) -> str | None:
    """'Savings 0001': a short number right behind an account's kind."""
    for at, (before, word) in enumerate(pairwise(words), 1):
        is_number = re.match(r"^\d{4,5}$", word.text) and not re.match(r"^(19|20)", word.text)
        if is_number and kind_in(fold(before.text)):
            return _number_at(words, at) or word.text  # also the groups that follow closely
    return None


def _part_heading(words: Sequence[Word]) -> str:
    """'Share 0001 - Regular savings': a part of a membership, its number and its name; "" if none.

    The whole row is the heading: a word for an account, a number however short, a dash, words.
    """
    at = next((i for i, w in enumerate(words) if any(map(str.isdigit, w.text))), 0)
    phrase = " ".join(fold(w.text) for w in words[:at])
    behind = [w.text for w in words[at + 1 :]]
    is_heading = (
        len(behind) > 1
        and behind[0] in ("-", "\u2013", "\u2014", ":")
        and (len(behind) <= _TITLE_WORDS and not any(c.isdigit() for c in "".join(behind)))
    )
    if not is_heading or not re.match(r"^\d{2,12}$", words[at].text):
        return ""
    return words[at].text if phrase in _PARTS or phrase in _LABELS else ""


def kind_in(folded: str) -> str:
    """The kind of account that a text names; "" where none."""
    for kind in ("loan", "card", "savings", "checking", "investment"):
        if _says(folded, _KINDS[kind]):
            return kind
    return ""


def _says(folded: str, phrases: frozenset[str]) -> bool:
    padded = f" {folded} "
    return any(f" {p} " in padded for p in phrases)


def kind_of(heads: Iterable[str], others: Sequence[str]) -> str:
    """The kind of an account by its own headings first, then by what else is printed.

    `others` are folded rows outside of tables: a card used at a till makes no card account.
    """
    for text in heads:
        if kind := kind_in(text):
            return kind
    votes: Counter[str] = Counter()
    for text in others:
        for kind, phrases in _KINDS.items():
            votes[kind] += sum(f" {p} " in f" {text} " for p in phrases)
    for debt in ("card", "loan"):
        if votes[debt] and not _is_debt(debt, votes, others):
            del votes[debt]
    top = votes.most_common(1)
    return top[0][0] if top and top[0][1] > 0 else ""


def _is_debt(kind: str, votes: Counter[str], others: Sequence[str]) -> bool:
    """True where a guess of a debt may turn all signs.

    Small print of any account names cards and offers loans. A debt says so in a title on top, or
    has words such as "minimum payment"; beside names of accounts that hold money, and more votes.
    """
    held = sum(votes[k] for k in ("savings", "checking", "investment"))
    if any(_says(text, _DEBT) for text in others):
        return votes[kind] > held
    titles = [t for t in others[:_TITLE_ROWS] if len(t.split()) <= _TITLE_WORDS]
    return not held and any(_says(text, _KINDS[kind]) for text in titles)
