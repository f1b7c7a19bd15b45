"""QIF files as banks and other programs write them, read through the format's own door."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats.qif import QifFormat
from ledgerflow.statements.parsed import Balance, ParsedFile, SourceFile
from ledgerflow.statements.proof import prove

BANK = """!Type:Bank
D03/13/2025
T-12.50
N1007
PHarbor Coffee
MCard 4412
LMeals:Coffee
^
D03/14/2025
T1,250.00
PNorthwind Ltd
^
"""


def read(text: str | bytes, **stated: str) -> ParsedFile:
    data = text if isinstance(text, bytes) else text.encode()
    assert formats.identify(data, "export.txt").id == "qif"
    return QifFormat().read(SourceFile("export.txt", data, stated or None))


def codes(file: ParsedFile, severity: str = "error") -> list[str]:
    return [f.code for f in file.faults if f.severity == severity]


def rows(file: ParsedFile, statement: int = 0) -> list[tuple[str, str]]:
    return [(str(x.date), str(x.amount)) for x in file.statements[statement].lines]


def test_transactions_are_read_and_their_balance_cannot_be_proved():
    file = read(BANK)
    (found,) = file.statements
    coffee, invoice = found.lines
    assert (coffee.row, coffee.date, coffee.amount) == (2, dt.date(2025, 3, 13), Decimal("-12.50"))
    assert (coffee.description, coffee.counterparty) == (
        "Harbor Coffee Card 4412",
        "Harbor Coffee",
    )
    assert (coffee.check_number, found.account_kind) == ("1007", "checking")
    assert "LMeals:Coffee" in coffee.raw
    assert (invoice.amount, invoice.description) == (Decimal("1250.00"), "Northwind Ltd")
    assert codes(file) == []
    assert set(codes(file, "note")) == {"qif_no_account", "qif_no_currency"}
    assert prove(found, file.faults).verdict == "not_provable"


def test_a_savings_withdrawal_word_is_a_kind_and_no_check_number():
    (line, _) = read(BANK.replace("N1007", "NATM")).statements[0].lines
    assert (line.check_number, line.bank_type) == ("", "ATM")


def test_several_accounts_are_kept_apart_and_blocks_of_one_account_together():
    text = (
        "!Option:AutoSwitch\n!Account\nNChecking\nTBank\n^\nNVisa\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Account\nNChecking\nTBank\n^\n!Type:Bank\nD3/13/25\nT-1.00\nPA\n^\n"
        "!Account\nNVisa\nTCCard\n^\n!Type:CCard\nD3/14/25\nT-2.00\nPB\n^\n"
        "!Account\nNChecking\nTBank\n^\n!Type:Bank\nD3/15/25\nT-4.00\nPC\n^\n"
    )
    file = read(text)
    told = [(s.account_id, s.account_kind, s.sum) for s in file.statements]
    assert told == [("Checking", "checking", Decimal(-5)), ("Visa", "card", Decimal(-2))]
    assert codes(file) == []


def test_rows_right_behind_their_account_are_read_without_a_type_of_their_own():
    text = "!Account\nNVisa\nDMy card\nTCCard\n^\nD3/13/25\nT-4.00\nPA\n^\nD3/14/25\nT5\n^\n"
    (found,) = read(text).statements
    assert (found.account_id, found.account_kind, found.sum) == ("Visa", "card", Decimal(1))


def test_a_list_of_accounts_does_not_name_the_rows_after_it():
    listed = "!Option:AutoSwitch\n!Account\nNOne\n^\nNTwo\n^\n!Clear:AutoSwitch\n"
    assert read(listed + BANK).statements[0].account_id == ""
    single = "!Account\nNOne\nTBank\n^\n!Clear:AutoSwitch\n"
    assert read(single + BANK).statements[0].account_id == "One"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("3/13/25", "3/ 4/25", "2025-03-04"),
        ("13/3/25", "4/ 3/25", "2025-03-04"),
        ("3/13'25", "3/ 4' 5", "2005-03-04"),
        ("3/13'2025", "3/4'2025", "2025-03-04"),
        ("13.03.2025", "04.03.2025", "2025-03-04"),
        ("2025-03-13", "2025-03-04", "2025-03-04"),
        ("20250313", "20250304", "2025-03-04"),
        ("13 Mar 2025", "4 Mar 2025", "2025-03-04"),
        ("12/31/96", "3/4/98", "1998-03-04"),
        ("3-13-2025", "3-4-2025", "2025-03-04"),
    ],
)
def test_one_order_of_dates_holds_for_the_whole_file(first, second, expected):
    file = read(f"!Type:Bank\nD{first}\nT-1.00\n^\nD{second}\nT-2.00\n^\n")
    assert codes(file) == []
    assert rows(file)[1] == (expected, "-2.00")


def test_dates_that_read_two_ways_are_asked_and_the_answer_is_taken():
    text = "!Type:Bank\nD03/04/2025\nT-1.00\n^\nD05/06/2025\nT-2.00\n^\n"
    assert codes(read(text)) == ["date_order_ambiguous"]
    for order, first in (("dmy", "2025-04-03"), ("mdy", "2025-03-04")):
        file = read(text, date_order=order)
        assert codes(file) == []
        assert rows(file)[0][0] == first
        assert file.reading["date_order"] == order


def test_an_order_remembered_of_another_file_does_not_overrule_this_one():
    file = read(BANK, date_order="dmy")
    assert rows(file)[0][0] == "2025-03-13"


def test_a_day_that_is_the_same_in_both_orders_is_not_asked():
    assert codes(read("!Type:Bank\nD1/ 1'00\nT-1.00\n^\n")) == []


def test_a_date_against_the_order_of_the_file_is_a_fault_and_not_read_the_other_way():
    dates = ["1/13/25", "1/14/25", "1/15/25", "31/1/25"]
    text = "!Type:Bank\n" + "".join(f"D{d}\nT-1.00\n^\n" for d in dates)
    file = read(text)
    (fault,) = [f for f in file.faults if f.severity == "error"]
    assert (fault.code, fault.line, fault.column) == ("qif_bad_date", 11, "D")
    assert "31/1/25" in fault.message
    assert len(file.statements[0].lines) == 3


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("-1,234.56", "-1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("-1'234.50", "-1234.50"),
        ("-,50", "-0.50"),
        ("+75", "75"),
        ("(12.00)", "-12.00"),
        ("12.00-", "-12.00"),
        ("$-5.25", "-5.25"),
        ("1,234", "1234"),
        ("-0.00", "0.00"),
    ],
)
def test_amounts_as_they_are_written(printed, amount):
    file = read(f"!Type:Bank\nD3/13/25\nT{printed}\nPX\n^\n")
    assert codes(file) == []
    assert file.statements[0].lines[0].amount == Decimal(amount)


def test_the_decimal_mark_is_one_for_the_whole_file():
    text = "!Type:Bank\nD13/3/25\nT1.234\n^\nD14/3/25\nT-0,50\n^\n"
    assert [amount for _, amount in rows(read(text))] == ["1234", "-0.50"]


def test_marks_that_contradict_each_other_are_asked():
    text = "!Type:Bank\nD13/3/25\nT1.234\n^\nD14/3/25\nT1,234\n^\n"
    assert "qif_ambiguous_amount" in codes(read(text))


@pytest.mark.parametrize("bad", ["12..50", "abc", "1e5", "-1.234567", "12.3O", "99999999999999999"])
def test_an_amount_that_cannot_be_read_is_a_fault_and_never_zero(bad):
    file = read(BANK.replace("T-12.50", f"T{bad}"))
    (fault,) = [f for f in file.faults if f.severity == "error"]
    assert fault.code in ("qif_bad_amount", "qif_missing_value")
    assert fault.line == 2
    assert len(file.statements[0].lines) == 1


@pytest.mark.parametrize("gone", ["D03/13/2025\n", "T-12.50\n"])
def test_a_missing_date_or_amount_is_a_fault(gone):
    assert codes(read(BANK.replace(gone, ""))) == ["qif_missing_value"]


def test_two_amounts_of_one_row_must_agree():
    assert codes(read(BANK.replace("T-12.50", "U-12.50\nT-12.5"))) == []
    assert codes(read(BANK.replace("T-12.50", "U-12.50\nT-12.60"))) == ["qif_two_amounts"]
    assert rows(read(BANK.replace("T-12.50", "U-12.50")))[0][1] == "-12.50"


def test_two_rows_without_an_end_mark_between_them_are_a_fault():
    assert codes(read(BANK.replace("LMeals:Coffee\n^\n", ""))) == ["qif_repeated_value"]


def test_parts_must_add_up_to_their_row():
    parts = "T-12.50\nSMeals\nEwith guests\n$-10.00\nSTips\n%20\n$-2.50\n"
    assert codes(read(BANK.replace("T-12.50\n", parts))) == []
    assert codes(read(BANK.replace("T-12.50\n", parts.replace("2.50\nS", "2.50\nS")))) == []
    wrong = read(BANK.replace("T-12.50\n", parts.replace("$-10.00", "$-1.00")))
    assert codes(wrong) == ["qif_split_sum"]


def test_parts_without_amounts_are_not_added():
    assert codes(read(BANK.replace("T-12.50\n", "T-12.50\nSMeals\n%50\nSTips\n%50\n"))) == []


def test_a_date_inside_of_a_part_is_not_a_second_date():
    assert codes(read(BANK.replace("^", "SMeals\nD1/1/2025\n$-12.50\n^", 1))) == []


def test_a_memo_that_goes_on_in_the_next_line_is_one_text():
    text = BANK.replace("MCard 4412", "MCard 4412\nthanks for\nTaking part\n77 Pier Road")
    line = read(text).statements[0].lines[0]
    assert line.description == "Harbor Coffee Card 4412 thanks for Taking part 77 Pier Road"
    assert line.amount == Decimal("-12.50")


def test_a_memo_of_very_many_lines_is_read_in_linear_time():
    text = "!Type:Bank\nD3/13/25\nT1.00\n" + "Mword\n" * 200_000 + "^\n"
    assert len(read(text).statements[0].lines[0].description) == 200_000 * 5 - 1


def test_a_line_that_belongs_to_nothing_is_a_fault():
    assert codes(read(BANK.replace("T-12.50", "T-12.50\n12.50"))) == ["qif_stray_text"]


def test_address_or_category_stand_in_where_payee_and_memo_are_missing():
    text = "!Type:Cash\nD3/13/25\nT-1.00\nAPier Road 7\nATown\n^\nD3/14/25\nT-2.00\nLOffice\n^\n"
    assert [x.description for x in read(text).statements[0].lines] == ["Pier Road 7 Town", "Office"]


def test_lists_are_passed_over_and_named():
    lists = (
        "!Type:Cat\nNMeals\nDEating out\nE\n^\nNRent\n^\n!Type:Class\nNTravel\n^\n"
        '!Type:Memorized\nKC\nT-9.99\nPGym\n^\n!Type:Prices\n"ACME",12.5,"3/13\'25"\n^\n'
    )
    file = read(lists + BANK)
    assert len(file.statements[0].lines) == 2
    (told,) = [f.message for f in file.faults if f.code == "qif_lists_skipped"]
    assert "categories (2), classes (1), memorized transactions (1), prices (1)" in told


def test_a_file_of_lists_alone_holds_no_statement_and_says_so():
    file = read("!Account\nNChecking\nTBank\n^\n!Type:Cat\nNMeals\n^\n")
    assert file.statements == ()
    assert codes(file) == []
    assert "qif_no_statement" in codes(file, "note")


def test_an_unknown_type_with_transactions_is_read_and_without_them_named():
    assert len(read(BANK.replace("Type:Bank", "Type:Girokonto")).statements[0].lines) == 2
    file = read("!Type:Zoo\nNLion\n^\n" + BANK)
    assert "qif_unknown_section" in codes(file, "note")


def test_an_opening_balance_names_the_account_and_is_pointed_out():
    text = "!Type:Bank\nD3/13'25\nT100.00\nPOpening Balance\nL[Checking]\n^\n"
    file = read(text)
    assert file.statements[0].account_id == "Checking"
    assert rows(file) == [("2025-03-13", "100.00")]
    assert "qif_opening_row" in codes(file, "note")


@pytest.mark.parametrize(
    ("printed", "closing"),
    [
        ("/3/31/2025\n$1237.50\n", Balance(Decimal("1237.50"), dt.date(2025, 3, 31))),
        ("/3/13/2025\n$1237.50\n", None),
        ("$1237.50\n", None),
    ],
)
def test_a_statement_balance_counts_where_it_is_as_late_as_the_rows(printed, closing):
    file = read(f"!Account\nNChecking\nTBank\n{printed}^\n{BANK}")
    assert file.statements[0].closing == closing
    assert codes(file) == []
    assert prove(file.statements[0], file.faults).verdict == "not_provable"


def test_an_unreadable_statement_balance_is_left_out_and_told():
    file = read(f"!Account\nNChecking\n/3/31/2025\n$12x\n^\n{BANK}")
    assert "qif_bad_balance" in codes(file, "note")


def test_rows_of_an_investment_account_that_move_cash_are_read_and_trades_are_not():
    rows_ = [
        ("XIn", "", "100.00"),
        ("XOut", "", "40.00"),
        ("Div", "ACME", "12.50"),
        ("MargInt", "", "3.00"),
        ("Cash", "", "-7.00"),
        ("Buy", "ACME", "900.00"),
        ("BuyX", "ACME", "900.00"),
        ("ReinvDiv", "ACME", "5.00"),
    ]
    text = "!Account\nNBroker\nTInvst\n^\n!Type:Invst\n"
    for action, security, amount in rows_:
        held = f"Y{security}\nQ3\n" if security and action != "Div" else ""
        text += f"D3/13'25\nN{action}\n{held}T{amount}\n^\n"
    file = read(text)
    (found,) = file.statements
    amounts = [str(x.amount) for x in found.lines]
    assert amounts == ["100.00", "-40.00", "12.50", "-3.00", "-7.00"]
    assert (found.account_kind, found.lines[1].bank_type) == ("investment", "XOut")
    assert any(f.message.startswith("3 trades") for f in file.faults)


def test_trades_alone_make_no_statement():
    text = "!Type:Invst\nD8/25'25\nNBuy\nYACME\nI9.5\nQ10\nT95.00\n^\n"
    assert read(text).statements == ()


@pytest.mark.parametrize(
    "dress",
    [
        lambda t: t.encode("utf-8-sig"),
        lambda t: t.encode("utf-16"),
        lambda t: t.encode("cp1252"),
        lambda t: t.replace("\n", "\r\n").encode(),
        lambda t: t.replace("\n", "\r").encode(),
        lambda t: ("# exported by a program, v1, today\n\n" + t).encode(),
        lambda t: ("^\n" + t).encode(),
        lambda t: t.replace("!Type:Bank", "!type: bank  ").encode(),
        lambda t: t.replace("!Type:Bank\n", "").encode(),
        lambda t: t.encode() + b"\x1a",
    ],
)
def test_files_in_the_dress_of_many_programs(dress):
    text = BANK.replace("Harbor Coffee", "Café Müller")
    file = read(dress(text))
    assert codes(file) == []
    assert [x.counterparty for x in file.statements[0].lines] == ["Café Müller", "Northwind Ltd"]


def test_a_currency_sign_that_names_one_currency_is_taken():
    file = read(BANK.replace("T-12.50", "T-€12.50").replace("T1,250.00", "T€1,250.00"))
    assert file.statements[0].currency == "EUR"
    assert "qif_no_currency" not in codes(file, "note")


def test_nul_bytes_and_mixed_encodings_are_named():
    with pytest.raises(UnreadableFile) as caught:
        QifFormat().read(SourceFile("x", BANK.encode().replace(b"Harbor", b"Har\0bor")))
    assert caught.value.code == "qif_nul_bytes"
    mixed = BANK.replace("Harbor", "Bär").encode() + "D3/15/2025\nT1.00\nPÄ\n^\n".encode("cp1252")
    assert codes(read(mixed)) == ["qif_mixed_encoding"]


def test_many_faults_are_counted_and_not_all_listed():
    file = read("!Type:Bank\nD3/13/25\nT1.00\n^\n" + "D3/13/25\nTx\n^\n" * 1500)
    assert len(file.faults) == 1001
    assert file.faults[-1].code == "qif_more_faults"


def test_other_text_is_not_claimed():
    for text in ("Date,Amount\n1,2\n", "Dear Sir\nThank you\n^\n", "", ":20:X\n:25:1\n", "!Hello"):
        assert not QifFormat().identify(text.encode(), "x.qif")


def test_text_without_a_header_or_a_record_is_refused():
    with pytest.raises(UnreadableFile) as caught:
        QifFormat().read(SourceFile("x.qif", b"hello\n"))
    assert caught.value.code == "qif_no_records"
