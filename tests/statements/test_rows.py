"""Records become rows word for word."""

import datetime as dt
from decimal import Decimal

from ledgerflow.statements.models import BankAccount, Statement, StatementFile
from ledgerflow.statements.parsed import ParsedLine
from ledgerflow.statements.proof import prove
from ledgerflow.statements.rows import line_row, statement_row, transaction_row
from tests.published import parsed

BANK = BankAccount(pk=3, firm_id=1, business_id=2, currency="USD")
FILE = StatementFile(pk=5, firm_id=1, business_id=2)


def test_a_statement_without_printed_period_covers_the_days_of_its_lines():
    (said,) = parsed(
        [("2025-01-14", "-4", "COFFEE"), ("2025-01-20", "5", "TEA")], opening="0", closing="1"
    ).statements
    row = statement_row(FILE, BANK, 0, said, prove(said))
    assert (row.start, row.end) == (dt.date(2025, 1, 14), dt.date(2025, 1, 20))
    assert (row.opening, row.closing, row.closing_date) == (0, 1, dt.date(2025, 1, 20))
    assert (row.currency, row.verdict, row.own_verdict) == ("USD", "proved", "proved")


def test_a_line_and_its_fact_keep_the_banks_words():
    line = ParsedLine(
        row=9,
        date=dt.date(2025, 1, 14),
        amount=Decimal("-4.5"),
        description="  COFFEE  ",
        bank_id="i" * 300,
        bank_type="POS",
        check_number="77",
        counterparty="Corner",
        raw="raw text",
    )
    row = line_row(Statement(firm_id=1, business_id=2, currency="USD"), 4, line)
    assert (row.position, row.row, row.description, row.raw) == (4, 9, "  COFFEE  ", "raw text")
    assert (len(row.bank_id), row.currency) == (255, "USD")
    fact = transaction_row(BANK, row)
    assert (fact.amount, fact.description, fact.counterparty) == (
        line.amount,
        "  COFFEE  ",
        "Corner",
    )
    assert (fact.check_number, fact.bank_type, fact.is_live) == ("77", "POS", True)
