"""Columns per day, stacked: places, ends of the axis, labels."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerflow.web.admin.agents.spendchart import day_chart, nice_top, shown

FIRST = dt.date(2025, 3, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(30)]


def test_parts_of_a_day_stand_on_each_other_and_reach_the_sum():
    values = {"payee": {DAYS[3]: Decimal("1.5")}, "classification": {DAYS[3]: Decimal("0.5")}}
    chart = day_chart(DAYS, values, "$")
    low, high = chart.columns
    assert low.x == high.x
    assert low.y == pytest.approx(high.y + high.height)
    assert chart.top == 2
    assert low.y + low.height == pytest.approx(chart.base)
    assert high.title == "classification, 04 Mar 2025: $0.5000"
    assert [part.shade for part in chart.columns] == [0, 1]
    assert chart.legend == ((0, "payee"), (1, "classification"))


def test_a_day_without_a_cost_has_no_column():
    assert day_chart(DAYS, {"payee": {DAYS[0]: Decimal(0)}}, "$").columns == ()


def test_the_last_day_has_a_label_and_there_are_few():
    chart = day_chart(DAYS, {}, "$")
    assert chart.days[-1].text == "30 Mar"
    assert len(chart.days) <= 10


@given(st.decimals("0.000001", "999999", allow_nan=False, places=6))
def test_the_axis_ends_at_a_round_figure_near_the_largest(most):
    top = nice_top(most)
    assert most <= top <= most * Decimal("2.5")


def test_figures_have_their_unit():
    assert shown(Decimal("0.0123"), "$") == "$0.0123"
    assert shown(Decimal("1234.5"), "$") == "$1,234.50"
    assert shown(Decimal("0.5"), "$", is_axis=True) == "$0.50"
    assert shown(Decimal("0.0025"), "$", is_axis=True) == "$0.0025"
    assert shown(Decimal(1250), "runs") == "1,250 runs"
    assert nice_top(Decimal(0)) == 1
