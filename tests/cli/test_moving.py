"""`import-journal`, `import-openings`: moving in from the command line."""

import pytest

JOURNAL = """2024-01-01 open Assets:Bank
2024-01-01 open Income:Consulting
2024-01-05 * "Client" "January"
  Assets:Bank  1,500.00 USD
  Income:Consulting
"""


@pytest.fixture
def journal(tmp_path):
    path = tmp_path / "books.beancount"
    path.write_text(JOURNAL)
    return path


def test_a_journal_is_shown_then_imported_then_undone(cli, books, journal, row_counts):
    before = row_counts()
    shown = cli("import-journal", journal, "--preview", "--open-accounts")
    assert (shown.code, "1 entries" in shown.out, "to be opened" in shown.out) == (0, True, True)
    assert "nothing was written" in shown.out
    assert row_counts() == before
    done = cli("import-journal", journal, "--open-accounts")
    assert (done.code, "1 entry imported" in done.text, "19001" in done.out) == (0, True, True)
    batch = done.text.split("as batch ")[1].split(":")[0]
    again = cli("import-journal", journal, "--open-accounts")
    assert (again.code, f"batch {batch}" in again.err) == (4, True)
    assert "Journal books.beancount" in cli("batches").text
    assert cli("undo", batch).code == 0
    assert cli("import-journal", journal).code == 0


def test_a_map_names_the_accounts(cli, books, journal, tmp_path):
    names = tmp_path / "map.csv"
    names.write_text("Assets:Bank,1100\nIncome:Consulting,sales\n")
    done = cli("import-journal", journal, "--map", names)
    assert (done.code, "opened" in done.out) == (0, False)
    assert "by your map" in cli("import-journal", journal, "--map", names, "--preview").text


def test_every_fault_is_listed_and_nothing_written(cli, books, journal, row_counts):
    journal.write_text(JOURNAL + 'nonsense\n2024-01-06 * "x"\n  Assets:Bank  1.00 USD\n')
    before = row_counts()
    done = cli("import-journal", journal, "--open-accounts")
    assert done.code == 2
    assert "Line 6" in done.err
    assert "Line 7" in done.err
    assert "1 more fault" in done.err
    assert row_counts() == before
    shown = cli("import-journal", journal, "--preview")
    assert (shown.code, "hint:" in shown.err) == (2, True)


def test_unknown_accounts_are_named_together(cli, books, journal):
    done = cli("import-journal", journal)
    assert (done.code, "Assets:Bank" in done.err, "Income:Consulting" in done.err) == (
        2,
        True,
        True,
    )
    assert "--open-accounts" in done.err


def test_what_a_sign_means_can_be_said(cli, books, tmp_path):
    path = tmp_path / "books.journal"
    path.write_text("2024-01-05 x\n  assets:a  kr5\n  income:b\n")
    assert "no journal format" in cli("import-journal", path, "--format", "x").err
    assert "may be several currencies" in cli("import-journal", path, "--open-accounts").err
    assert cli("import-journal", path, "--open-accounts", "--currency", "sek").code == 0


def test_opening_balances_come_in(cli, books, tmp_path):
    path = tmp_path / "tb.csv"
    path.write_text("account,debit,credit\n1100,150.00,\nsales,,140.00\n")
    refused = cli("import-openings", path, "--date", "2024-12-31")
    assert (refused.code, "10.00 USD more" in refused.err) == (5, True)
    done = cli("import-openings", path, "--date", "2024-12-31", "--difference-to-equity")
    assert (done.code, "2 balances" in done.text, "10.00 USD" in done.text) == (0, True, True)
    assert "150.00" in cli("report", "trial-balance", "--year", "2024").out
    path.write_text("account,balance\nx,1\ny,2\n")
    both = cli("import-openings", path, "--date", "2024-12-31")
    assert ("'x'" in both.err, "'y'" in both.err) == (True, True)
