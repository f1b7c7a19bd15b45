"""The order of day and month of a whole file: every honest clue, then the doubt."""

from ledgerflow.statements.tables.dateorder import DateClues, decide_order, name_date

NONE = DateClues(decimal="", currency="", english=True)


def test_one_day_above_twelve_decides_for_the_whole_file() -> None:
    assert decide_order(["05/03/2021", "25/03/2021"], NONE).order == "dmy"


def test_nothing_but_low_days_is_a_doubt() -> None:
    found = decide_order(["05/03/2021", "06/03/2021"], NONE)
    assert {found.order, found.other} == {"dmy", "mdy"}


def test_rows_in_order_of_time_decide() -> None:
    found = decide_order(["01/02/2021", "01/09/2021", "02/01/2021", "02/11/2021"], NONE)
    assert (found.order, found.other) == ("mdy", "")


def test_decimal_commas_decide() -> None:
    found = decide_order(["05/03/2021"], DateClues(decimal=","))
    assert (found.order, found.other) == ("dmy", "")


def test_dollars_alone_do_not_decide() -> None:
    assert decide_order(["05/03/2021"], DateClues(currency="USD")).other


def test_the_stated_period_decides() -> None:
    clues = DateClues(period=("01/03/2021", "31/03/2021"))
    assert decide_order(["05/03/2021"], clues).other == ""


def test_value_dates_close_by_decide() -> None:
    dates = ["01/02/2021", "03/04/2021", "02/11/2021"]
    values = ["01/04/2021", "03/05/2021", "02/12/2021"]
    assert decide_order(dates, NONE, values).order == "mdy"


def test_the_date_in_a_name() -> None:
    assert str(name_date("x_01-12-2019_14-12-2019.csv")) == "2019-12-14"
    assert name_date("account 1000594757") is None
