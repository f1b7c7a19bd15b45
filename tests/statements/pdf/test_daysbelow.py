"""Days on the line below their row of money."""

from ledgerflow.statements.pdf.daysbelow import with_days_below
from ledgerflow.statements.pdf.layouts import find_layouts
from ledgerflow.statements.pdf.reading import read_pages
from ledgerflow.statements.proof import prove
from tests.statements.pdf.drawn import page, scanned

HEAD = "Description              Incoming    Outgoing     Balance\n"
ROWS = [
    "Card payment to Quillon                    10.00      90.00\n2 May 2024 Ref 1\n",
    "Card payment to Tarnfield                  20.00      70.00\n3 May 2024 Ref 2\n",
    "Received from Sundale         5.00                    75.00\n4 May 2024 Ref 3\n",
]


def moved(text):
    scans = scanned(text)
    found, texts = with_days_below(scans, *find_layouts(scans))
    return scans, found, texts


def test_each_row_of_money_gets_the_day_below_it_and_the_line_keeps_its_text():
    _, found, texts = moved(HEAD + "".join(ROWS))
    money = [s for s in found if s.figures]
    assert [s.leading[0].day.first for s in money] == [2, 3, 4]
    assert [s.row.text for s in found if id(s) in texts] == ["Ref 1", "Ref 2", "Ref 3"]


def test_a_line_that_is_only_the_day_is_used_up():
    _, found, _ = moved(HEAD + "".join(ROWS).replace(" Ref 2", ""))
    assert [s.row.text for s in found if s.row.text.startswith("3 May")] == []


def test_lines_between_a_row_and_its_day_are_its_texts_whatever_they_name():
    text = HEAD + ROWS[0] + ROWS[1].replace("\n3 May", "\nCard 12345678\n3 May") + ROWS[2]
    read = read_pages([page("Account number 87654321\n" + text)])
    assert [s.account_id for s in read.statements] == ["87654321"]
    assert read.statements[0].lines[1].description == (
        "Card payment to Tarnfield Card 12345678 Ref 2"
    )


def test_days_above_their_rows_stay_where_they_are():
    scans, found, texts = moved(HEAD + "1 May 2024\n" + "".join(ROWS))
    assert not texts
    assert found == scans


def test_rows_with_days_of_their_own_stay_as_they_are():
    text = HEAD.replace("Description", "Date       ") + "".join(ROWS)
    scans, found, texts = moved(text)
    assert not texts
    assert found == scans


def test_rows_without_any_day_below_are_left_alone():
    scans, found, texts = moved(HEAD + "".join(r.splitlines()[0] + "\n" for r in ROWS))
    assert not texts
    assert found == scans


def test_one_row_without_its_day_is_told_and_never_dated_by_another():
    rows = [
        f"Shop number {i:02}                           1.00    {99 - i}.00\n{i} May 2024 Ref {i}\n"
        for i in range(1, 12)
    ]
    rows[5] = rows[5].replace("6 May 2024 ", "")
    read = read_pages([page("Account number 12345678\n" + HEAD + "".join(rows))])
    assert [f.code for f in read.faults] == ["pdf_bad_date"]
    assert len(read.statements[0].lines) == 10
    assert prove(read.statements[0], read.faults).verdict == "not_proved"
