"""MT940 and MT942 files as banks write them, read through the format's own door."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats.mt940 import Mt940Format
from ledgerflow.statements.parsed import Balance, ParsedFile, SourceFile
from ledgerflow.statements.proof import prove

HEADER = ":20:REF250131\n:25:12345678/0099887766\n:28C:7/1\n"
ENTRIES = (
    ":61:2501300130DR12,50NMSCNONREF//B-1\n:86:HARBOR COFFEE\n"
    ":61:2501310131CR100,00NTRFINV-77//B-2\n:86:INVOICE 77 NORTHWIND LTD\n"
)


def statement(
    entries: str = ENTRIES,
    *,
    opening: str = ":60F:C250129EUR1000,00",
    closing: str = ":62F:C250131EUR1087,50",
    header: str = HEADER,
    end: str = "-\n",
) -> str:
    return f"{header}{opening}\n{entries}{closing}\n{end}"


def read(text: str | bytes) -> ParsedFile:
    data = text if isinstance(text, bytes) else text.encode()
    file = SourceFile("statement.sta", data)
    assert formats.identify(data, "statement.sta").id == "mt940"
    return Mt940Format().read(file)


def codes(file: ParsedFile, severity: str = "error") -> list[str]:
    return [f.code for f in file.faults if f.severity == severity]


def verdicts(file: ParsedFile) -> list[str]:
    return [prove(s, file.faults).verdict for s in file.statements]


def test_a_statement_is_read_with_account_balances_and_entries_and_proves():
    file = read(statement())
    (found,) = file.statements
    assert (found.account_id, found.bank_code) == ("12345678/0099887766", "12345678")
    assert found.currency == "EUR"
    assert found.opening == Balance(Decimal("1000.00"), dt.date(2025, 1, 29))
    assert found.closing == Balance(Decimal("1087.50"), dt.date(2025, 1, 31))
    assert (found.period_start, found.period_end) == (dt.date(2025, 1, 30), dt.date(2025, 1, 31))
    coffee, invoice = found.lines
    assert (coffee.row, coffee.date, coffee.amount) == (5, dt.date(2025, 1, 30), Decimal("-12.50"))
    assert (coffee.bank_id, coffee.bank_type) == ("B-1", "NMSC")
    assert coffee.description == "HARBOR COFFEE"
    assert ":61:2501300130DR12,50" in coffee.raw
    assert (invoice.amount, invoice.description) == (Decimal("100.00"), "INVOICE 77 NORTHWIND LTD")
    assert not file.faults
    assert verdicts(file) == ["proved"]


def test_a_reversed_credit_is_money_out_and_a_reversed_debit_is_money_in():
    entries = ":61:250130RCR40,00NRTINONREF\n:61:250130RDR15,00NRTINONREF\n"
    file = read(statement(entries, closing=":62F:C250131EUR975,00"))
    assert [x.amount for x in file.statements[0].lines] == [Decimal("-40.00"), Decimal("15.00")]
    assert verdicts(file) == ["proved"]


def test_an_overdrawn_account_has_negative_balances():
    text = statement(opening=":60F:D250129EUR20,00", closing=":62F:C250131EUR67,50")
    (found,) = read(text).statements
    assert found.opening == Balance(Decimal("-20.00"), dt.date(2025, 1, 29))
    assert found.closing == Balance(Decimal("67.50"), dt.date(2025, 1, 31))


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\n\n" + text,
        lambda text: text.removesuffix("-\n"),
        lambda text: "{1:F01NORDXX2AXXX0000000000}{2:I940NORDXX2AXXXN}{4:\n" + text[:-2] + "-}\n",
        lambda text: "{1:F01NORDXX2AXXX0000000000}{2:I940NORDXX2AXXXN}{4:" + text[:-2] + "-}{5:}",
        lambda text: "\x01{1:F01NORDXX2AXXX}{4:\n" + text[:-2] + "-}\x03",
        lambda text: "NORDXX2A\n940\nNORDXX2A\n" + text,
        lambda text: ":940:\n" + text,
        lambda text: "".join(f"  {x}" if x[:1] == ":" else x for x in text.splitlines(True)),
        lambda text: text.replace(":60F:", ":60f:").replace(":62F:", ":62f:"),
        lambda text: text.replace("EUR1087,50", "EUR1.087,50"),
        lambda text: text.replace("EUR1000,00", "EUR1000,"),
        lambda text: text.replace("EUR1000,00", "EUR000000001000,00"),
        lambda text: text.replace("2501300130", "250130"),
        lambda text: text.replace(":62F:", ":64:C250131EUR1,00\n:62F:"),
    ],
)
def test_banks_dress_one_statement_in_many_ways(dress):
    file = read(dress(statement()))
    (found,) = file.statements
    assert [x.amount for x in found.lines] == [Decimal("-12.50"), Decimal("100.00")]
    assert not file.errors
    assert verdicts(file) == ["proved"]


def test_utf_16_and_windows_text_are_read():
    text = statement(":61:250130C87,50NTRFNONREF\n:86:MÜLLER & SÖHNE\n")
    for data in (text.encode("utf-16"), text.encode("cp1252"), text.encode("cp850")):
        file = Mt940Format().read(SourceFile("x", data))
        assert file.statements[0].lines[0].description == "MÜLLER & SÖHNE"
        assert not file.errors


def test_several_accounts_and_statements_stand_in_one_file():
    other = statement("", header=":20:B\n:25:777\n:28C:1\n", closing=":62F:C250131EUR1000,00")
    file = read(statement() + other)
    assert [s.account_id for s in file.statements] == ["12345678/0099887766", "777"]
    assert verdicts(file) == ["proved", "proved"]


def test_a_statement_without_entries_and_with_equal_balances_says_that_nothing_moved():
    file = read(statement("", closing=":62F:C250131EUR1000,00"))
    assert file.statements[0].stated_empty
    assert verdicts(file) == ["proved"]


def test_an_entry_that_is_lost_leaves_the_statement_not_proved():
    file = read(statement(ENTRIES.split(":61:2501310131")[0]))
    assert verdicts(file) == ["not_proved"]


def test_a_value_date_that_does_not_exist_is_noted_and_the_entry_date_counts():
    file = read(statement(":61:2502300301CR87,50NTRFNONREF\n"))
    (line,) = file.statements[0].lines
    assert (line.date, line.value_date) == (dt.date(2025, 3, 1), None)
    (fault,) = file.faults
    assert (fault.code, fault.column, fault.severity) == ("mt940_bad_date", "value date", "note")


def test_an_entry_without_any_possible_date_is_an_error_and_no_line():
    file = read(statement(":61:250230CR87,50NTRFNONREF\n"))
    assert file.statements[0].lines == ()
    assert codes(file) == ["mt940_bad_date"]
    assert verdicts(file) == ["not_proved"]


def test_all_faults_of_a_file_come_together_with_their_lines():
    entries = ":61:rubbish\n:61:250130CR1,2,3NTRF\n:61:250230C1,00NTRF\n"
    file = read(statement(entries, closing=":62F:no balance"))
    assert codes(file) == [
        "mt940_bad_balance",
        "mt940_bad_entry",
        "mt940_bad_amount",
        "mt940_bad_date",
    ]
    assert [f.line for f in file.faults] == [8, 5, 6, 7]
    assert all(f.hint and f.excerpt for f in file.faults)


def test_a_statement_without_closing_balance_is_told_and_never_proved():
    file = read(HEADER + ":60F:C250129EUR1000,00\n" + ENTRIES)
    assert codes(file, "note") == ["mt940_no_closing"]
    assert verdicts(file) == ["not_provable"]


@pytest.mark.parametrize("cut", [":62F:", ":61:2501310131", ":60F:"])
def test_a_file_cut_off_in_its_last_statement_is_an_error(cut):
    whole = statement() + statement(header=HEADER.replace("7/1", "8/1"))
    at = whole.rindex(cut)
    assert read(whole[:at]).errors


def test_an_envelope_that_is_not_closed_is_an_error():
    file = read("{1:F01NORDXX2AXXX0000000000}{4:\n" + statement(end=""))
    assert codes(file) == ["mt940_truncated"]


def test_pages_of_one_statement_are_chained_by_their_intermediate_balances():
    first = statement(closing=":62M:C250131EUR1087,50")
    second = statement(
        "",
        header=HEADER.replace("7/1", "7/2"),
        opening=":60M:C250131EUR1087,50",
        closing=":62F:C250131EUR1087,50",
    )
    file = read(first + second)
    assert not file.faults
    assert verdicts(file) == ["proved", "proved"]
    broken = read(first + second.replace("1087,50", "1088,50"))
    assert codes(broken) == ["mt940_page_gap"]
    assert codes(read(first), "note") == ["mt940_pages_missing"]
    assert codes(read(second), "note") == ["mt940_pages_missing"]


def test_two_accounts_in_one_message_are_never_read_as_one():
    text = statement(ENTRIES.replace(":86:HARBOR", ":25:555\n:86:HARBOR", 1))
    assert codes(read(text)) == ["mt940_second_account"]


def test_balances_in_two_currencies_are_an_error():
    assert codes(read(statement(closing=":62F:C250131USD1087,50"))) == ["mt940_two_currencies"]


def test_a_balance_without_currency_is_told_and_proves_nothing():
    file = read(statement(closing=":62F:C2501311087,50"))
    assert codes(file, "note") == ["mt940_balance_currency"]
    assert verdicts(file) == ["not_provable"]


def test_a_closing_balance_on_an_impossible_day_still_counts():
    file = read(statement(closing=":62F:C250231EUR1087,50"))
    assert file.statements[0].closing == Balance(Decimal("1087.50"), None)
    assert verdicts(file) == ["proved"]


def test_totals_after_the_balances_are_not_part_of_the_last_entry():
    text = statement(closing=":62F:C250131EUR1087,50\n:64:C250131EUR1,00\n:86:/SUM/1/1/12,5/100,/")
    assert read(text).statements[0].lines[-1].description == "INVOICE 77 NORTHWIND LTD"


INTERIM = (
    ":20:INTERIM\n:25:555\n:28C:1/1\n:34F:EUR0,00\n:13D:2501311730+0100\n"
    + ENTRIES
    + ":90D:1EUR12,50\n:90C:1EUR100,00\n-\n"
)


def test_an_interim_report_is_proved_by_its_sums_and_counts():
    file = read(INTERIM)
    (found,) = file.statements
    assert (found.currency, found.period_end) == ("EUR", dt.date(2025, 1, 31))
    totals = found.totals
    assert (totals.money_in, totals.count_in) == (Decimal("100.00"), 1)
    assert (totals.money_out, totals.count_out) == (Decimal("12.50"), 1)
    assert not file.faults
    assert verdicts(file) == ["proved"]
    assert verdicts(read(INTERIM.replace("1EUR12,50", "2EUR22,50"))) == ["not_proved"]


def test_expected_entries_of_an_interim_report_are_pending():
    text = INTERIM.replace("0131CR100", "0131EC100").replace("1EUR100,00", "0EUR0,00")
    (found,) = read(text).statements
    assert [x.amount for x in found.pending] == [Decimal("100.00")]
    assert [x.amount for x in found.lines] == [Decimal("-12.50")]


def test_fields_without_balance_or_entry_are_no_statement():
    file = read(":25:5550001EUR\n")
    assert file.statements == ()
    assert codes(file, "note") == ["mt940_no_statement"]


def test_an_entry_alone_is_read_and_its_lack_of_account_told():
    file = read(":61:250701CN50,00NZ10NONREF\n-\n")
    assert file.statements[0].sum == Decimal("50.00")
    assert codes(file, "note") == ["mt940_no_account", "mt940_no_closing"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (statement().encode().replace(b"HARBOR", b"HAR\0BOR"), "mt940_nul_bytes"),
        (b"\xff\xfe" + statement().encode("utf-16-le")[:-1], "mt940_undecodable"),
        (b"no field at all", "mt940_no_fields"),
    ],
)
def test_what_is_no_text_or_no_field_is_refused(data, code):
    with pytest.raises(UnreadableFile) as caught:
        Mt940Format().read(SourceFile("x", data))
    assert caught.value.code == code
    assert caught.value.hint


def test_two_encodings_in_one_file_are_an_error_that_names_the_line():
    data = statement(":61:250130C87,50NTRF\n:86:MÜLLER ÄÖÜ\n").encode()
    data += (
        statement("", closing=":62F:C250131EUR1000,00")
        .encode()
        .replace(b"REF250131", "Größe".encode("cp1252"))
    )
    (fault,) = Mt940Format().read(SourceFile("x", data)).errors
    assert (fault.code, fault.line) == ("mt940_mixed_encoding", 9)


@pytest.mark.parametrize(
    "text",
    [
        ":NS:\n",
        "Date,Description,Amount\n2025-01-31,:61:,1.00\n",
        '<?xml version="1.0"?>\n<Doc>\n:20:A\n:25:B\n</Doc>',
        "!Type:Bank\nD1/2/25\nT-5.00\n^",
        "OFXHEADER:100\n",
        "Dear reader,\n:20: is a tag.\n",
        "",
    ],
)
def test_other_files_are_not_claimed(text):
    assert not Mt940Format().identify(text.encode(), "x.sta")


def test_a_very_long_line_and_many_faults_end_soon_and_capped():
    file = read(statement(":61:x\n" * 1500 + ":61:250130C" + "9" * 100_000 + "\n"))
    assert len(file.faults) == 1001
    assert file.faults[-1].code == "mt940_more_faults"
