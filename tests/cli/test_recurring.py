"""`recurring`: the list on one screen, and as JSON."""

import json

from tests.published import publish


def monthly(text, amount, months, day=5):
    return [(f"2025-{month:02}-{day:02}", amount, f"{text} {month:02}") for month in months]


def test_without_transactions_it_says_so(cli, books):
    done = cli("recurring")
    assert (done.code, "There are no transactions yet." in done.out) == (0, True)


def test_payments_and_income_with_what_is_missing_and_dearer(cli, books):
    with books.scope():
        publish(books, monthly("STREAMLY INC", "-20.00", range(1, 5)))
        publish(books, monthly("STREAMLY INC", "-22.00", range(5, 7)))
        publish(books, monthly("RETAINER ACME", "900.00", range(1, 6), day=20))
        publish(books, monthly("OLD GYM CLUB", "-35.00", range(1, 4)))
    done = cli("recurring", "--as-of", "2025-06-29")
    assert done.code == 0
    assert "Recurring as of 2025-06-29: 2." in done.out
    assert done.out.index("Money out") < done.out.index("Money in")
    assert "expected on 2025-06-20, nothing came." in done.text
    assert "−20.00 became −22.00 on 2025-05-05" in done.text.replace("-2", "−2")
    assert "1 more ended" in done.out
    assert "ended" in cli("recurring", "--as-of", "2025-06-29", "--ended").out
    assert max(map(len, done.out.splitlines())) <= 110


def test_json_has_dates_amounts_and_transactions(cli, books):
    with books.scope():
        publish(books, monthly("STREAMLY INC", "-20.00", range(1, 5)))
    answer = json.loads(cli("recurring", "--json").out)
    assert (answer["business"], answer["as_of"]) == ("harbor-street-studio", "2025-04-05")
    (series,) = answer["series"]
    assert (series["cadence"], series["direction"], series["state"]) == (
        "monthly",
        "out",
        "running",
    )
    assert series["next"] == "2025-05-05"
    assert len(series["transactions"]) == series["count"] == 4


def test_a_date_that_is_none_is_refused(cli, books):
    done = cli("recurring", "--as-of", "last week")
    assert done.code != 0
    assert "last week" in done.text
