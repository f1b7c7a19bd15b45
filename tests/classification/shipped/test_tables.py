"""The shipped data: complete, in the words of the chart, and below the bar."""

import pytest

from ledgerflow.classification.payees import normalise
from ledgerflow.classification.shipped.brands import kinds_of_shop
from ledgerflow.classification.shipped.categories import shipped_categories
from ledgerflow.classification.shipped.records import MAX_PRIOR
from ledgerflow.classification.shipped.tables import (
    entry_of,
    listed,
    read,
    shipped_knowledge,
    words_of,
)
from ledgerflow.ledger.charts import CHARTS
from ledgerflow.ledger.charts.standard_keys import STANDARD_HEADINGS, STANDARD_KEYS

FILES = ("merchants", "keywords", "brand_kinds", "merchant_codes")


def groups():
    for name in FILES:
        data = read(name)
        for group in [*data["group"], *data.get("bank_type", ())]:
            yield f"{name}:{group['id']}", group
    for trade in read("trades")["trade"]:
        for group in trade["group"]:
            yield f"trades:{trade['id']}.{group['category']}", group


def accounts(group):
    industries = group.get("industries", {})
    by_trade = industries.values() if isinstance(industries, dict) else ()
    return {group["account"], *group.get("also", ()), *by_trade}


def test_every_entry_points_to_standard_accounts_that_are_posted_to():
    for name, group in groups():
        assert accounts(group) <= set(STANDARD_KEYS) - STANDARD_HEADINGS, name


def test_every_entry_has_a_known_kind_of_spending_and_its_own_id():
    names = [name for name, _group in groups()]
    assert len(names) == len(set(names))
    for name, group in groups():
        assert group["category"] in shipped_categories(), name


def test_every_trade_that_an_entry_names_is_known():
    trades = {trade["id"] for trade in read("trades")["trade"]}
    for name, group in groups():
        assert set(group.get("industries", ())) <= trades, name


def test_every_chart_has_the_accounts():
    used = {key for _name, group in groups() for key in accounts(group)}
    for chart in CHARTS:
        assert used <= {account.key for account in chart.accounts}, chart.id


def test_no_prior_reaches_the_bar():
    known = shipped_knowledge()
    entries = {entry for found in known.names.values() for entry in found}
    assert all(entry.prior <= MAX_PRIOR for entry in entries | set(kinds_of_shop().values()))
    assert (
        entry_of({"id": "x", "what": "x", "account": "x", "confidence": 1}, "1").prior == MAX_PRIOR
    )


def test_merchants_are_many_and_written_as_payees_are_normalised():
    names = [name for group in read("merchants")["group"] for name in listed(group["names"])]
    assert len(set(names)) >= 400
    assert {name: normalise(name).key for name in names if normalise(name).key != name} == {}


def test_no_group_says_a_name_or_a_word_twice():
    for name, group in groups():
        for field in ("names", "strong", "weak", "of", "codes"):
            items = listed(group.get(field, ""))
            assert len(items) == len(set(items)), (name, field)


def test_ordinary_words_are_single_words():
    known = shipped_knowledge()
    assert all(" " not in word for word in known.ordinary | known.tails)
    assert {"metro", "target", "shell", "apple", "gap"} <= known.ordinary
    assert set(known.usual) <= set(shipped_categories())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Reilly & Co", ("oreilly", "&", "co")),
        ("CAFÉ MÜLLER", ("cafe", "muller")),
        ("a_b  c", ("a", "b", "c")),
        ("", ()),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_a_list_in_one_text():
    assert listed("a b,\n c ,, d\ne") == ["a b", "c", "d e"]
    assert listed("") == []
