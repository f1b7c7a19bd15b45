"""Running balances as the judge."""

from decimal import Decimal

from ledgerflow.statements.tables.chain import best_direction, chain


def numbers(*values: str) -> list[Decimal | None]:
    return [Decimal(v) if v else None for v in values]


def test_every_link_of_a_good_statement_holds() -> None:
    assert chain(numbers("5", "-2", "7"), numbers("105", "103", "110")) == (2, 2)


def test_rows_without_a_balance_still_count() -> None:
    assert chain(numbers("5", "-2", "7"), numbers("105", "", "110")) == (1, 1)


def test_newest_first_is_found() -> None:
    held, newest = best_direction(numbers("7", "-2", "5"), numbers("110", "103", "105"))
    assert newest
    assert held.share == 1.0


def test_accounts_chain_apart() -> None:
    amounts, balances = numbers("1", "2", "3", "4"), numbers("11", "102", "14", "106")
    assert chain(amounts, balances, groups=["a", "b", "a", "b"]) == (2, 2)
