"""Chart templates: the shipped ones hold the rules, and broken ones are refused with reasons."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.ledger.charts import BANK_CODES, CARD_CODES, CHARTS, ChartTemplate, chart_get
from ledgerflow.ledger.charts.standard_keys import STANDARD_KEYS
from ledgerflow.ledger.charts.templates import ChartError, chart_faults, chart_load

US = chart_get("us_sole_proprietor")


def changed(which: str, /, **fields: object) -> ChartTemplate:
    """The US chart with one account changed."""
    accounts = tuple(replace(a, **fields) if a.key == which else a for a in US.accounts)
    return replace(US, accounts=accounts)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.id)
def test_every_chart_offers_every_standard_key_with_its_type(chart: ChartTemplate) -> None:
    types = {a.key: a.type for a in chart.accounts}
    assert {key: types.get(key) for key in STANDARD_KEYS} == dict(STANDARD_KEYS)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.id)
def test_codes_for_bank_accounts_and_cards_stay_free(chart: ChartTemplate) -> None:
    codes = [int(a.code) for a in chart.accounts]
    assert not [c for c in codes if c in BANK_CODES or c in CARD_CODES]
    assert codes == sorted(set(codes))
    assert int(chart.account("bank_accounts").code) < BANK_CODES[0]
    assert int(chart.account("credit_cards").code) < CARD_CODES[0]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: c.id)
def test_every_account_says_what_belongs_in_it(chart: ChartTemplate) -> None:
    assert [a.code for a in chart.accounts if not a.description.endswith(".")] == []


def test_goods_bought_for_resale_sit_under_the_cost_of_goods() -> None:
    purchases = US.account("purchases")
    assert purchases.parent_code == US.account("cost_of_goods_sold").code
    assert US.account("cost_of_goods_sold").is_heading


def test_an_unknown_chart_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match='no chart of accounts called "martian"') as caught:
        chart_get("martian")
    assert "uk_sole_trader" in caught.value.hint


@pytest.mark.parametrize(
    ("chart", "reason"),
    [
        (changed("meals", code="6180"), "code 6180 is used twice"),
        (changed("meals", key="travel"), "key travel is used twice"),
        (changed("meals", key="food"), "the standard key meals is missing"),
        (changed("meals", type="income"), "standard key meals must be expense, not income"),
        (changed("bad_debts", type="cost"), "account 6280 has the unknown type cost"),
        (changed("purchases", parent_code="5999"), "account 5100 has no such parent 5999"),
        (changed("purchases", parent_code="6010"), "parent 6010, which is not a heading"),
        (changed("purchases", parent_code="1000"), "is expense under 1000, which is asset"),
        (changed("equipment", code="1050"), "1050 takes a code kept free for bank accounts"),
        (changed("bank_accounts", is_heading=False), "bank_accounts must be a heading"),
        (changed("sales", is_heading=True), "sales must be an account, not a heading"),
        (changed("sales", name=""), "account 4000 needs a code of digits, a name and a key"),
    ],
)
def test_a_broken_chart_is_named_for_what_breaks_it(chart: ChartTemplate, reason: str) -> None:
    assert any(reason in fault for fault in chart_faults(chart)), chart_faults(chart)


def test_a_misspelt_field_in_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        'id = "odd"\ntitle = "Odd"\ncountry = ""\ntax_regime = ""\n'
        'accounts = [{ code = "1000", name = "Bank", type = "asset", key = "bank", headng = true }]'
    )
    with pytest.raises(ChartError, match="account 1000 has unknown fields"):
        chart_load(file)


def test_a_file_that_breaks_rules_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "thin.toml"
    file.write_text(
        'id = "thin"\ntitle = "Thin"\ncountry = ""\ntax_regime = ""\n'
        'accounts = [{ code = "1000", name = "Bank", type = "asset", key = "bank" }]'
    )
    with pytest.raises(ChartError, match=r"thin\.toml: the standard key bank_accounts is missing"):
        chart_load(file)
