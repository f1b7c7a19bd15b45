"""`report`: as table, CSV and JSON, on the screen or into a file, with the entries behind."""

import json

import pytest

from ledgerflow.cli.reports import report_id_of


@pytest.fixture
def booked(cli, imported):
    """January, decided: repairs, meals, sales."""
    assert cli("review", "accept", "1-3").code == 0
    assert cli("review", "accept", "1", "--account", "sales").code == 0
    return imported


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("trial-balance", "Debits equal credits"),
        ("profit-and-loss", "Net profit"),
        ("schedule-c", "Net profit or loss"),
    ],
)
def test_a_report_is_a_table_on_the_screen(cli, booked, kind, shown):
    done = cli("report", kind, "--year", "2025")
    assert done.code == 0, done
    assert shown in done.out


def test_a_report_goes_into_a_file_as_csv_or_json(cli, booked, tmp_path):
    target = tmp_path / "report.csv"
    done = cli("report", "trial-balance", "--year", 2025, "--format", "csv", "--out", target)
    assert (done.code, str(target) in done.text) == (0, True)
    assert target.read_bytes().startswith(b"Section,Row,Code,Label,Debit,Credit\r\n")
    answer = json.loads(cli("report", "schedule-c", "--year", 2025, "--format", "json").out)
    assert answer["id"] == "schedule_c_worksheet"


def test_entries_behind_each_row_are_listed(cli, booked):
    done = cli("report", "profit-and-loss", "--year", 2025, "--entries")
    after = done.out.split("6190 Meals")[-1].splitlines()
    assert len([line for line in after[1:3] if "2025-01-14" in line and "4.00" in line]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("balance-sheet", "--year", "2025"), 2, "no report"),
        (("schedule-c", "--year", "1999"), 2, "1999"),
        (("trial-balance", "--year", "2025", "--format", "pdf"), 2, "cannot be written"),
        (("trial-balance", "--year", "2025", "--format", "csv", "--entries"), 2, "for programs"),
        (("trial-balance", "--year", "2025", "--out", "/nowhere/x.csv"), 2, "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_made_says_why(cli, booked, arguments, code, said):
    done = cli("report", *arguments)
    assert (done.code, said in done.text) == (code, True), done


def test_report_names_are_short_and_ambiguity_is_refused():
    assert report_id_of("schedule-c") == "schedule_c_worksheet"
    assert report_id_of("Trial-Balance") == "trial_balance"
