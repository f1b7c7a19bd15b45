"""CAMT.053 of several versions, with or without a namespace prefix.

Here: booked and pending entries with one payment each, opening and closing balance.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from tests.writers.amounts import printed


def camt_file(
    statements: Sequence[ParsedStatement],
    version: str = "08",
    prefix: str = "",
    encoding: str = "utf-8",
) -> bytes:
    """A whole message; `prefix` stands before every element's name."""
    message = tag("BkToCstmrStmt", "".join(map(_statement, statements)))
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    space = f' {name}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"'
    body = tag("Document", message, space)
    if prefix:
        body = body.replace("</", "\1").replace("<", f"<{prefix}:").replace("\1", f"</{prefix}:")
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{body}\n'.encode(encoding)


def tag(name: str, text: object, attributes: str = "") -> str:
    """An element, or nothing where there is nothing in it."""
    return f"<{name}{attributes}>{text}</{name}>" if text != "" else ""


def _statement(one: ParsedStatement) -> str:
    bank = tag("Svcr", tag("FinInstnId", tag("BIC", one.bank_code)))
    pieces = [
        tag("Acct", tag("Id", tag("IBAN", one.account_id)) + tag("Ccy", one.currency) + bank),
        _balance("OPBD", one.opening, one.currency),
        _balance("CLBD", one.closing, one.currency),
        *(_entry(line, one.currency, "BOOK") for line in one.lines),
        *(_entry(line, one.currency, "PDNG") for line in one.pending),
    ]
    return tag("Stmt", "".join(pieces))


def _amount(value: Decimal, currency: str) -> str:
    sign = "DBIT" if value < 0 else "CRDT"
    shown = tag("Amt", printed(abs(value), currency), f' Ccy="{currency}"')
    return shown + tag("CdtDbtInd", sign)


def _balance(code: str, balance: Balance | None, currency: str) -> str:
    if balance is None:
        return ""
    kind = tag("Tp", tag("CdOrPrtry", tag("Cd", code)))
    return tag("Bal", kind + _amount(balance.amount, currency) + _day("Dt", balance.date))


def _day(name: str, day: dt.date | None) -> str:
    return tag(name, tag("Dt", day.isoformat())) if day else ""


def _kind(text: str) -> str:
    if "/" not in text:
        return tag("BkTxCd", tag("Prtry", tag("Cd", text)))
    domain, family, sub = text.split("/")
    below = tag("Fmly", tag("Cd", family) + tag("SubFmlyCd", sub))
    return tag("BkTxCd", tag("Domn", tag("Cd", domain) + below))


def _entry(line: ParsedLine, currency: str, status: str) -> str:
    text = tag("RmtInf", tag("Ustrd", escape(line.description)))
    pieces = [
        _amount(line.amount, currency),
        tag("Sts", status),
        _day("BookgDt", line.date),
        _day("ValDt", line.value_date),
        tag("AcctSvcrRef", escape(line.bank_id)),
        _kind(line.bank_type),
        tag("NtryDtls", tag("TxDtls", text)),
    ]
    return tag("Ntry", "\n".join(pieces)) + "\n"
