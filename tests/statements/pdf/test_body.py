"""The walk over a document."""

from ledgerflow.statements.pdf.body import Walk
from ledgerflow.statements.pdf.carrying import carries_days
from ledgerflow.statements.pdf.layouts import find_layouts
from ledgerflow.statements.pdf.splitting import account_splits
from tests.statements.pdf.drawn import scanned

HEAD = "Date      Details                       Amount     Balance\n"


def walk(*texts):
    scans = scanned(*texts)
    layouts, numbers, heads = find_layouts(scans)
    dated = {i for i, s in enumerate(scans) if s.figures and s.leading}
    carries = carries_days(scans, layouts, numbers)
    splits = account_splits(scans, dated)
    return Walk(scans, layouts, numbers, heads, carries, splits).run()


def test_rows_with_a_day_and_a_figure_are_transactions():
    found = walk(HEAD + "05/05     Shop                            5.00      95.00")
    assert [i.own_text for i in found[0].items] == ["Shop"]


def test_balances_and_totals_are_none():
    rows = """05/05     Opening balance                          100.00
05/05     Shop                            5.00      95.00
          Total debits                    5.00"""
    found = walk(HEAD + rows)
    assert len(found[0].items) == 1
    assert [p.kind for p in found[0].printed] == ["opening", "total_out"]


def test_headings_give_their_rows_a_direction():
    rows = HEAD + "05/05     Salary                          5.00"
    found = walk("Deposits\n" + rows, "Withdrawals and fees\n" + rows)
    assert [i.section.direction for i in found[0].items] == [1, -1]


def test_rows_of_a_pending_section_are_kept_apart():
    found = walk("Pending transactions\n" + HEAD + "05/05     Shop              5.00")
    assert len(found[0].pending) == 1
    assert found[0].items == []


def test_daily_balances_are_no_transactions():
    text = "Daily balances\n05/05   5.00   06/05   7.00\n07/05   8.00"
    assert walk(text) == []


def test_checks_side_by_side():
    found = walk("Checks paid\n1531  04/11  763.38   1532  04/12  630.40\n1533  04/13  5.00")
    assert [i.description for i in found[0].items] == ["Check 1531", "Check 1532", "Check 1533"]


def test_a_second_number_begins_a_second_account():
    rows = HEAD + "05/05     Shop                            5.00      95.00"
    found = walk(f"Account number 11111111\n{rows}\n\nAccount number 22222222\n{rows}")
    assert [a.number for a in found] == ["11111111", "22222222"]


def test_a_box_beside_the_table_is_passed_over():
    rows = "05/05     Shop                            5.00      95.00\n"
    box = " " * 70 + "Save 10.00 now\n"
    found = walk(HEAD + rows + box + "          at the corner")
    assert found[0].items[0].description == "Shop at the corner"


def test_a_day_above_its_rows_is_theirs():
    text = """Friday, 3 May 2024                              Balance 95.00
Shop                                              5.00
Cafe                                              6.00
Saturday, 4 May 2024                            Balance 89.00
Kiosk                                             7.00"""
    found = walk(text)
    assert [i.day.day.first for i in found[0].items] == [3, 3, 4]
