"""What a run may spend, before it is spent and after."""

from decimal import Decimal

import pytest

from ledgerflow.agents.runner.budget import REPORTED_MAX, Budget
from ledgerflow.agents.runner.endings import RunEnd
from tests.agents.runner.conftest import agent_of, model_of


def budget(**fields: object) -> Budget:
    agent = {name: fields.pop(name) for name in ("max_tokens", "max_cost_per_run") & fields.keys()}
    return Budget(agent_of(model_of(**fields), **agent))


def test_a_reply_may_have_what_the_row_says_while_nothing_is_short() -> None:
    assert budget(max_output_tokens=700).reply_tokens(3_000) == 700


def test_what_goes_out_counts_before_it_goes() -> None:
    assert budget(max_tokens=1_500, max_output_tokens=900).reply_tokens(3_000) == 500


def test_a_reply_is_made_shorter_where_money_is_short() -> None:
    # 1,000 tokens out at 10 a million are a cent; four cents buy 400 tokens at 100 a million.
    dear = budget(input_price=Decimal(10), output_price=Decimal(100))
    assert dear.reply_tokens(3_000) == 400


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"max_tokens": 1_000}, "too_many_tokens"),
        ({"input_price": Decimal(100)}, "too_costly"),
        ({"output_price": Decimal(1_000)}, "too_costly"),
        ({"max_cost_per_run": Decimal(0), "output_price": Decimal("0.1")}, "too_costly"),
    ],
)
def test_no_useful_reply_means_no_request(fields: dict[str, object], code: str) -> None:
    with pytest.raises(RunEnd) as end:
        budget(**fields).reply_tokens(3_000)
    assert (end.value.ending.state, end.value.ending.code) == ("review", code)


def test_a_model_for_nothing_needs_no_money() -> None:
    assert budget(max_cost_per_run=Decimal(0)).reply_tokens(100) == 1_000


def test_what_was_used_shortens_what_may_be_used() -> None:
    spent = budget(max_tokens=2_000, max_output_tokens=1_000)
    spent.sent()
    spent.answered((900, 400), 0, 0)
    assert spent.reply_tokens(300) == 600
    spent.answered((900, 400), 0, 0)
    with pytest.raises(RunEnd):
        spent.reply_tokens(0)


def test_the_bill_is_the_server_s_where_it_sends_one() -> None:
    paid = budget(input_price=Decimal(2), output_price=Decimal(10))
    paid.sent()
    counted = paid.answered((1_000, 100), 9_999, 9_999)
    assert not counted.is_estimated
    used = paid.used
    assert (used.requests, used.input_tokens, used.output_tokens) == (1, 1_000, 100)
    assert used.cost == Decimal("0.003000")


@pytest.mark.parametrize("reported", [(0, 0), (-7, 3), (50, 0)])
def test_a_server_that_reports_nothing_is_counted_by_size(reported: tuple[int, int]) -> None:
    counted = budget().answered(reported, 401, 80)
    assert (counted.input_tokens, counted.output_tokens) == (101, 20)
    assert counted.is_estimated


def test_a_lying_server_stays_within_the_columns() -> None:
    counted = budget().answered((10**30, 10**30), 4, 4)
    assert (counted.input_tokens, counted.output_tokens) == (REPORTED_MAX, REPORTED_MAX)


def test_a_reply_that_never_came_is_counted_at_the_most_it_may_cost() -> None:
    lost = budget()
    lost.lost(400, 1_000)
    assert (lost.used.input_tokens, lost.used.output_tokens) == (100, 1_000)
