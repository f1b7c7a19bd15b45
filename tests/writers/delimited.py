"""CSV and TSV in the dialects of banks: one signed column, two columns, or a word for the side.

Here: delimiter, decimal mark, date order, encoding, header words, running balance, newest first.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.parsed import ParsedStatement
from tests.writers.amounts import printed


@dataclass(frozen=True)
class CsvDialect:
    """How one bank prints its export; `money` is "signed", "columns" or "word"."""

    header: tuple[str, ...]
    delimiter: str = ","
    mark: str = "."
    group: str = ""
    day: str = "%Y-%m-%d"
    money: str = "signed"
    words: tuple[str, str] = ("Credit", "Debit")
    encoding: str = "utf-8"
    newline: str = "\n"
    newest_first: bool = False


DIALECTS = {
    "plain": CsvDialect(("Date", "Description", "Amount", "Balance")),
    "us": CsvDialect(
        ("Posting Date", "Description", "Withdrawals", "Deposits", "Running Balance"),
        day="%m/%d/%Y",
        group=",",
        money="columns",
        newline="\r\n",
    ),
    "german": CsvDialect(
        ("Buchungstag", "Verwendungszweck", "Betrag", "Saldo"),
        delimiter=";",
        mark=",",
        group=".",
        day="%d.%m.%Y",
        encoding="cp1252",
        newest_first=True,
    ),
    "dutch": CsvDialect(
        ("Datum", "Omschrijving", "Bedrag", "Af Bij", "Saldo"),
        delimiter="\t",
        mark=",",
        day="%Y%m%d",
        money="word",
        words=("Bij", "Af"),
        encoding="utf-8-sig",
    ),
    "french": CsvDialect(
        ("Date", "Libellé", "Débit", "Crédit", "Solde"),
        delimiter=";",
        mark=",",
        day="%d/%m/%Y",
        money="columns",
        encoding="utf-16",
    ),
    "british": CsvDialect(
        ("Date", "Transaction Description", "Paid out", "Paid in", "Balance"),
        delimiter="|",
        day="%d %b %Y",
        money="columns",
        newest_first=True,
    ),
}


def csv_file(one: ParsedStatement, dialect: CsvDialect) -> bytes:
    """One account's export with a running balance on each row."""
    target = io.StringIO()
    out = csv.writer(target, delimiter=dialect.delimiter, lineterminator=dialect.newline)
    out.writerow(dialect.header)
    rows = list(table(one, dialect))
    out.writerows(reversed(rows) if dialect.newest_first else rows)
    return target.getvalue().encode(dialect.encoding)


def table(one: ParsedStatement, dialect: CsvDialect) -> Iterator[list[str]]:
    """The rows' cells, oldest first."""
    assert one.opening is not None
    balance = one.opening.amount
    for line in one.lines:
        balance += line.amount

        def money(value: Decimal) -> str:
            return printed(value, one.currency, dialect.mark, dialect.group)

        day: dt.date = line.date
        head = [day.strftime(dialect.day), line.description]
        yield [*head, *_amounts(line.amount, money, dialect), money(balance)]


def _amounts(value: Decimal, money: object, dialect: CsvDialect) -> list[str]:
    if dialect.money == "signed":
        return [money(value)]
    size = money(abs(value))
    if dialect.money == "word":
        return [size, dialect.words[value < 0]]
    return ["", size] if value >= 0 else [size, ""]
