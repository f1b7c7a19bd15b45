"""The texts of one row of a table: description, day, reference and direction word.

Here: which words of a row belong to which text column. Not here: joining rows (blocks.py).
"""

from dataclasses import dataclass

from ledgerflow.statements.pdf.days import PlacedDay
from ledgerflow.statements.pdf.figures import Figure
from ledgerflow.statements.pdf.layouts import Layout
from ledgerflow.statements.pdf.page import Word
from ledgerflow.statements.pdf.rows import cells_of
from ledgerflow.statements.pdf.scanning import Scan
from ledgerflow.statements.tables.words import FLAG_IN, FLAG_OUT, fold

_DAY_ROLES = ("booking_date", "date", "transaction_date", "value_date")
_REACH = 8.0
_ENDS = 4.0


@dataclass(frozen=True, slots=True)
class RowTexts:
    """`text` is the description, `full_text` the same with the figures that stand in no column.

    `label_text` is every word but days and column figures. `odd_day` is a text where a day
    should stand. `left` is where the description begins.
    """

    text: str = ""
    full_text: str = ""
    label_text: str = ""
    left: float | None = None
    day: PlacedDay | None = None
    value_day: PlacedDay | None = None
    is_own_day: bool = True
    odd_day: str = ""
    flag: str = ""
    reference: str = ""


def texts_of(scan: Scan, layout: Layout, held: dict[int, Figure]) -> RowTexts:
    """Sort the words of a row; `held` are the figures that stand in columns of money."""
    words = scan.row.words
    day, value_day, used = _days(scan, layout)
    taken = {i for f in held.values() for i in range(f.start, f.end)} | used
    free = [
        i
        for i in range(len(words))
        if i not in taken and words[i].right > layout.left and words[i].left < layout.right
    ]
    odd = _odd_day(layout, [words[i] for i in free]) if day is None else 0
    odd_text = " ".join(words[i].text for i in free[:odd])
    label_text = " ".join(words[i].text for i in free)
    texts, references, flag = _sorted(layout, [words[i] for i in free[odd:]])
    text = " ".join(w.text for w in texts)
    return RowTexts(
        text=text,
        full_text=text,
        label_text=label_text,
        left=texts[0].left if texts else None,
        day=day,
        value_day=value_day,
        odd_day=odd_text,
        flag=flag,
        reference=" ".join(w.text for w in references),
    )


def _days(scan: Scan, layout: Layout) -> tuple[PlacedDay | None, PlacedDay | None, set[int]]:
    """The booking day, the value day and the words that they take."""
    by_role: dict[str, PlacedDay] = {}
    titles = layout.header.of_role(*_DAY_ROLES) if layout.header else []
    loose: list[PlacedDay] = []
    for day in scan.days:
        over = [t for t in titles if t.left < day.right and day.left < t.right]
        if over:
            near = min(over, key=lambda t: abs(t.left - day.left))
            by_role.setdefault(near.role, day)
        elif day in scan.leading and (layout.is_day_place(day) or not layout.day_lefts):
            loose.append(day)
    found = [by_role[r] for r in _DAY_ROLES if r in by_role]
    only_value = list(by_role) == ["value_date"]
    is_lone = only_value or list(by_role) == ["transaction_date"]
    if is_lone and loose and loose[0].end <= found[0].start:
        # days without a known title, left of the days of value or purchase, are those of booking
        found.insert(0, loose[0])
    for day in loose:
        if not titles or not found:
            found.append(day)
    used = {i for d in found for i in range(d.start, d.end)}
    if not found:
        return None, None, set()
    second = found[1] if len(found) > 1 and not titles else _second(scan, layout, found[0], used)
    value = by_role.get("value_date") or second
    if value is not None:
        used |= set(range(value.start, value.end))
    before = any(left < found[0].left - _REACH for left in layout.day_lefts)
    if len(found) == 1 and only_value and (len(titles) > 1 or before):
        return None, found[0], used
    return found[0], value if value is not found[0] else None, used


def _second(scan: Scan, layout: Layout, first: PlacedDay, used: set[int]) -> PlacedDay | None:
    """A day right behind the first one, where this table has days."""
    for day in scan.leading:
        if day.start == first.end and day.start not in used and layout.is_day_place(day):
            return day
    return None


def _odd_day(layout: Layout, words: list[Word]) -> int:
    """How many words stand with a digit where a day should stand; 0 where none does."""
    if not words or not layout.day_lefts:
        return 0
    first = words[0]
    in_place = any(abs(first.left - left) <= _REACH for left in layout.day_lefts)
    if not in_place or not any(c.isdigit() for c in first.text) or len(first.text) > 12:
        return 0
    ends = layout.text_left - 2
    count = sum(1 for w in words if w.right <= ends)
    return count if first.right <= ends else 0


def _sorted(layout: Layout, words: list[Word]) -> tuple[list[Word], list[Word], str]:
    """Words of the description, of references, and the direction word."""
    texts: list[Word] = []
    references: list[Word] = []
    flag = ""
    for start, end in cells_of(words):
        cell = words[start:end]
        role = layout.role_at(cell[0].left, cell[-1].right)
        name = fold(" ".join(w.text for w in cell)) or cell[0].text
        if role in ("flag", "type") and (name in FLAG_IN or name in FLAG_OUT):
            flag = flag or name
        elif role in ("reference",):
            references += cell
        elif role in ("flag", "rate", "original_amount", "currency"):
            continue
        else:
            texts += cell
    return texts, references, flag


def has_odd_amount(scan: Scan, layout: Layout) -> bool:
    """True where a word with digits that is no figure ends where amounts end."""
    ends = [c.right for c in layout.columns if c.role != "balance"]
    return any(
        any(c.isdecimal() for c in word.text) and any(abs(word.right - e) < _ENDS for e in ends)
        for word in scan.row.words
    )
