"""`coverage`: the grid on one screen, and as JSON."""

import json

from tests.published import checking as account_named
from tests.published import publish


def rows(year, month, *days):
    return [(f"{year}-{month:02}-{day:02}", "1.00", f"ROW {day}") for day in days]


def test_without_statements_it_says_so(cli, books):
    done = cli("coverage")
    assert (done.code, "There are no statements yet." in done.out) == (0, True)


def test_each_state_has_its_sign_and_what_is_not_right_is_told(cli, books):
    with books.scope():
        publish(books, rows(2025, 1, 1, 31), opening="0", closing="2")
        publish(books, rows(2025, 2, 1, 14), opening="2", closing="4")
        publish(books, rows(2025, 3, 1, 31), proved=False)
        publish(books, rows(2025, 4, 1, 30), opening="6", closing="9")
        publish(books, rows(2025, 7, 1, 31), opening="5", closing="7")
        publish(books, rows(2025, 7, 1, 31), opening="5", closing="7")
    done = cli("coverage", "--year", "2025")
    assert done.code == 0
    line = next(x for x in done.out.splitlines() if x.startswith("Checking"))
    assert line.split()[2:9] == ["✓", "◐", "?", "✗", "○", "○", "✓="]
    assert "Checking, 2025-02: no statement for day 15 to 28" in done.out
    assert "Checking, 2025-03: not provable: file" in done.out
    assert "Checking, 2025-05 to 2025-06: no statement" in done.out
    assert "= duplicate" in done.out


def test_three_accounts_of_two_years_fit_on_one_screen(cli, books):
    with books.scope():
        for name in ("Checking", "Savings", "Card"):
            account = account_named(books, name)
            for year in (2024, 2025):
                for month in range(1, 13, 2):
                    publish(books, rows(year, month, 1, 28), account=account)
    done = cli("coverage")
    assert done.out.count("\n") <= 24
    assert max(map(len, done.out.splitlines())) <= 110
    assert "more: --account, --year or --json" in done.out
    one = cli("coverage", "--account", "Card", "--year", "2024")
    assert ("Savings" in one.out, "Card" in one.out) == (False, True)


def test_json_has_every_month_with_its_days_and_files(cli, books):
    with books.scope():
        file, _ = publish(books, rows(2025, 2, 1, 14))
    answer = json.loads(cli("coverage", "--json", "--year", "2025").out)
    (account,) = answer["accounts"]
    assert (answer["business"], account["account"]) == ("harbor-street-studio", "Checking")
    assert account["months"][0] == {
        "month": "2025-02",
        "state": "partial",
        "marks": [],
        "days": 28,
        "proved_days": 14,
        "unproved_days": 0,
        "gaps": [["2025-02-15", "2025-02-28"]],
        "files": [{"file": file.pk, "name": file.name}],
    }


def test_an_unknown_account_is_refused(cli, checking):
    done = cli("coverage", "--account", "Savings")
    assert (done.code, "no bank account 'Savings'" in done.text) == (2, True)


def test_a_file_that_waits_beside_the_grid_is_named(cli, checking, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text(
        "Date,Description,Amount,Balance\n2025-03-14,COFFEE,-4.00,76.00\n2025-03-28,TEA,-6,71.00\n"
    )
    assert cli("import", path, "--account", "Checking").code == 3
    done = cli("coverage", "--year", "2025")
    line = next(x for x in done.out.splitlines() if x.startswith("Checking"))
    assert "✗!" in line.split()
