"""Parsed records as rows that are not saved yet.

Here: which field of a record goes to which column. Not here: saving them (services.py).
"""

from ledgerflow.statements.masking import mask_number
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    LineMatch,
    Statement,
    StatementFile,
    StatementLine,
)
from ledgerflow.statements.outcome import proof_to_dict
from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from ledgerflow.statements.proof import Proof


def statement_row(
    file: StatementFile,
    account: BankAccount,
    position: int,
    statement: ParsedStatement,
    proof: Proof,
) -> Statement:
    """The row of one account's period, as the file and its proof have it."""
    closing = statement.closing
    return Statement(
        firm_id=file.firm_id,
        business_id=file.business_id,
        file=file,
        position=position,
        bank_account=account,
        currency=statement.currency or account.currency,
        start=statement.period_start or statement.first_date,
        end=statement.period_end or statement.last_date or (closing.date if closing else None),
        opening=statement.opening.amount if statement.opening else None,
        closing=closing.amount if closing else None,
        closing_date=(closing.date or statement.last_date) if closing else None,
        lines_sum=statement.sum,
        line_count=len(statement.lines),
        own_verdict=proof.verdict,
        verdict=proof.verdict,
        reason=proof.reason[:500],
        proof=proof_to_dict(proof),
    )


def line_row(row: Statement, position: int, line: ParsedLine, number: str = "") -> StatementLine:
    """The row of one line, word for word but for the account's own number in the raw text."""
    return StatementLine(
        firm_id=row.firm_id,
        business_id=row.business_id,
        statement=row,
        position=position,
        row=line.row,
        page=line.page,
        box=None if line.box is None else list(line.box),
        date=line.date,
        value_date=line.value_date,
        amount=line.amount,
        currency=line.currency or row.currency,
        description=line.description,
        counterparty=line.counterparty,
        bank_id=line.bank_id[:255],
        bank_type=line.bank_type[:60],
        check_number=line.check_number[:60],
        balance=line.balance,
        raw=mask_number(line.raw, number),
    )


def transaction_row(account: BankAccount, line: StatementLine) -> BankTransaction:
    """The fact that a line reports for the first time."""
    return BankTransaction(
        firm_id=account.firm_id,
        business_id=account.business_id,
        bank_account=account,
        date=line.date,
        amount=line.amount,
        currency=line.currency,
        description=line.description,
        counterparty=line.counterparty,
        bank_type=line.bank_type,
        check_number=line.check_number,
    )


def match_row(line: StatementLine, transaction_id: int, words: tuple[str, str]) -> LineMatch:
    """That a line reports a transaction, by this rule and reason."""
    return LineMatch(
        firm_id=line.firm_id,
        business_id=line.business_id,
        line=line,
        transaction_id=transaction_id,
        rule=words[0],
        reason=words[1],
    )
