"""OFX 1 (SGML, values without end tags) and OFX 2 (XML).

Here: bank and card statements with booked and pending rows. OFX prints no opening balance.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from tests.writers.amounts import printed

HEADERS = {
    1: "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\n"
    "CHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n",
    2: '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" '
    'SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n',
}
KINDS = {"checking": "CHECKING", "savings": "SAVINGS", "loan": "CREDITLINE"}


def ofx_file(
    statements: Sequence[ParsedStatement],
    version: int = 1,
    newline: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """A whole download. In version 1 values have no end tags, aggregates have."""
    text = HEADERS[version] + "".join(_file(statements, version))
    return text.replace("\n", newline).encode(encoding)


def _file(statements: Sequence[ParsedStatement], version: int) -> Iterator[str]:
    yield "<OFX>\n<SIGNONMSGSRSV1><SONRS><STATUS>"
    yield _value("CODE", "0", version) + _value("SEVERITY", "INFO", version)
    yield "</STATUS>" + _value("DTSERVER", "20250401120000", version)
    yield _value("LANGUAGE", "ENG", version) + "</SONRS></SIGNONMSGSRSV1>\n"
    for one in statements:
        yield from _statement(one, version)
    yield "</OFX>\n"


def _statement(one: ParsedStatement, version: int) -> Iterator[str]:
    is_card = one.account_kind == "card"
    message, response, body, account = (
        ("CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS", "CCACCTFROM")
        if is_card
        else ("BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKACCTFROM")
    )
    kind = "" if is_card else _value("ACCTTYPE", KINDS.get(one.account_kind, ""), version)
    bank = "" if is_card else _value("BANKID", one.bank_code, version)
    status = _value("CODE", "0", version) + _value("SEVERITY", "INFO", version)
    yield f"<{message}><{response}>{_value('TRNUID', '1', version)}<STATUS>{status}</STATUS>"
    yield f"<{body}>\n"
    yield _value("CURDEF", one.currency, version)
    yield f"<{account}>{bank}{_value('ACCTID', one.account_id, version)}{kind}</{account}>\n"
    yield f"<BANKTRANLIST>{_day('DTSTART', one.period_start, version)}"
    yield f"{_day('DTEND', one.period_end, version)}\n"
    yield from _rows("STMTTRN", "DTPOSTED", one.lines, one.currency, version)
    yield "</BANKTRANLIST>\n"
    if one.pending:
        yield "<BANKTRANLISTP>" + _value("DTASOF", "20250401", version)
        yield from _rows("STMTTRNP", "DTTRAN", one.pending, one.currency, version)
        yield "</BANKTRANLISTP>\n"
    if one.closing:
        amount = _value("BALAMT", printed(one.closing.amount, one.currency), version)
        yield f"<LEDGERBAL>{amount}{_day('DTASOF', one.closing.date, version)}</LEDGERBAL>\n"
    yield f"</{body}></{response}></{message}>\n"


def _rows(
    name: str, day: str, lines: Iterable[ParsedLine], currency: str, version: int
) -> Iterator[str]:
    for line in lines:
        values = (
            _value("TRNTYPE", line.bank_type or "OTHER", version),
            _day(day, line.date, version),
            _day("DTAVAIL", line.value_date, version),
            _value("TRNAMT", printed(line.amount, currency), version),
            _value("FITID", line.bank_id, version),
            _value("CHECKNUM", line.check_number, version),
            _value("NAME", line.counterparty, version),
            _value("MEMO", line.description, version),
        )
        yield f"<{name}>\n{''.join(values)}</{name}>\n"


def _day(name: str, day: dt.date | None, version: int) -> str:
    return _value(name, f"{day:%Y%m%d}120000[-5:EST]" if day else "", version)


def _value(name: str, text: str, version: int) -> str:
    if not text:
        return ""
    return f"<{name}>{escape(text)}" + (f"</{name}>\n" if version == 2 else "\n")
