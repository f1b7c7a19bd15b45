"""CAMT files as banks write them, read through the format's own door."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements import formats
from ledgerflow.statements.formats.camt import CamtFormat
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedLine, SourceFile
from ledgerflow.statements.proof import prove

IBAN = "DE12500105170648489890"
KINDS = {
    "053": ("BkToCstmrStmt", "Stmt"),
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
ACCOUNT = f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"


def balance(code: str, amount: str, sign: str = "CRDT", day: str = "2025-01-31", ccy="EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
    )


def entry(
    amount: str = "12.50",
    sign: str = "DBIT",
    *,
    status: str = "<Sts>BOOK</Sts>",
    day: str = "<BookgDt><Dt>2025-01-30</Dt></BookgDt>",
    rest: str = "",
    ccy: str = ' Ccy="EUR"',
) -> str:
    return (
        f"<Ntry><Amt{ccy}>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}{day}{rest}</Ntry>\n"
    )


def part(inner: str) -> str:
    return f"<TxDtls>{inner}</TxDtls>"


def details(*parts: str) -> str:
    return f"<NtryDtls>{''.join(map(part, parts))}</NtryDtls>"


OPENING = balance("OPBD", "1000.00", day="2025-01-29")
CLOSING = balance("CLBD", "1087.50")
ENTRIES = entry() + entry("100.00", "CRDT")


def statement(
    entries: str = ENTRIES,
    *,
    before: str = OPENING + CLOSING,
    account: str = ACCOUNT,
    kind: str = "053",
    head: str = "<Id>S1</Id><CreDtTm>2025-01-31T18:00:00+01:00</CreDtTm>",
) -> str:
    name = KINDS[kind][1]
    return f"<{name}>{head}{account}{before}{entries}</{name}>\n"


def document(*statements: str, kind: str = "053", version: str = "001.02") -> str:
    name = KINDS[kind][0]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.{version}">\n'
        f"<{name}><GrpHdr><MsgId>M</MsgId><CreDtTm>2025-01-31T18:00:00</CreDtTm></GrpHdr>\n"
        f"{''.join(statements)}</{name}></Document>\n"
    )


def read(text: str | bytes) -> ParsedFile:
    data = text if isinstance(text, bytes) else text.encode()
    assert formats.identify(data, "statement.xml").id == "camt"
    return CamtFormat().read(SourceFile("statement.xml", data))


def read_lines(entries: str, **how: str) -> tuple[ParsedLine, ...]:
    (found,) = read(document(statement(entries, **how))).statements
    return found.lines


def codes(file: ParsedFile, severity: str = "error") -> list[str]:
    return [f.code for f in file.faults if f.severity == severity]


def verdicts(file: ParsedFile) -> list[str]:
    return [prove(s, file.faults).verdict for s in file.statements]


def test_a_statement_is_read_with_account_balances_and_entries_and_proves():
    file = read(document(statement()))
    (found,) = file.statements
    assert (found.account_id, found.currency) == (IBAN, "EUR")
    assert found.opening == Balance(Decimal("1000.00"), dt.date(2025, 1, 29))
    assert found.closing == Balance(Decimal("1087.50"), dt.date(2025, 1, 31))
    assert [line.amount for line in found.lines] == [Decimal("-12.50"), Decimal("100.00")]
    assert [line.date for line in found.lines] == [dt.date(2025, 1, 30)] * 2
    assert [line.row for line in found.lines] == [4, 5]
    assert (file.faults, verdicts(file)) == ((), ["proved"])


@pytest.mark.parametrize("version", ["001.01", "001.02", "001.06", "001.08", "001.13"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_version_and_kind_of_message_is_read(kind, version):
    file = read(document(statement(kind=kind), kind=kind, version=version))
    assert (verdicts(file), file.reading["messages"]) == (["proved"], [f"camt.{kind}"])


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace(' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', ""),
        lambda t: (
            t.replace("<", "<n:")
            .replace("<n:/", "</n:")
            .replace("<n:?", "<?")
            .replace("xmlns=", "xmlns:n=")
        ),
        lambda t: t.replace("BkToCstmrStmt>", "BkToCstmrStmtV01>"),
        lambda t: t.replace("<Document", "<Envelope><Body><Document").replace(
            "</Document>", "</Document></Body></Envelope>"
        ),
        lambda t: "\ufeff" + t,
        lambda t: "\n \n" + t,
        lambda t: t.replace('<?xml version="1.0" encoding="UTF-8"?>', "<!-- from the bank -->"),
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t + "\0\0\x1a",
    ],
    ids=["bare", "prefixed", "version1", "envelope", "bom", "blank", "comment", "crlf", "padded"],
)
def test_namespaces_prefixes_envelopes_and_padding_change_nothing(change):
    assert verdicts(read(change(document(statement())))) == ["proved"]


def test_several_statements_and_several_documents_in_one_file_are_all_read():
    second = document(statement(before=balance("OPBD", "5.00"), entries=""))
    file = read(document(statement(), statement()) + second)
    assert verdicts(file) == ["proved", "proved", "not_provable"]
    assert file.reading["documents"] == 2


def test_a_fault_in_the_second_document_has_its_place_in_the_file():
    file = read(document(statement()) + document(statement(entry("x"))))
    assert [(f.code, f.line) for f in file.errors] == [("camt_bad_amount", 11)]


def test_a_reversed_charge_is_money_in():
    (line,) = read_lines(entry("3.00", "CRDT", rest="<RvslInd>true</RvslInd>"))
    assert line.amount == Decimal("3.00")


@pytest.mark.parametrize(
    ("status", "booked"),
    [
        ("<Sts>BOOK</Sts>", True),
        ("<Sts><Cd>BOOK</Cd></Sts>", True),
        ("<Sts>PDNG</Sts>", False),
        ("<Sts><Cd>PDNG</Cd></Sts>", False),
        ("<Sts>FUTR</Sts>", False),
        ("<Sts>INFO</Sts>", False),
    ],
)
def test_only_booked_entries_are_lines_the_others_are_pending(status, booked):
    (found,) = read(document(statement(entry(status=status)))).statements
    assert (len(found.lines), len(found.pending)) == (int(booked), int(not booked))


def test_an_unknown_status_is_a_fault_and_no_line():
    file = read(document(statement(entry(status="<Sts>MAYBE</Sts>"))))
    assert codes(file) == ["camt_bad_status"]
    assert file.statements[0].lines == ()


def test_a_missing_status_means_booked_in_a_statement_and_is_a_fault_in_a_report():
    assert codes(read(document(statement(entry(status=""))))) == []
    report = read(document(statement(entry(status=""), kind="052"), kind="052"))
    assert codes(report) == ["camt_missing_value"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("<BookgDt><Dt>2025-01-30</Dt></BookgDt>", (2025, 1, 30)),
        ("<BookgDt><Dt>2025-01-30+01:00</Dt></BookgDt>", (2025, 1, 30)),
        ("<BookgDt><DtTm>2025-01-30T23:59:59.000-08:00</DtTm></BookgDt>", (2025, 1, 30)),
        ("<ValDt><Dt>2025-02-03</Dt></ValDt>", (2025, 2, 3)),
        (details("<RltdDts><IntrBkSttlmDt>2025-02-04</IntrBkSttlmDt></RltdDts>"), (2025, 2, 4)),
    ],
)
def test_the_day_is_the_banks_calendar_day_or_else_the_value_day(day, expected):
    (line,) = read_lines(entry(day=day))
    assert line.date == dt.date(*expected)


def test_entries_without_any_date_get_the_day_of_a_statement_about_one_day_with_a_note():
    file = read(document(statement(entry(day=""), before="")))
    assert file.statements[0].lines[0].date == dt.date(2025, 1, 31)
    assert codes(file, "note") == ["camt_no_date"]


def test_entries_without_any_date_in_a_month_are_faults_and_never_guessed():
    period = (
        "<FrToDt><FrDtTm>2025-01-01T00:00:00</FrDtTm><ToDtTm>2025-01-31T00:00:00</ToDtTm></FrToDt>"
    )
    file = read(document(statement(entry(day="") + entry(), head="<Id>1</Id>" + period)))
    assert codes(file) == ["camt_missing_value"]
    assert len(file.statements[0].lines) == 1
    assert file.statements[0].period_end == dt.date(2025, 1, 31)


@pytest.mark.parametrize("bad", ["12..34", "-12.50", "1.234,56", "1e3", "NaN", "1.00001", "١٢"])
def test_what_is_no_amount_is_a_fault_on_its_field_and_never_nothing(bad):
    file = read(document(statement(entry(bad) + ENTRIES)))
    (fault,) = file.errors
    assert (fault.code, fault.column, fault.line) == ("camt_bad_amount", "Amt", 4)
    assert bad in fault.message
    assert bad in fault.excerpt
    assert len(file.statements[0].lines) == 2
    assert verdicts(file) == ["not_proved"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (entry().replace('<Amt Ccy="EUR">12.50</Amt>', ""), "camt_missing_value"),
        (entry().replace("DBIT", "OUT"), "camt_bad_direction"),
        (entry(day="<BookgDt><Dt>2025-02-30</Dt></BookgDt>"), "camt_bad_date"),
        (entry(day="<BookgDt><DtTm>soon</DtTm></BookgDt>"), "camt_bad_date"),
        (entry(rest='<Amt Ccy="EUR">12.50</Amt>'), "camt_repeated_value"),
        (entry("12<b/>.50"), "camt_cut_value"),
    ],
)
def test_an_entry_that_cannot_be_read_is_a_fault_and_the_others_are_lines(broken, code):
    file = read(document(statement(broken + ENTRIES)))
    assert codes(file) == [code]
    assert len(file.statements[0].lines) == 2


def test_all_faults_of_a_file_come_together_and_are_capped():
    file = read(document(statement(entry("x") * 3)))
    assert codes(file) == ["camt_bad_amount"] * 3
    file = read(document(statement(entry("x") * 1500)))
    assert len(file.faults) == 1001
    assert file.faults[-1].code == "camt_more_faults"


def test_an_impossible_value_date_is_told_and_left_unknown():
    file = read(document(statement(entry(rest="<ValDt><Dt>2025-13-01</Dt></ValDt>"))))
    assert (codes(file), codes(file, "note")) == ([], ["camt_bad_date"])
    assert file.statements[0].lines[0].value_date is None


def test_a_batch_counts_once_and_shows_its_parts():
    parts = [
        f'<Amt Ccy="EUR">{amount}</Amt><RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties>'
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
        for amount, name, text in (("5.00", "Ada Ltd", "wages"), ("7.50", "Bo Ltd", "rent"))
    ]
    file = read(document(statement(entry(rest=details(*parts)))))
    (line,) = file.statements[0].lines
    assert (line.amount, line.counterparty) == (Decimal("-12.50"), "")
    assert line.description == "Ada Ltd wages / Bo Ltd rent"
    assert "5.00" in line.raw
    assert "7.50" in line.raw
    assert file.faults == ()


def test_parts_that_do_not_add_up_to_their_entry_are_told():
    parts = ['<Amt Ccy="EUR">5.00</Amt>', '<Amt Ccy="EUR">7.00</Amt>']
    assert codes(read(document(statement(entry(rest=details(*parts))))), "note") == [
        "camt_parts_differ"
    ]


def summary(count_in=1, in_="100.00", count_out=1, out="12.50", total=2) -> str:
    return (
        f"<TxsSummry><TtlNtries><NbOfNtries>{total}</NbOfNtries></TtlNtries>"
        f"<TtlCdtNtries><NbOfNtries>{count_in}</NbOfNtries><Sum>{in_}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>{count_out}</NbOfNtries><Sum>{out}</Sum></TtlDbtNtries>"
        "</TxsSummry>"
    )


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        (summary(), "proved"),
        (summary(count_in=2), "not_proved"),
        (summary(in_="100.01"), "not_proved"),
        (summary(out="12.00"), "not_proved"),
        (summary(total=3), "not_proved"),
    ],
)
def test_printed_totals_and_counts_are_part_of_the_proof(printed, verdict):
    assert verdicts(read(document(statement(before=printed)))) == [verdict]
    assert verdicts(read(document(statement(before=OPENING + CLOSING + printed)))) == [verdict]


def test_the_last_entry_missing_is_never_proved():
    cut_off = statement(ENTRIES.split("\n")[0], before=OPENING + CLOSING)
    assert verdicts(read(document(cut_off))) == ["not_proved"]


def test_pages_of_one_statement_are_put_together():
    def page(number: int, last: str) -> str:
        numbers = f"<PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd>"
        return f"<Id>S1</Id><StmtPgntn>{numbers}</StmtPgntn>"

    first = statement(entry(), before=OPENING, head=page(1, "false"))
    second = statement(entry("100.00", "CRDT"), before=CLOSING, head=page(2, "true"))
    file = read(document(first, second))
    assert (len(file.statements), verdicts(file), file.faults) == (1, ["proved"], ())
    alone = read(document(first))
    assert codes(alone, "note") == ["camt_pages_missing"]


def test_an_account_without_number_is_a_fault():
    assert "camt_missing_value" in codes(read(document(statement(account="<Acct/>"))))


def test_no_entries_prove_only_where_the_bank_counts_none():
    balances = balance("OPBD", "5.00") + balance("CLBD", "5.00")
    assert verdicts(read(document(statement("", before=balances)))) == ["not_provable"]
    none = "<TxsSummry><TtlNtries><NbOfNtries>0</NbOfNtries></TtlNtries></TxsSummry>"
    assert verdicts(read(document(statement("", before=balances + none)))) == ["proved"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (document(statement())[:-40], "camt_truncated"),
        (document(statement())[:600], "camt_truncated"),
        (document(statement()).replace("</Ntry>", "", 1), "camt_malformed"),
        (document(statement()) + "rubbish", "camt_malformed"),
        (document(), "camt_no_statement"),
        (document(statement()).replace("<Document", "<!DOCTYPE x><Document"), "camt_declaration"),
        (document("<x>" * 200_000), "camt_too_deep"),
        (document(statement()).replace("2025", "20\x0025"), "camt_nul_bytes"),
        (document(statement()).replace("12.50", "&amount;"), "camt_malformed"),
        (document(statement()).replace("12.50", "12\x01.50"), "camt_malformed"),
        (document(statement("<Ntry/>" * 20_001)), "camt_too_many_faults"),
        (document(statement("<Bal/>" * 10_001)), "camt_malformed"),
        (document("<Stmt/>" * 20_001), "camt_too_many_statements"),
        (document(statement()) * 2001, "camt_malformed"),
    ],
)
def test_a_damaged_or_harmful_file_is_refused_with_its_own_message(data, code):
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.hint


def test_entities_are_refused_before_they_can_grow():
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(UnreadableFile) as caught:
        read(document(statement()).replace("<Document", bomb + "<Document"))
    assert caught.value.code == "camt_declaration"


def test_other_xml_is_not_claimed():
    for text in (
        '<?xml version="1.0"?><OFX>BkToCstmrStmt</OFX>',
        "<!DOCTYPE html><html><BkToCstmrStmt></html>",
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">',
        "camt.053.001.02",
    ):
        assert not CamtFormat().identify(text.encode(), "camt.053.xml")
