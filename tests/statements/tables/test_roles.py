"""One role per column, by header words and by cells."""

from ledgerflow.statements.tables.columns import look
from ledgerflow.statements.tables.roles import is_flag, roles_by_content, roles_by_header


def roles(headers: list[str], *rows: list[str]) -> list[str]:
    return roles_by_header(headers, [look(list(rows), i) for i in range(len(headers))])


def test_one_booking_date_and_the_others_step_back() -> None:
    found = roles(
        ["Date", "Posting Date", "Value Date", "Amount"],
        ["2025-03-01", "2025-03-02", "2025-03-03", "5.00"],
    )
    assert found == ["transaction_date", "date", "value_date", "amount"]


def test_the_booked_amount_wins_over_the_original_one() -> None:
    found = roles(["Date", "Amount", "Amount (EUR)"], ["2025-03-01", "5.00", "4.60"])
    assert found == ["date", "original_amount", "amount"]


def test_beside_a_fee_the_net_amount_is_what_moved() -> None:
    found = roles(["Date", "Amount", "Fee", "Net"], ["2025-03-01", "5.00", "0.20", "4.80"])
    assert found == ["date", "original_amount", "fee", "amount"]


def test_an_amount_of_card_takings_is_no_account() -> None:
    found = roles(["Date", "Card", "Net Total"], ["2025-03-01", "10.80", "10.42"])
    assert "account" not in found


def test_last_digits_of_a_card_that_not_every_row_has_are_no_account() -> None:
    rows = (["2025-03-01", "5.00", "4411"], ["2025-03-02", "5.00", ""])
    assert "account" not in roles(["Date", "Amount", "Card Last Four Digits"], *rows)
    assert roles(["Date", "Amount", "Card number"], *rows)[2] == "account"


def test_the_longest_reference_stands_in_for_a_missing_description() -> None:
    rows = (["2025-03-01", "5.00", "POS", "KOPI STALL"], ["2025-03-02", "5.00", "GRO", "CLIENT"])
    assert roles(["Date", "Amount", "Ref", "Reference Number"], *rows)[3] == "description"


def test_known_dates_and_unknown_money_names_leave_all_amount_columns_open() -> None:
    rows = (["2025-03-01", "12.50", "987.50"], ["2025-03-02", "1.00", "986.50"])
    assert roles(["Date", "Foo", "Bar"], *rows) == ["date", "amount", "amount"]


def test_without_header_content_tells() -> None:
    rows = [["2025-03-01", "Bakery Korn", "-5.00", "EUR"], ["2025-03-02", "Rent", "-9.00", "EUR"]]
    found = roles_by_content([look(rows, i) for i in range(4)])
    assert found == ["date", "description", "amount", "currency"]


def test_direction_words_on_both_sides_make_a_flag() -> None:
    assert is_flag(look([["D"], ["C"]], 0))
    assert not is_flag(look([["Shop"], ["Bakery"]], 0))
