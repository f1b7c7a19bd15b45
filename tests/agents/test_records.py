"""The frozen records of agents: what tokens cost."""

from decimal import Decimal

from ledgerflow.agents.records import ModelSpec


def test_tokens_cost_what_the_row_says_by_the_million():
    model = ModelSpec(
        "small", "openai", "small-1", input_price=Decimal("0.25"), output_price=Decimal(2)
    )
    assert model.cost_of(1_000_000, 0) == Decimal("0.25")
    assert model.cost_of(1_200, 300) == Decimal("0.0009")
    assert model.cost_of(0, 0) == 0


def test_a_model_without_prices_costs_nothing():
    assert ModelSpec("own", "compatible", "own-1").cost_of(5_000_000, 5_000_000) == 0
