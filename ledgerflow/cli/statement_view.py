"""How a parsed file looks on the screen: statements, lines, proof, repairs, faults, the reading.

Here: rendering of pure records. Not here: reading or proving.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ledgerflow.cli.console import money, one_line, say, table, verdict
from ledgerflow.statements.parsed import Balance, Fault, ParsedFile, ParsedStatement
from ledgerflow.statements.proof import Check, Proof

FAULTS_SHOWN = 20
LINES_SHOWN = 5_000
CHECK_SHAPES = {True: "✓", False: "✗"}


def file_show(name: str, parsed: ParsedFile, proofs: Sequence[Proof], *, explain: bool) -> None:
    """Everything a file says, and what is wrong with it."""
    count = len(parsed.statements)
    say(f"{name}: {parsed.format}, {count} statement{'' if count == 1 else 's'}", "bold")
    if explain:
        reading_show(parsed.reading)
    number = 1
    for statement, proof in zip(parsed.statements, proofs, strict=True):
        statement_show(statement)
        number = proof_show(proof, number)
    faults_show(parsed.faults)
    say()


def statement_show(statement: ParsedStatement) -> None:
    """Account, currency, balances and the lines, the first LINES_SHOWN of very many."""
    currency = statement.currency
    number = statement.account_id[-4:]
    account = f"account ··{number}" if number else "account number not in the file"
    kind = f"{statement.account_kind}, " if statement.account_kind else ""
    say(f"\n{kind}{account}, {currency or 'currency not in the file'}")
    say(f"  {'opening balance':16}{_balance(statement.opening, currency)}")
    say(f"  {'closing balance':16}{_balance(statement.closing, currency)}")
    shown = statement.lines[:LINES_SHOWN]
    has_balance = any(line.balance is not None for line in shown)
    columns = ["row", "date", "amount", *(["balance"] if has_balance else []), "description", "id"]
    rows = []
    for line in shown:
        balance = [money(line.balance, currency)] if has_balance else []
        row = [str(line.row), line.date.isoformat(), money(line.amount, currency), *balance]
        rows.append([*row, one_line(line.description), one_line(line.bank_id, 24)])
    table(columns, rows, right=("row", "amount", "balance"))
    if len(shown) < len(statement.lines):
        say(f"  … and {len(statement.lines) - len(shown):,} more lines (--json lists all).")
    if statement.pending:
        say(f"  {len(statement.pending)} pending lines are not booked and not counted.")


def proof_show(proof: Proof, first_number: int = 1) -> int:
    """The verdict with its reason, each check, the first break and what would repair it.

    Proposals are numbered from `first_number`, through all statements of a file; returns the
    next number.
    """
    say(f"{verdict(proof.verdict)}: {proof.reason}", "bold")
    for check in proof.checks:
        say(f"  {CHECK_SHAPES[check.holds]} {_check(check)}")
    if proof.break_row is not None:
        say(f"  first break at row {proof.break_row}, gap {money(proof.gap)}")
    for number, repair in enumerate(proof.repairs, first_number):
        say(f"  {number}. proposed repair: {repair.message}")
    return first_number + len(proof.repairs)


def faults_show(faults: Iterable[Fault]) -> None:
    """Each fault with its place, excerpt and remedy; the first FAULTS_SHOWN of them."""
    listed = list(faults)
    for fault in listed[:FAULTS_SHOWN]:
        # Many readers name the line in the message already.
        named = f"line {fault.line}"
        where = f"{named}: " if fault.line and named not in fault.message.lower() else ""
        say(f"{fault.severity}: {where}{fault.message}")
        if fault.excerpt:
            say(f"  | {one_line(fault.excerpt, 100)}")
        if fault.hint:
            say(f"  hint: {fault.hint}")
    if len(listed) > FAULTS_SHOWN:
        say(f"… and {len(listed) - FAULTS_SHOWN} more faults (--json lists all).")


def reading_show(reading: Mapping[str, Any]) -> None:
    """How the file was understood, with the reasons the reader gives."""
    why = reading.get("why", {})
    for key, value in reading.items():
        if key in ("why", "skipped", "candidates") or value in ("", None, [], ()):
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        say(f"  {key.replace('_', ' ')}: {shown}")
    if isinstance(why, Mapping):
        for key, reason in why.items():
            say(f"  because of {str(key).replace('_', ' ')}: {reason}")
    for skipped in reading.get("skipped", []):
        say(f"  line {skipped.get('line')} is no transaction: {skipped.get('reason')}")


def _balance(balance: Balance | None, currency: str) -> str:
    if balance is None:
        return "not printed"
    day = f" on {balance.date}" if balance.date else ""
    return f"{money(balance.amount, currency)}{day}"


def _check(check: Check) -> str:
    return check.message or check.kind.replace("_", " ")
