"""Point or comma: what a file's amounts allow."""

from ledgerflow.statements.tables.decimalmark import decide_decimal, money_places, shows_comma

ROLES = ["date", "amount"]


def decided(*amounts: str, delimiter: str = ",", **given: str) -> str:
    return decide_decimal([["2025-03-03", a] for a in amounts], ROLES, delimiter, given)[0]


def test_one_telling_amount_decides_for_all() -> None:
    assert decided("5", "1.234,50") == ","
    assert decided("5", "1,234.50") == "."


def test_three_digits_behind_a_mark_are_a_thousand() -> None:
    assert decided("-12,500", "25,000") == "."
    assert decided("-12.500", "25.000") == ","


def test_nothing_telling_goes_with_the_delimiter_and_is_said() -> None:
    assert decided("5", "7", delimiter=";") == ","
    assert "nothing in the amounts" in decide_decimal([["x", "5"]], ROLES, ",", {})[1]


def test_a_stated_mark_is_taken() -> None:
    assert decided("1,234.50", decimal=",") == ","


def test_a_comma_counts_as_a_clue_only_where_it_shows() -> None:
    assert shows_comma([["x", "5,50"]], ROLES)
    assert not shows_comma([["x", "5"]], ROLES)
    assert money_places(["date", "in", "fee", "balance"]) == [1, 3]
