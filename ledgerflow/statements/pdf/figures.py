"""Amounts inside of rows: which words together are one figure, and what it says.

Here: joining signs, currencies, parts of a number and marks to one figure, and the style of a
document's figures. Not here: which column a figure stands in (columns.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.tables.amounts import CODES, read_amount

_CURRENCY = r"(?:[A-Z]{0,3}[$€£¥₹₩₽₺₱฿₫₪]|[A-Z]{3}|R\$|Rs\.?|kr\.?|Fr\.?|SFr\.?|zł|Kč|Ft|RM)"
_SIGN = r"[-+\u2212\u2013]"
_NUMBER = r"\d[\d.,'’]*|[.,]\d{2}"
_WORD = re.compile(
    rf"^(?P<pre>(?:\(|{_SIGN}|{_CURRENCY})*)(?P<body>{_NUMBER})"
    rf"(?P<post>(?:\)|{_SIGN}|{_CURRENCY}|CR|DR|Cr|Dr|cr|dr|OD|DB|[CDSH])*)\.?\*?$"
)
_STARRED = re.compile(r"^\*+[^*]*\d[.,]\d\d(?!\d)")
_BEFORE = re.compile(rf"^(?:\(|{_SIGN}|{_CURRENCY})+$")
_AFTER = re.compile(rf"^(?:\)|{_SIGN}|{_CURRENCY}|CR\.?|DR\.?|Cr\.?|Dr\.?|cr|dr|OD|DB|[CDSH])+$")
_MARKS = re.compile(r"^(?:CR\.?|DR\.?|Cr\.?|Dr\.?|cr|dr|OD|DB|[CDSH+\-\u2212\u2013])$")
_CENTS = re.compile(r"([.,])\d\d$")
_GROUPED = re.compile(r"^\d{1,3}([.,'’])\d{3}(?:\1\d{3})*$")
_LEAD = re.compile(r"^\d{1,3}$")
_GROUP = re.compile(r"^\d{3}(?:[.,]\d{1,2})?$")
_ZERO_LED = re.compile(r"^0\d")
_TIGHT, _NEAR, _FAR, _SYMBOL_FAR = 0.75, 0.8, 3.0, 7.0
"""How far parts of one figure may stand apart, in heights of its letters."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a document writes money: the decimal mark, whether it has decimals, and whether a
    space can part its thousands (not where another mark does)."""

    decimal: str = "."
    cents: bool = True
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount in a row: value as printed, its mark ("CR", "DR", ""), currency and place.

    `start` and `end` count the row's words; `digits_right` is where the number itself ends.
    `is_signed` tells that a sign, brackets or a mark is printed.
    """

    value: Decimal
    mark: str
    currency: str
    left: float
    right: float
    digits_right: float
    start: int
    end: int
    is_signed: bool = False

    @property
    def signed(self) -> Decimal:
        """The value with its mark: DR is negative, CR positive."""
        return -abs(self.value) if self.mark == "DR" else self.value


@lru_cache(maxsize=50_000)
def _parts(text: str) -> tuple[str, str, str] | None:
    """Before the number, the number, behind it; None where the word holds no number alone."""
    if not any(c.isdigit() for c in text) or len(text) > 30:
        return None
    if _STARRED.match(text):  # stars keep room from being written in; covered numbers have no cents
        text = text.lstrip("*")
    found = _WORD.match(text)
    if found is None:
        return None
    for code in re.findall(r"[A-Z]{3}", found["pre"] + found["post"]):
        if code not in CODES:
            return None
    return found["pre"], found["body"], found["post"]


def style_of(texts: Iterable[str]) -> Style:
    """The decimal mark that most amounts of the document end in; without any, whole units."""
    cents: Counter[str] = Counter()
    grouped: Counter[str] = Counter()
    marked = 0
    for parts in filter(None, map(_parts, texts)):
        body = parts[1]
        found = _CENTS.search(body)
        if found and _read_amount(body, found[1]) is None:
            continue  # a day such as 11.07.24
        if found:
            marked += len(body) > 6 and any(c in ",.'’" for c in body[:-3])
            if not _ZERO_LED.match(body) and (len(body) > 5 or found[1] == "," or parts[0]):
                cents[found[1]] += 2
            elif not _ZERO_LED.match(body):
                cents[found[1]] += 1
        elif _GROUPED.match(body):
            grouped[body[-4]] += 1
    whole = sum(grouped.values())
    if cents and sum(cents.values()) > whole // 4:
        return Style(cents.most_common(1)[0][0], spaced=not marked)
    mark = grouped.most_common(1)[0][0] if grouped else ","
    return Style("," if mark == "." else ".", cents=False, spaced=not grouped)


def figures_in(words: Sequence[Word], style: Style, taken: frozenset[int]) -> list[Figure]:
    """The figures of a row, left to right; `taken` words (days) are passed over."""
    out: list[Figure] = []
    at = 0
    while at < len(words):
        found = None if at in taken else _figure(words, at, style, taken)
        if found is None:
            at += 1
        else:
            out.append(found)
            at = found.end
    return out


def _figure(words: Sequence[Word], at: int, style: Style, taken: frozenset[int]) -> Figure | None:
    text = words[at].text
    if not _may_begin(text):
        return None
    start = at
    before = ""
    while _BEFORE.match(text) and at + 1 < len(words) and at - start < 3:
        limit = _SYMBOL_FAR if text[-1] in "$€£¥₹" else _NEAR
        if not _is_near(words, at, limit) or (len(text) == 3 and text.isalpha() and _no(text)):
            return None
        before += text + " "
        at += 1
        text = words[at].text
    parts = _parts(text)
    if parts is None or at in taken:
        return None
    pre, body, post = parts
    last = at
    while not post and _LEAD.match(body.split(" ")[-1]) and _may_join(words, last, style):
        following = _parts(words[last + 1].text)
        if following is None or following[0] or not _GROUP.match(following[1]):
            break
        body += " " + following[1]
        post = following[2]
        last += 1
    if not _is_money(body, style, bool(pre or before)):
        return None
    digits_right = words[last].right - _tail(words[last], post)
    last, after = _after(words, last, taken)
    return _made(words, (start, last + 1), before + pre, body, post + after, digits_right, style)


@lru_cache(maxsize=50_000)
def _may_begin(text: str) -> bool:
    """True where a figure can begin with this word."""
    return _parts(text) is not None or _BEFORE.match(text) is not None


_read_amount = lru_cache(maxsize=20_000)(read_amount)


def _no(text: str) -> bool:
    return text not in CODES


def _is_near(words: Sequence[Word], at: int, limit: float) -> bool:
    gap = words[at + 1].left - words[at].right
    return gap <= limit * max(words[at + 1].bottom - words[at + 1].top, 5.0)


def _may_join(words: Sequence[Word], at: int, style: Style) -> bool:
    return style.spaced and at + 1 < len(words) and _is_near(words, at, _TIGHT)


def _is_money(body: str, style: Style, is_marked: bool) -> bool:
    found = _CENTS.search(body)
    if style.cents:
        return bool(found and found[1] == style.decimal) and not _ZERO_LED.match(body)
    return not found and not _ZERO_LED.match(body)


def _after(words: Sequence[Word], last: int, taken: frozenset[int]) -> tuple[int, str]:
    """Signs, currencies and marks that stand behind a number as words of their own."""
    after = ""
    while last + 1 < len(words) and last + 1 not in taken:
        text = words[last + 1].text
        if not _AFTER.match(text) or (len(text) == 3 and text.isalpha() and _no(text)):
            break
        if not _is_near(words, last, _FAR if _MARKS.match(text) else _NEAR):
            break
        if _begins_number(words, last + 1) and not _MARKS.match(text):
            break
        after += " " + text
        last += 1
    return last, after


def _begins_number(words: Sequence[Word], at: int) -> bool:
    """True where a sign or currency belongs to the number behind it rather than before it."""
    return (
        at + 1 < len(words)
        and _parts(words[at + 1].text) is not None
        and words[at + 1].left - words[at].right < words[at].left - words[at - 1].right
    )


def _tail(word: Word, post: str) -> float:
    if not post:
        return 0.0
    return (word.right - word.left) * len(post) / len(word.text)


def _made(
    words: Sequence[Word],
    span: tuple[int, int],
    before: str,
    body: str,
    behind: str,
    digits_right: float,
    style: Style,
) -> Figure | None:
    is_overdrawn = "OD" in behind
    behind = behind.replace("OD", "DR")
    amount = _read_amount(f"{before}{body}{behind}".strip(), style.decimal)
    if amount is None:
        return None
    start, end = span
    return Figure(
        value=-abs(amount.value) if is_overdrawn else amount.value,
        mark=amount.mark,
        currency=amount.currency,
        left=words[start].left,
        right=words[end - 1].right,
        digits_right=digits_right,
        start=start,
        end=end,
        is_signed=bool(amount.mark) or any(c in "(-+\u2212\u2013" for c in before + behind),
    )
