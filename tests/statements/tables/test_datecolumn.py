"""The date column as a whole: its order, the order of the rows, dates that are carried on."""

from ledgerflow.statements.tables.datecolumn import carries_dates, decide_dates, runs_backwards
from ledgerflow.statements.tables.dateorder import DateClues

ROLES = ["date", "amount"]


def test_a_day_above_twelve_decides_and_a_statement_of_a_person_too() -> None:
    rows = [["03/13/2025", "1"], ["03/02/2025", "2"]]
    assert decide_dates(rows, ROLES, DateClues(), {}).order == "mdy"
    stated = decide_dates(rows, ROLES, DateClues(), {"date_order": "dmy"})
    assert (stated.order, stated.why) == ("dmy", "stated")


def test_value_dates_help_where_the_dates_alone_do_not() -> None:
    rows = [["03/02/2025", "1", "04/02/2025"], ["05/02/2025", "1", "06/02/2025"]]
    found = decide_dates(rows, ["date", "amount", "value_date"], DateClues(currency="USD"), {})
    assert found.order == "dmy"


def test_rows_too_short_to_hold_a_date_are_passed_over() -> None:
    assert decide_dates([[], ["x"]], ["amount", "date"], DateClues(), {}).order == "ymd"


def test_newest_first_shows_in_the_first_and_last_date() -> None:
    up, down = [["2025-03-01"], [""], ["2025-03-09"]], [["2025-03-09"], ["2025-03-01"]]
    assert runs_backwards(up, ["date"], "ymd") is False
    assert runs_backwards(down, ["date"], "ymd") is True
    assert runs_backwards([["2025-03-09"]], ["date"], "ymd") is None


def test_blank_dates_beside_amounts_and_words_mean_the_day_above() -> None:
    roles = ["date", "description", "amount"]
    rows = [["2025-03-01", "A", "1.00"], *[["", "B", "2.00"]] * 3]
    assert carries_dates(rows, roles, ".")
    assert not carries_dates(rows[:3], roles, ".")
