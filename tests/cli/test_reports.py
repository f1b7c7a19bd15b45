"""`report`: as table, CSV and JSON, on the screen or into a file, with the entries behind."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest

from ledgerflow.cli.reports import report_id_of
from ledgerflow.ledger.drafts import EntryDraft, LineDraft
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import entry_post


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


def test_a_long_list_says_how_it_goes_on_and_does(cli, booked):
    with booked.scope():
        meals, draw = (account_by_key(booked.business, k) for k in ("meals", "owner_draw"))
        for n in range(1, 56):
            lines = (LineDraft(meals.pk, Decimal(n), "USD"), LineDraft(draw.pk, Decimal(-n), "USD"))
            draft = EntryDraft(dt.date(2025, 6, 1), f"Lunch {n:02}", lines, f"lunch:{n}")
            entry_post(business=booked.business, draft=draft)
    asked = ("report", "profit-and-loss", "--year", 2025)
    whole = cli(*asked, "--entries").out
    shown = whole.split(f"{meals.code} Meals")[-1]
    # Two coffees of January come before the lunches.
    assert re.findall(r"Lunch (\d+)", shown) == [f"{n:02}" for n in range(1, 49)]
    assert "50 lines of 57, 1,184.00 of 1,548.00 USD; the next: --account" in shown
    further = re.search(r"the next: (--account \S+ --after \S+)", shown).group(1).split()
    rest = cli(*asked, *further)
    assert re.findall(r"Lunch (\d+)", rest.out) == [f"{n:02}" for n in range(49, 56)]
    assert "Net profit" not in rest.out
    assert "7 lines of 57, 364.00 of 1,548.00 USD\n" in rest.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("horoscope", "--year", "2025"), 2, "no report"),
        (("schedule-c", "--year", "1999"), 2, "1999"),
        (("trial-balance", "--year", "2025", "--format", "pdf"), 2, "cannot be written"),
        (("trial-balance", "--year", "2025", "--format", "csv", "--entries"), 2, "for programs"),
        (("trial-balance", "--year", "2025", "--after", "2025-01-31.1"), 2, "of which row"),
        (("trial-balance", "--year", "2025", "--account", "99"), 2, "has no account '99'"),
        (
            ("trial-balance", "--year", "2025", "--account", "6190", "--after", "x"),
            *(2, "is no place among entries"),
        ),
        (("trial-balance", "--year", "2025", "--out", "/nowhere/x.csv"), 2, "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_made_says_why(cli, booked, arguments, code, said):
    done = cli("report", *arguments)
    assert (done.code, said in done.text) == (code, True), done


def test_report_names_are_short_and_ambiguity_is_refused():
    assert report_id_of("schedule-c") == "schedule_c_worksheet"
    assert report_id_of("Trial-Balance") == "trial_balance"


def test_a_register_is_of_the_account_and_the_days_that_are_named(cli, imported):
    assert cli("review", "accept", "1", "--account", "6160").code == 0
    whole = cli("report", "account-register", "--year", "2025", "--of", "6160").text
    assert "2025-01-13" in whole
    assert "86.10" in whole
    later = ("--from", "2025-02-01", "--to", "2025-02-28")
    february = cli("report", "account-register", "--year", "2025", "--of", "6160", *later).text
    assert "2025-01-13" not in february
    assert "2025-02-01 to 2025-02-28" in february
    unknown = cli("report", "account-register", "--year", "2025", "--of", "moon")
    assert (unknown.code, "no account 'moon'" in unknown.text) == (2, True)
