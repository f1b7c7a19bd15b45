"""Decimal marks and thousands: what 1,000 means, by directive or without a doubt; never guessed.

Here: one number's text. Not here: its commodity (amounts.py) or directives' lines (directives.py).
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from ledgerflow.interchange.journals.arithmetic import BadSum, number_of

_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009")
_GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{2,3})*[.,][0-9]{3}\Z|[0-9]+\Z")


class OpenMark(ValueError):
    """A number that has two readings; the message is for a fault, no full stop."""


class Marks:
    """The decimal mark of each commodity, stated by directives or seen in the file.

    `known` is what an earlier look at the same file has seen. Numbers that stay open are
    counted in `still_open`.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = dict(known or {})
        self._stated: dict[str, str] = {}
        self._of_all = ""
        self._seen: defaultdict[str, set[str]] = defaultdict(set)
        self.still_open = 0

    def state_all(self, mark: str) -> None:
        """`decimal-mark`: for every commodity from here on."""
        self._of_all = mark

    def state(self, commodity: str, sample: str) -> None:
        """`commodity $1,000.00`: the mark of its sample, where that shows one."""
        mark = _mark_without_doubt(sample.translate(_BLANKS))
        if mark:
            self._stated[commodity] = mark

    @property
    def takes_points(self) -> bool:
        """True where no directive says that decimals stand behind a comma."""
        return self._of_all != "," and "," not in self._stated.values()

    def saw(self, commodity: str, mark: str) -> None:
        """A number of the commodity has this decimal mark without a doubt."""
        self._seen[commodity].add(mark)

    def seen(self) -> dict[str, str]:
        """The mark of each commodity that the file's own numbers leave no doubt about."""
        return {name: next(iter(marks)) for name, marks in self._seen.items() if len(marks) == 1}

    def number(self, text: str, commodity: str) -> Decimal:
        """The number that digits with marks stand for. Raises OpenMark or BadSum."""
        bare = text.translate(_BLANKS)
        if bare.isascii() and bare.isdigit():
            return number_of(bare)
        stated = self._stated.get(commodity) or self._of_all
        if stated:
            return _read(bare, stated, text)
        mark = _mark_without_doubt(bare)
        if mark:
            self.saw(commodity, mark)
            return _read(bare, mark, text)
        if self._known.get(commodity) == "." and "." in bare:
            return _read(bare, ".", text)
        if self._known.get(commodity) == "," and "," in bare:
            return _read(bare, ",", text)
        self.still_open += 1
        raise OpenMark(f"{text} has two readings: with thousands or with decimals")


def _mark_without_doubt(bare: str) -> str:
    """The decimal mark of a number that has one reading; "" where it has two, or no mark."""
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return "." if bare.rfind(".") > bare.rfind(",") else ","
    mark, other = (".", ",") if points else (",", ".")
    count = points or commas
    if count == 0:
        return ""
    if count > 1:
        return other
    whole, _, rest = bare.partition(mark)
    if len(rest) != 3 or len(whole) > 3 or whole in ("", "0") or whole.startswith("0"):
        return mark
    return ""


def _read(bare: str, mark: str, text: str) -> Decimal:
    whole, _, rest = bare.partition(mark)
    if (whole and not _GROUPS.match(whole)) or (rest and not rest.isdigit()):
        raise BadSum(f"{text[:40]} is no number with {mark!r} as its decimal mark")
    return number_of(
        f"{whole.replace('.', '').replace(',', '') or '0'}.{rest or '0'}"
        if rest
        else whole.replace(".", "").replace(",", "") or "0"
    )
