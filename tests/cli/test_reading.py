"""`identify` and `read`: files as they are, proofs, faults; no database."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
US = SAMPLES / "harbor-street-studio"


def test_identify_names_the_format_by_content(cli, tmp_path):
    odd = tmp_path / "statement.txt"
    odd.write_bytes((US / "card-2025-01-02.qfx").read_bytes())
    done = cli("identify", odd, US / "savings-2025-q1.csv")
    assert done.code == 0
    assert "statement.txt: ofx" in done.out
    assert "savings-2025-q1.csv: csv" in done.out


def test_identify_goes_on_after_a_file_that_nobody_knows(cli, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customer")
    done = cli("identify", letter, US / "savings-2025-q1.csv")
    assert done.code == 2
    assert "letter.txt: no reader recognises this file" in done.err
    assert "csv" in done.out


def test_a_statement_is_shown_with_balances_lines_bank_ids_and_proof(cli):
    done = cli("read", US / "checking-2025-01.ofx")
    assert done.code == 0
    for part in ("checking, account ··7781, USD", "10,207.25 on 2025-02-05", "PH20250114002"):
        assert part in done.out
    assert done.out.count("TIDEWATER COFFEE BAR") == 2
    assert "not provable" in done.out
    assert "400022337781" not in done.out


def test_a_changed_digit_fails_with_the_row_the_gap_and_the_repair(cli):
    done = cli("read", US / "savings-2025-02-misread.csv")
    assert done.code == 3
    assert "not proved" in done.out
    assert "first break at row 3, gap 200.00" in done.out
    assert "proposed repair: Row 3: 500.00 instead of 300.00" in done.out


def test_a_cut_off_file_names_the_line_and_what_to_do(cli):
    done = cli("read", US / "checking-2025-03-cut-off.ofx")
    assert done.code == 3
    assert "Line 113: <STMTTRN> is never closed." in done.out
    assert "line 113: Line 113" not in done.out
    assert "hint: Download the statement again" in done.out


def test_json_holds_statements_proofs_and_errors_of_all_files(cli, tmp_path):
    done = cli("read", US / "savings-2025-q1.csv", tmp_path / "missing.csv", "--json")
    good, bad = json.loads(done.out)["files"]
    assert done.code == 2
    assert good["statements"][0]["proof"]["verdict"] == "proved"
    assert len(good["statements"][0]["lines"]) == 7
    assert bad["error"]["code"] == "no_such_file"


AMBIGUOUS = "Date,Description,Amount\n01/02/2025,RENT,-10.00\n03/04/2025,FUEL,-5.00\n"


@pytest.mark.parametrize(("order", "day"), [("dmy", "2025-02-01"), ("mdy", "2025-01-02")])
def test_a_person_settles_the_order_of_day_and_month(cli, tmp_path, order, day):
    path = tmp_path / "two-readings.csv"
    path.write_text(AMBIGUOUS)
    done = cli("read", path, "--date-order", order)
    assert day in done.out


def test_two_readings_are_asked_about_not_guessed(cli, tmp_path):
    path = tmp_path / "two-readings.csv"
    path.write_text(AMBIGUOUS)
    done = cli("read", path)
    assert done.code == 3
    assert "dmy" in done.text


def test_an_unknown_date_order_is_refused_with_the_known_ones(cli):
    done = cli("read", US / "savings-2025-q1.csv", "--date-order", "american")
    assert done.code == 2
    assert "mdy (12/31/2025)" in done.err


def test_explain_shows_how_the_table_was_understood(cli):
    done = cli("read", US / "savings-2025-q1.csv", "--explain")
    assert "date order: mdy" in done.out
    assert "because of" in done.out


def test_bank_text_cannot_drive_the_terminal(cli, tmp_path):
    path = tmp_path / "escape.csv"
    path.write_text(
        "Date,Description,Amount,Balance\n"
        "01/13/2025,[bold]PAY\x1b[2J,-1.00,9.00\n01/14/2025,B,-1.00,8.00\n"
    )
    done = cli("read", path)
    assert "\x1b" not in done.out
    assert "[bold]PAY" in done.out
