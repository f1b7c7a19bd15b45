"""Invented bank accounts and the files that a bank would export of them.

Here: one true history, cut into overlapping exports and written as OFX or CSV. Not here: reading
them back, which is what is tested.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Row:
    """One true movement of money, with the id that the bank gives it."""

    date: dt.date
    amount: Decimal
    text: str
    bank_id: str = ""


@dataclass(frozen=True)
class BankAccountHistory:
    """An account's number, its opening balance and all that moved, oldest first."""

    number: str
    opening: Decimal
    rows: tuple[Row, ...]

    def balance_before(self, index: int) -> Decimal:
        """The balance before the row at this index."""
        return self.opening + sum((r.amount for r in self.rows[:index]), Decimal(0))

    def between(self, first: dt.date, last: dt.date) -> tuple[int, int]:
        """Indexes (from, to) of the rows of these days."""
        wanted = [i for i, row in enumerate(self.rows) if first <= row.date <= last]
        return (wanted[0], wanted[-1] + 1) if wanted else (0, 0)


def csv_file(account: BankAccountHistory, first: dt.date, last: dt.date) -> bytes:
    """A CSV with running balances of these days."""
    start, end = account.between(first, last)
    balance = account.balance_before(start)
    lines = ["Date,Description,Amount,Balance"]
    for row in account.rows[start:end]:
        balance += row.amount
        lines.append(f"{row.date:%Y-%m-%d},{row.text},{row.amount:.2f},{balance:.2f}")
    return ("\n".join(lines) + "\n").encode()


def ofx_file(account: BankAccountHistory, first: dt.date, last: dt.date) -> bytes:
    """An OFX file (SGML) of these days with its closing balance."""
    start, end = account.between(first, last)
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{row.date:%Y%m%d}<TRNAMT>{row.amount:.2f}"
        f"<FITID>{row.bank_id or index}<NAME>{row.text}</STMTTRN>\n"
        for index, row in enumerate(account.rows[start:end], start)
    )
    return _ofx(account, first, last, rows, account.balance_before(end))


def _ofx(
    account: BankAccountHistory, first: dt.date, last: dt.date, rows: str, closing: Decimal
) -> bytes:
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
        "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        f"<STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>111<ACCTID>{account.number}"
        "<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>{first:%Y%m%d}<DTEND>{last:%Y%m%d}\n{rows}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{closing:.2f}<DTASOF>{last:%Y%m%d}</LEDGERBAL>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


def days(first: dt.date, amounts: Sequence[tuple[int, str, str]], prefix: str) -> tuple[Row, ...]:
    """Rows from (day offset, amount, text); ids count up from 1 behind a prefix."""
    return tuple(
        Row(first + dt.timedelta(day), Decimal(amount), text, f"{prefix}{number}")
        for number, (day, amount, text) in enumerate(amounts, 1)
    )
