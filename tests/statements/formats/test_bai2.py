"""BAI2 files as banks write them, read through the format's own door."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats.bai2 import Bai2Format
from ledgerflow.statements.parsed import Balance, ParsedFile, SourceFile
from ledgerflow.statements.proof import prove

REPORT = """\
01,NORDBANK,HARBORLLC,250201,0800,1,,,2/
02,HARBORLLC,NORDBANK,1,250131,2400,USD,2/
03,00998877,USD,010,100000,,,015,108750,,/
88,100,10000,1,,400,1250,1,/
16,475,1250,0,B1,1047,CHECK TO HARBOR COFFEE/
16,142,10000,V,250202,,B2,INV77,NORTHWIND LTD/
88,INVOICE 77, JANUARY/
49,231250,6/
98,231250,1,8/
99,231250,1,10/
"""


def read(text: str | bytes) -> ParsedFile:
    data = text if isinstance(text, bytes) else text.encode()
    assert formats.identify(data, "report.bai").id == "bai2"
    return Bai2Format().read(SourceFile("report.bai", data))


def codes(file: ParsedFile, severity: str = "error") -> list[str]:
    return [f.code for f in file.faults if f.severity == severity]


def verdicts(file: ParsedFile) -> list[str]:
    return [prove(s, file.faults).verdict for s in file.statements]


def test_a_report_is_read_with_account_balances_and_rows_and_proves():
    file = read(REPORT)
    (found,) = file.statements
    assert (found.account_id, found.bank_code, found.currency) == ("00998877", "NORDBANK", "USD")
    assert found.opening == Balance(Decimal("1000.00"), dt.date(2025, 1, 30))
    assert found.closing == Balance(Decimal("1087.50"), dt.date(2025, 1, 31))
    check, invoice = found.lines
    assert (check.row, check.date, check.amount) == (5, dt.date(2025, 1, 31), Decimal("-12.50"))
    assert (check.bank_id, check.bank_type, check.check_number) == ("B1", "475", "1047")
    assert invoice.value_date == dt.date(2025, 2, 2)
    assert invoice.description == "NORTHWIND LTD INVOICE 77, JANUARY"
    assert not file.faults
    assert verdicts(file) == ["proved"]


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("/\n", "/   \n"),
        lambda text: text.replace("/\n", "/ "),
        lambda text: text.replace("/\n", "/"),
        lambda text: "".join(x.ljust(80) + "\n" for x in text.splitlines()),
        lambda text: text.replace("JANUARY/", "JANUARY"),
        lambda text: text.replace("010,100000", "010,+000000100000"),
        lambda text: text.replace("03,00998877,USD", "03,00998877,"),
        lambda text: text.replace("10/\n", "10"),
        lambda text: text.replace("015,108750,,/", "015,108750/"),
    ],
)
def test_banks_dress_one_report_in_many_ways(dress):
    file = read(dress(REPORT))
    assert [x.amount for x in file.statements[0].lines] == [Decimal("-12.50"), Decimal("100.00")]
    assert "INVOICE 77" in file.statements[0].lines[1].description
    assert not file.faults
    assert verdicts(file) == ["proved"]


def test_slashes_and_commas_in_text_are_text():
    text = REPORT.replace("NORTHWIND LTD/", "A/B LTD, 31/01/25, 16,5 KG /03,5 16/17/")
    assert read(text).statements[0].lines[1].description == (
        "A/B LTD, 31/01/25, 16,5 KG /03,5 16/17 INVOICE 77, JANUARY"
    )
    assert not read(text).faults


def test_a_row_without_text_is_named_by_its_type():
    text = REPORT.replace("CHECK TO HARBOR COFFEE", "")
    assert read(text).statements[0].lines[0].description == "Check paid 1047"


def test_amounts_have_as_many_decimals_as_their_currency():
    text = REPORT.replace("250131,2400,USD", "250131,2400,").replace("00998877,USD", "00998877,JPY")
    (found,) = read(text).statements
    assert (found.currency, found.opening.amount) == ("JPY", Decimal("100000"))
    assert found.lines[0].amount == Decimal("-1250")


def test_without_any_currency_it_is_dollars_and_told():
    text = REPORT.replace(",USD", ",")
    file = read(text)
    assert file.statements[0].currency == "USD"
    assert codes(file, "note") == ["bai2_default_currency"]


def test_an_account_without_rows_and_with_equal_balances_did_not_move():
    text = REPORT.splitlines(keepends=True)
    quiet = ["03,00998877,USD,010,100000,,,015,100000,,/\n", "49,200000,2/\n"]
    file = read("".join([*text[:2], *quiet, "98,200000,1,4/\n", "99,200000,1,6/\n"]))
    assert not file.faults
    assert verdicts(file) == ["proved"]


def test_a_lost_row_leaves_the_account_not_proved_and_the_control_total_told():
    file = read(REPORT.replace("16,475,1250,0,B1,1047,CHECK TO HARBOR COFFEE/\n", ""))
    assert verdicts(file) == ["not_proved"]
    assert "bai2_control_total" in [f.code for f in file.faults]


def test_two_lost_rows_that_cancel_each_other_are_found_by_the_control_total():
    more = "16,142,500,0,B3,,IN/\n16,451,500,0,B4,,OUT/\n49"
    whole = REPORT.replace("49,231250,6", "49,231250,6".replace("49", more, 1))
    whole = whole.replace("49,231250,6", "49,232250,8").replace("98,231250,1,8", "98,232250,1,10")
    whole = whole.replace("99,231250,1,10", "99,232250,1,12")
    assert verdicts(read(whole)) == ["proved"]
    lost = whole.replace(more.removesuffix("49"), "")
    file = read(lost)
    assert codes(file)[:2] == ["bai2_control_total", "bai2_control_total"]
    assert verdicts(file) == ["not_proved"]


def test_fewer_accounts_or_groups_than_the_trailers_count_is_an_error():
    for wrong in (
        REPORT.replace("98,231250,1", "98,231250,2"),
        REPORT.replace("99,231250,1,10", "99,231250,2,10"),
    ):
        assert codes(read(wrong)) == ["bai2_control_total"]


@pytest.mark.parametrize("record", ["01", "02", "03", "16", "49", "98", "99"])
def test_a_file_cut_off_before_any_record_is_an_error(record):
    at = REPORT.index(f"\n{record},") + 1 if record != "01" else 30
    file = Bai2Format().read(SourceFile("x", REPORT[:at].encode()))
    assert file.errors


def test_a_trailer_that_is_cut_off_is_an_error():
    assert codes(read(REPORT[: REPORT.index(",1,10/")])) == ["bai2_bad_record"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("16,475,1250", "16,475,12X0", "bai2_bad_amount"),
        ("16,475,1250", "16,475,", "bai2_bad_amount"),
        ("16,475,1250", "16,010,1250", "bai2_bad_type"),
        ("16,475,1250", "16,4,1250", "bai2_bad_type"),
        ("16,475,1250,0", "16,475,1250,Q", "bai2_bad_record"),
        ("1,250131,2400", "1,250231,2400", "bai2_bad_date"),
        ("010,100000", "010,1O0000", "bai2_bad_amount"),
        ("010,100000", "01,100000", "bai2_bad_record"),
        ("15,108750,,/", "15,108750,,,010,5,,/", "bai2_second_balance"),
        ("03,00998877", "03,", "bai2_no_account"),
        ("00998877,USD", "00998877,US", "bai2_bad_currency"),
        ("NORDBANK,1,", "NORDBANK,4,", "bai2_group_status"),
        ("16,142", "17,142", "bai2_bad_record"),
        ("49,231250,6/\n", "", "bai2_truncated"),
        ("98,231250,1,8/\n", "", "bai2_truncated"),
        ("02,HARBORLLC,NORDBANK,1,250131,2400,USD,2/\n", "", "bai2_out_of_order"),
        ("03,00998877,USD,010,100000,,,015,108750,,/\n", "", "bai2_out_of_order"),
    ],
)
def test_a_damaged_value_or_record_is_an_error_and_never_proved(old, new, code):
    assert old in REPORT
    file = read(REPORT.replace(old, new, 1))
    assert code in codes(file)
    assert "proved" not in verdicts(file)
    assert all(f.line and f.hint for f in file.faults)


def test_a_value_date_that_does_not_exist_is_noted():
    file = read(REPORT.replace("V,250202", "V,250230"))
    assert codes(file, "note") == ["bai2_bad_date"]
    assert verdicts(file) == ["proved"]


def test_totals_that_the_rows_do_not_reach_are_told():
    text = REPORT.replace("100,10000,1", "100,20000,2").replace("231250", "241250")
    file = read(text)
    assert codes(file, "note") == ["bai2_summary_differs"]
    assert verdicts(file) == ["proved"]


def test_a_row_of_information_is_left_out():
    text = REPORT.replace("49,231250,6", "16,890,,,,,CALL US/\n49,231250,7")
    text = text.replace("1,8/", "1,9/").replace("1,10/", "1,11/")
    file = read(text)
    assert len(file.statements[0].lines) == 2
    assert codes(file, "note") == ["bai2_without_money"]


def test_a_file_without_accounts_holds_no_statement():
    file = read("01,A,B,250201,0800,1,,,2/\n99,0,0,2/\n")
    assert file.statements == ()
    assert codes(file, "note") == ["bai2_no_statement"]


def test_no_record_at_all_is_refused():
    with pytest.raises(UnreadableFile) as caught:
        Bai2Format().read(SourceFile("x", b"00,A,B/\n"))
    assert caught.value.code == "bai2_no_records"


@pytest.mark.parametrize(
    "text",
    [
        "00,0004,12345,060321,0829,001,80,1,2/\n",
        "Date,Description,Amount\n01,02,03\n16,17,18\n",
        "16,abc,1\n49,def,2\n",
        ":20:A\n:25:B\n",
        "",
    ],
)
def test_other_files_are_not_claimed(text):
    assert not Bai2Format().identify(text.encode(), "x.bai")


def test_a_file_without_its_header_is_claimed_and_told():
    file = read(REPORT.split("\n", 1)[1])
    assert "bai2_out_of_order" in codes(file)


def test_many_faults_end_capped():
    rows = "16,475,x,0,,,/\n" * 1500
    file = read(REPORT.replace("49,231250", rows + "49,231250"))
    assert len(file.faults) == 1001
    assert file.faults[-1].code == "bai2_more_faults"
