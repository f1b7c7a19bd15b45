"""Statements published without a file to read: the records are made, the rest is real.

Here: short ways to bank accounts, statements and decisions. Call inside `books.scope()`.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount, BankTransaction, StatementFile
from ledgerflow.statements.outcome import outcome_to_dict
from ledgerflow.statements.parsed import Balance, ParsedFile, ParsedLine, ParsedStatement
from ledgerflow.statements.proof import prove
from ledgerflow.statements.publishing import Published, statement_publish
from ledgerflow.statements.services import statement_file_receive
from ledgerflow.statements.storage import original_load

_numbers = itertools.count(1)

Said = Sequence[tuple[str, str, str] | tuple[str, str, str, str]]
"""(day, amount, text) or (day, amount, text, bank id)."""


def parsed(
    said: Said,
    *,
    opening: str | None = None,
    closing: str | None = None,
    number: str = "",
    currency: str = "",
    kind: str = "",
    start: str = "",
    end: str = "",
) -> ParsedFile:
    """A file of one statement; balances carry the first and last day of it or of its lines."""
    lines = tuple(
        ParsedLine(
            row=row,
            date=dt.date.fromisoformat(one[0]),
            amount=Decimal(one[1]),
            description=one[2],
            bank_id=one[3] if len(one) > 3 else "",
        )
        for row, one in enumerate(said, 2)
    )
    period = tuple(dt.date.fromisoformat(day) if day else None for day in (start, end))
    first, last = (lines[0].date, lines[-1].date) if lines else (None, None)
    first, last = period[0] or first, period[1] or last
    statement = ParsedStatement(
        account_id=number,
        currency=currency,
        lines=lines,
        account_kind=kind,
        opening=None if opening is None else Balance(Decimal(opening), first),
        closing=None if closing is None else Balance(Decimal(closing), last),
        period_start=period[0],
        period_end=period[1],
    )
    return ParsedFile("invented", (statement,))


def received(
    books: Any,
    *,
    account: BankAccount | None = None,
    name: str = "",
    same_bytes_as: StatementFile | None = None,
) -> StatementFile:
    """A stored file with bytes of its own, or with those of one that was undone."""
    number = next(_numbers)
    data = f"invented {number}".encode()
    if same_bytes_as is not None:
        data = original_load(same_bytes_as.firm_id, same_bytes_as.stored_as, same_bytes_as.sha256)
    return statement_file_receive(
        business=books.business,
        batch=books.batch("import", f"Import {number}"),
        name=name or f"file {number}.csv",
        data=data,
        bank_account=account,
    )


def checking(books: Any, name: str = "Checking", **more: Any) -> BankAccount:
    """A bank account, made on first use."""
    known = BankAccount.objects.filter(business=books.business, name=name).first()
    return known or bank_account_add(business=books.business, name=name, **more)


def publish(
    books: Any,
    said: Said,
    *,
    account: BankAccount | None = None,
    proved: bool = True,
    same_bytes_as: StatementFile | None = None,
    **how: Any,
) -> tuple[StatementFile, Published]:
    """Receive and publish a statement; `proved` prints balances that hold unless given."""
    if proved and "closing" not in how:
        how |= {"opening": "0", "closing": str(sum(Decimal(one[1]) for one in said))}
    file = received(
        books,
        account=None if how.get("number") else account or checking(books),
        same_bytes_as=same_bytes_as,
    )
    content = parsed(said, **how)
    proofs = [prove(statement) for statement in content.statements]
    done = statement_publish(
        file=file, parsed=content, proofs=proofs, outcome=outcome_to_dict(content, proofs)
    )
    file.refresh_from_db()
    return file, done


def transaction(text: str) -> BankTransaction:
    """The one bank transaction with this text."""
    return BankTransaction.objects.get(description=text)


def decide(books: Any, text: str, key: str, **choice: Any) -> Decision:
    """A person books the transaction with this text to the account with this key."""
    account = account_by_key(books.business, key)
    return decision_accept(
        bank_transaction=transaction(text),
        choice=Choice(account=account, **choice),
        batch=books.batch(),
    )
