"""OFX files as banks write them, read through the format's own door."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.ofx import OfxFormat
from ledgerflow.statements.parsed import Balance, ParsedFile, SourceFile

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
ROW = (
    "<STMTTRN><TRNTYPE>POS<DTPOSTED>20250302120000[-5:EST]<TRNAMT>-12.50<FITID>A1"
    "<NAME>HARBOR COFFEE<MEMO>CARD 4412</STMTTRN>\n"
)


def sgml(rows: str = ROW, *, balance: str = "<BALAMT>87.50<DTASOF>20250331", end: str = "</OFX>"):
    return (
        HEADER
        + "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>\n"
        + "<STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>111<ACCTID>000 4412<ACCTTYPE>SAVINGS"
        + "</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20250301<DTEND>20250331\n"
        + rows
        + f"</BANKTRANLIST><LEDGERBAL>{balance}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>"
        + end
    )


def read(text: str | bytes) -> ParsedFile:
    data = text if isinstance(text, bytes) else text.encode()
    assert OfxFormat().identify(data[:16_384], "statement")
    return OfxFormat().read(SourceFile("statement.ofx", data))


def row(**values: str) -> str:
    base = {"TRNTYPE": "DEBIT", "DTPOSTED": "20250302", "TRNAMT": "-1.00", "FITID": "X1"}
    return "<STMTTRN>" + "".join(f"<{k}>{v}" for k, v in {**base, **values}.items()) + "</STMTTRN>"


def codes(file: ParsedFile) -> list[str]:
    return [f.code for f in file.faults]


def test_a_bank_statement_is_read_with_account_period_and_closing_balance():
    (statement,) = read(sgml()).statements
    assert (statement.account_id, statement.bank_code) == ("000 4412", "111")
    assert (statement.currency, statement.account_kind) == ("USD", "savings")
    assert statement.closing == Balance(Decimal("87.50"), dt.date(2025, 3, 31))
    assert statement.opening is None
    assert (statement.period_start, statement.period_end) == (
        dt.date(2025, 3, 1),
        dt.date(2025, 3, 31),
    )
    (line,) = statement.lines
    assert (line.row, line.date, line.amount) == (10, dt.date(2025, 3, 2), Decimal("-12.50"))
    assert (line.bank_id, line.bank_type, line.counterparty) == ("A1", "POS", "HARBOR COFFEE")
    assert line.description == "HARBOR COFFEE CARD 4412"
    assert "<TRNAMT>-12.50" in line.raw


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t,
        lambda t: t.removeprefix(HEADER),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\r"),
        lambda t: t.replace("<TRNAMT>-12.50", "<TRNAMT>\n  -12.50  \n"),
        lambda t: t.replace("<TRNAMT>-12.50", "<TRNAMT>-12.50</TRNAMT>"),
        lambda t: t.replace("<TRNAMT>-12.50", "<TRNAMT>-12,50"),
        lambda t: t.replace("<TRNAMT>-12.50", "<TRNAMT>-00012.5000"),
        lambda t: t.replace("<TRNAMT>-12.50", '<TRNAMT kind="x">-12.50'),
        lambda t: t.replace("20250302120000[-5:EST]", "20250302"),
        lambda t: t.replace("20250302120000[-5:EST]", "20250302235959.999[+0:UTC]"),
        lambda t: t.replace("20250302120000[-5:EST]", "2025-03-02T12:00:00Z"),
        lambda t: t.replace("</BANKTRANLIST>", ""),
        lambda t: HEADER.replace("\n", " ") + t.removeprefix(HEADER),
        lambda t: HEADER.replace("\n", "") + t.removeprefix(HEADER),
        lambda t: "\n\n" + t,
        lambda t: (
            '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200"?>\n'
            + t.removeprefix(HEADER)
        ),
        lambda t: "<!--\n" + HEADER + "-->" + t.removeprefix(HEADER),
        lambda t: t.replace("<FITID>A1", "<FITID>A1<!-- <TRNAMT>-99.00 -->"),
        lambda t: t.replace("<FITID>A1", "<FITID><![CDATA[A1]]>"),
        lambda t: t.replace("<FITID>A1", "<FITID>A1<UNKNOWN.TAG><MYBANK.X>7"),
        lambda t: t + "\0\0\x1a",
    ],
)
def test_every_dialect_of_the_same_row_reads_the_same(change):
    file = read(change(sgml()))
    (statement,) = file.statements
    assert not file.errors
    assert [(i.date, i.amount, i.bank_id) for i in statement.lines] == [
        (dt.date(2025, 3, 2), Decimal("-12.50"), "A1")
    ]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-8", "cp1252"])
def test_accents_survive_in_every_charset(codec):
    text = sgml(row(NAME="Café Añejo"))
    assert read(text.encode(codec)).statements[0].lines[0].description == "Café Añejo"


def test_lower_case_tags_are_the_same_tags():
    text = sgml().replace(HEADER, "")
    assert read(text.lower()).statements[0].lines[0].amount == Decimal("-12.50")


def test_bytes_that_are_no_text_are_refused_with_the_line():
    with pytest.raises(UnreadableFile) as fault:
        read(sgml(row(NAME="CAF?")).encode().replace(b"CAF?", b"CAF\x81\xff"))
    assert fault.value.code == "ofx_undecodable"
    assert fault.value.extra["line"] == 10


def test_special_characters_in_descriptions_are_kept():
    rows = (
        row(NAME="AT&T &amp; SONS &#233;")
        + row(MEMO="I <3 tea")
        + row(MEMO="paid <by card> today")
        + row(MEMO="<![CDATA[a <b> & c]]>")
    )
    found = [i.description for i in read(sgml(rows)).statements[0].lines]
    assert found == ["AT&T & SONS é", "I <3 tea", "paid <by card> today", "a <b> & c"]


def test_what_is_commented_out_is_not_data():
    text = sgml("<!-- " + row(TRNAMT="-5.00") + " -->" + row())
    assert [i.amount for i in read(text).statements[0].lines] == [Decimal("-1.00")]


def test_all_faults_of_a_file_come_together_with_their_lines():
    rows = "\n".join(
        [row(DTPOSTED=""), row(TRNAMT="$120"), row(DTPOSTED="20250231"), row(TRNAMT=""), row()]
    )
    file = read(sgml(rows))
    assert [(f.line, f.column, f.code) for f in file.errors] == [
        (10, "DTPOSTED", "ofx_missing_value"),
        (11, "TRNAMT", "ofx_bad_amount"),
        (12, "DTPOSTED", "ofx_bad_date"),
        (13, "TRNAMT", "ofx_missing_value"),
    ]
    assert all(f.hint and f.excerpt for f in file.errors)
    assert len(file.statements[0].lines) == 1


def test_an_amount_with_two_readings_is_a_fault_not_a_guess():
    assert codes(read(sgml(row(TRNAMT="1,234")))) == ["ofx_ambiguous_amount"]


def test_a_row_that_swallowed_the_next_one_is_a_fault():
    damaged = row(TRNAMT="-5.00").replace("</STMTTRN>", "") + "<TRNAMT>-7.00</STMTTRN>" + row()
    assert codes(read(sgml(damaged))) == ["ofx_repeated_value"]
    lost_end = row(TRNAMT="-5.00").replace("</STMTTRN>", "") + row()
    assert codes(read(sgml(lost_end))) == ["ofx_unclosed"]


def test_a_writer_that_never_closes_its_rows_is_understood():
    file = read(sgml((row() + row(FITID="X2")).replace("</STMTTRN>", "\n")))
    assert not file.faults
    assert len(file.statements[0].lines) == 2


@pytest.mark.parametrize("kept", [0.5, 0.8, 0.93, 0.99])
def test_a_file_cut_off_anywhere_never_passes_as_whole(kept):
    text = sgml(ROW * 5)
    file = read(text[: int(len(text) * kept)])
    assert "ofx_truncated" in [f.code for f in file.errors]


def test_declarations_are_refused():
    text = sgml().replace("<OFX>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><OFX>')
    with pytest.raises(UnreadableFile) as fault:
        read(text)
    assert fault.value.code == "ofx_declaration"


@pytest.mark.parametrize("tag", ["A", "STMTTRN", "OFX", "NAME"])
@pytest.mark.parametrize("closed", [True, False])
def test_absurd_nesting_is_refused_without_recursion(tag, closed):
    text = "<OFX>" + f"<{tag}>" * 200_000 + (f"</{tag}>" * 200_000 + "</OFX>" if closed else "")
    with pytest.raises(UnreadableFile) as fault:
        read(text)
    assert fault.value.code == "ofx_too_deep"


def test_an_empty_ledger_balance_leaves_the_closing_balance_unknown():
    file = read(sgml(balance="<BALAMT><DTASOF>"))
    assert file.statements[0].closing is None
    assert not file.errors


def test_an_unreadable_ledger_balance_is_a_fault():
    assert codes(read(sgml(balance="<BALAMT>n/a<DTASOF>20250331"))) == ["ofx_bad_amount"]


def test_rows_without_an_id_are_told_once():
    file = read(sgml(row(FITID="") + row(FITID="") + row()))
    (note,) = file.faults
    assert (note.code, note.severity) == ("ofx_no_id", "note")
    assert note.message.startswith("2 of 3")


def test_a_statement_without_account_number_is_a_fault():
    assert codes(read(sgml().replace("<ACCTID>000 4412", ""))) == ["ofx_missing_value"]


def test_several_accounts_stay_apart():
    card = (
        "<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>9999"
        "</CCACCTFROM><BANKTRANLIST>" + row(TRNAMT="+1.234,56") + "</BANKTRANLIST><LEDGERBAL>"
        "<BALAMT>-50</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"
    )
    bank, cards = read(sgml(end=card)).statements
    assert (bank.account_id, cards.account_id) == ("000 4412", "9999")
    assert (cards.account_kind, cards.currency, cards.sum) == ("card", "EUR", Decimal("1234.56"))
    assert cards.closing == Balance(Decimal(-50), None)


def test_cash_rows_of_an_investment_account_are_read_and_trades_are_told():
    trade = "<BUYSTOCK><INVBUY><INVTRAN><FITID>T1<DTTRADE>20250303</INVTRAN></INVBUY></BUYSTOCK>"
    text = (
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>B"
        "<ACCTID>77</INVACCTFROM><INVTRANLIST>" + trade + "<INVBANKTRAN>" + row() + "<SUBACCTFUND>"
        "CASH</INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>"
    )
    file = read(text)
    assert file.statements[0].account_kind == "investment"
    assert [i.amount for i in file.statements[0].lines] == [Decimal("-1.00")]
    assert codes(file) == ["ofx_trades_not_read"]


def test_currency_and_original_currency_differ():
    foreign = row().replace("</STMTTRN>", "<CURRENCY><CURRATE>1.1<CURSYM>CAD</CURRENCY></STMTTRN>")
    converted = foreign.replace("CURRENCY>", "ORIGCURRENCY>")
    file = read(sgml(foreign + converted))
    assert [i.currency for i in file.statements[0].lines] == ["CAD", ""]
    assert codes(file) == ["ofx_other_currency"]


def test_a_payee_block_names_the_counterparty():
    block = "<PAYEE><NAME>Ada Finch<CITY>Springton</PAYEE><MEMO>rent</STMTTRN>"
    (line,) = read(sgml(row().replace("</STMTTRN>", block))).statements[0].lines
    assert (line.counterparty, line.description) == ("Ada Finch", "Ada Finch rent")


def test_a_memo_that_repeats_the_name_is_not_said_twice():
    rows = row(NAME="TEA HOUSE", MEMO="TEA HOUSE") + row(NAME="TEA HOU", MEMO="TEA HOUSE LTD")
    found = [i.description for i in read(sgml(rows)).statements[0].lines]
    assert found == ["TEA HOUSE", "TEA HOUSE LTD"]


def test_pending_rows_stay_out_of_the_sum():
    pending = (
        "<BANKTRANLISTP><DTASOF>20250331<STMTTRNP><TRNTYPE>POS<DTTRAN>20250330<TRNAMT>-9.00"
        "<NAME>HOTEL</STMTTRNP></BANKTRANLISTP><LEDGERBAL>"
    )
    (statement,) = read(sgml().replace("<LEDGERBAL>", pending)).statements
    assert [i.amount for i in statement.pending] == [Decimal("-9.00")]
    assert statement.sum == Decimal("-12.50")


def test_an_error_answer_holds_no_statement_and_says_why():
    text = (
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Wrong password"
        "</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
    )
    file = read(text)
    assert file.statements == ()
    assert codes(file) == ["ofx_bank_status", "ofx_no_statement"]
    assert "Wrong password" in file.faults[0].message
    assert not file.errors


def test_an_empty_list_with_a_period_is_the_banks_word_that_nothing_moved():
    assert read(sgml("")).statements[0].stated_empty
    assert not read(sgml(row(TRNAMT="?"))).statements[0].stated_empty


def test_newest_first_is_noticed():
    rows = row(DTPOSTED="20250303") + row(DTPOSTED="20250302")
    assert read(sgml(rows)).statements[0].newest_first


@pytest.mark.parametrize(
    "head",
    [
        b"Date,Amount\n2025-01-01,5 <OFX>\n",
        b"<html><body><OFX></body>",
        b"<Document><BkToCstmrStmt/></Document>",
        b"%PDF-1.7",
        b"!Type:Bank\nD1/1/25\n",
        b":20:STARTUMS\n:25:1/2\n",
    ],
)
def test_other_formats_are_not_claimed(head):
    assert not OfxFormat().identify(head, "statement.ofx")


def test_a_header_without_content_is_unreadable():
    with pytest.raises(UnreadableFile) as fault:
        read(HEADER)
    assert fault.value.code == "ofx_no_root"
