"""Money as whole numbers: every Decimal comes back as it was."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from ledgerflow.statements.moneycolumn import BLANK, MoneyColumn, Scaled, decimal_of

VALUES = st.lists(
    st.none()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-999, max_value=999)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from([Decimal("-0.00"), Decimal(1 << 64), Decimal("1E+5"), Decimal("0.5")]),
    max_size=8,
)


def texts(values: object) -> list[str]:
    return list(map(str, values))  # type: ignore[call-overload]


def too_large_under_one_scale(values: list[Decimal | None], scale: int) -> bool:
    """Whether some value times 10**scale leaves 64 bits, computed exactly."""
    return any(not -(1 << 63) <= Fraction(v) * 10**scale < 1 << 63 for v in values if v is not None)


@given(VALUES, VALUES)
def test_each_value_comes_back_digit_for_digit(first, second):
    one_by_one, at_once = MoneyColumn(), MoneyColumn()
    for value in first + second:
        one_by_one.append(value)
    at_once.extend(Scaled.of(first))
    at_once.extend(Scaled.of(second))
    for column in (one_by_one, at_once):
        assert texts(column) == texts(first + second)
        assert texts(column[i] for i in range(len(column))) == texts(first + second)
        assert column.has_blanks() == (None in first + second)


@given(VALUES, st.data())
def test_a_part_and_chosen_places_hold_what_stood_there(values, data):
    places = data.draw(st.lists(st.sampled_from(range(len(values))), max_size=5)) if values else []
    start = data.draw(st.integers(0, len(values)))
    scaled = Scaled.of(values)
    for found, wanted in (
        (scaled.part(start, len(values)), values[start:]),
        (scaled.at(places), [values[i] for i in places]),
    ):
        column = MoneyColumn()
        column.extend(found)
        assert texts(column) == texts(wanted)


@given(VALUES)
@example([Decimal("922337204"), Decimal("0.0000999900")])
def test_what_is_brought_to_one_scale_has_the_same_value(values):
    column = MoneyColumn()
    column.extend(Scaled.of(values))
    found = column.common()
    if found is None:
        assert column.wide or too_large_under_one_scale(values, max(column.scales))
        return
    numbers, scale = found
    assert [decimal_of(number, scale) for number in numbers] == [v or 0 for v in values]


def test_the_last_value_can_be_taken_away():
    column = MoneyColumn()
    column.extend(Scaled.of([Decimal(1), Decimal(1 << 64)]))
    column.pop()
    column.append(None)
    assert list(column) == [Decimal(1), None]
    assert not column.wide


def test_blanks_alone_are_a_blank_column():
    column = MoneyColumn()
    column.extend(Scaled.blank(3))
    assert column.is_blank()
    assert set(column.scales) == {BLANK}
    column.append(Decimal(0))
    assert not column.is_blank()
