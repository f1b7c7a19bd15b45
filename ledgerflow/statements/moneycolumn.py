"""A column of money as whole numbers: what Decimals hold, exactly, in nine bytes each.

Here: amounts or balances with their decimals, None and the few that do not fit. Not here: lines
(packed.py) and reading figures (tables/).
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from operator import mul

SCALE_MAX = 18
BLANK = 255
"""The scale of a value that is not there."""
WIDE = 254
"""The scale of a value that whole numbers of 64 bits do not hold."""
_MOST = (1 << 63) - 1
_UNITS = tuple(Decimal(1).scaleb(-scale) for scale in range(SCALE_MAX + 1))


@dataclass(slots=True)
class Scaled:
    """Money as whole numbers of 10**-scale, one scale for each; `wide` by position.

    `scales` holds BLANK where there is no value; the number there is 0.
    """

    numbers: Sequence[int]
    scales: bytes
    wide: dict[int, Decimal] = field(default_factory=dict)

    @classmethod
    def even(cls, numbers: Sequence[int], scale: int) -> "Scaled":
        """All with the same decimals, none missing."""
        return cls(numbers, bytes([scale]) * len(numbers))

    @classmethod
    def blank(cls, count: int) -> "Scaled":
        """None `count` times."""
        return cls(array("q", bytes(8 * count)), bytes([BLANK]) * count)

    @classmethod
    def of(cls, values: Iterable[Decimal | None]) -> "Scaled":
        """What these Decimals are."""
        numbers: list[int] = []
        scales = bytearray()
        wide: dict[int, Decimal] = {}
        for at, value in enumerate(values):
            number, scale = _split(value)
            if scale == WIDE and value is not None:
                wide[at] = value
            numbers.append(number)
            scales.append(scale)
        return cls(numbers, bytes(scales), wide)

    def part(self, start: int, stop: int) -> "Scaled":
        """The values from `start` to `stop`."""
        if (start, stop) == (0, len(self.scales)):
            return self
        wide = {at - start: v for at, v in self.wide.items() if start <= at < stop}
        return Scaled(self.numbers[start:stop], self.scales[start:stop], wide)

    def at(self, places: Sequence[int]) -> "Scaled":
        """The values at some places, in that order."""
        wide = {new: self.wide[old] for new, old in enumerate(places) if old in self.wide}
        numbers = [self.numbers[i] for i in places]
        return Scaled(numbers, bytes([self.scales[i] for i in places]), wide)


def _split(value: Decimal | None) -> tuple[int, int]:
    """(number, scale) of a Decimal; a scale of BLANK or WIDE where it has none."""
    if value is None:
        return 0, BLANK
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or not -SCALE_MAX <= exponent <= 0:
        return 0, WIDE
    number = int(value.scaleb(-exponent)) if len(digits) <= SCALE_MAX else _MOST + 1
    if abs(number) > _MOST or (sign and not number):
        return 0, WIDE
    return number, -exponent


class MoneyColumn:
    """A growing column of money."""

    __slots__ = ("numbers", "scales", "wide")

    def __init__(self) -> None:
        self.numbers = array("q")
        self.scales = bytearray()
        self.wide: dict[int, Decimal] = {}

    def __len__(self) -> int:
        return len(self.scales)

    def append(self, value: Decimal | None) -> None:
        """One more value."""
        number, scale = _split(value)
        if scale == WIDE and value is not None:
            self.wide[len(self.scales)] = value
        self.numbers.append(number)
        self.scales.append(scale)

    def extend(self, values: Scaled) -> None:
        """Many more values."""
        at = len(self.scales)
        self.numbers += array("q", values.numbers)
        self.scales += values.scales
        for place, value in values.wide.items():
            self.wide[at + place] = value

    def pop(self) -> None:
        """Take the last value away."""
        self.numbers.pop()
        self.scales.pop()
        self.wide.pop(len(self.scales), None)

    def __getitem__(self, at: int) -> Decimal | None:
        scale = self.scales[at]
        if scale <= SCALE_MAX:
            return Decimal(self.numbers[at]) * _UNITS[scale]
        return None if scale == BLANK else self.wide[at]

    def values(self, start: int, stop: int) -> Iterable[Decimal | None]:
        """The values from `start` to `stop` as Decimals."""
        kinds = set(self.scales[start:stop])
        scale = kinds.pop() if len(kinds) == 1 else WIDE
        if scale == BLANK:
            return repeat(None, stop - start)
        if scale == WIDE:
            return map(self.__getitem__, range(start, stop))
        return map(mul, map(Decimal, self.numbers[start:stop]), repeat(_UNITS[scale]))

    def __iter__(self) -> Iterator[Decimal | None]:
        step = 4096
        for start in range(0, len(self), step):
            yield from self.values(start, min(start + step, len(self)))

    def has_blanks(self) -> bool:
        """True where some value is missing."""
        return BLANK in self.scales

    def is_blank(self) -> bool:
        """True where every value is missing."""
        return self.scales.count(BLANK) == len(self.scales)

    def common(self) -> tuple[array[int], int] | None:
        """All numbers under the finest scale, and that scale; None where one does not fit.

        Blanks are 0.
        """
        kinds = set(self.scales) - {BLANK}
        if self.wide or not kinds:
            return None if self.wide else (self.numbers, 0)
        scale = max(kinds)
        if kinds == {scale}:
            return self.numbers, scale
        return rescaled(self.numbers, self.scales, scale)


def rescaled(
    numbers: Sequence[int], scales: Sequence[int], scale: int
) -> tuple[array[int], int] | None:
    """Numbers brought to one scale, at least as fine as their own; None where one overflows."""
    factors = {own: 10 ** (scale - own) for own in set(scales) - {BLANK}} | {BLANK: 0}
    try:
        return array("q", map(mul, numbers, map(factors.__getitem__, scales))), scale
    except OverflowError:
        return None


def decimal_of(number: int, scale: int) -> Decimal:
    """Exact however large: built from digits, not by arithmetic that rounds."""
    return Decimal(f"{number}E-{scale}") if number else Decimal(0)
