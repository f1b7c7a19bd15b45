"""BAI2: a group per statement, for a group has one as-of date and all its rows are of that day.

Here: records with every funds type, continuations, control totals and counts that fit.
"""

from collections.abc import Sequence

from ledgerflow.statements.parsed import ParsedLine, ParsedStatement
from tests.writers.amounts import minor

FUNDS = ("", "0", "1", "2", "Z", "V,250301,", "S,1,2,3", "D,1,0,5")


def bai2_file(
    statements: Sequence[ParsedStatement], end: str = "/\n", *, every_funds: bool = False
) -> bytes:
    """A whole file; `every_funds` goes through the funds types, else the field is blank.

    Words from the fifth on are written as a continuation record.
    """
    records = ["01,BANK,HOLDER,250201,0800,1,,,2"]
    grand = 0
    for one in statements:
        assert one.period_end is not None, "a group has a day"
        group = [f"02,HOLDER,{one.bank_code},1,{one.period_end:%y%m%d},2400,{one.currency},2"]
        account, total = _account(one, FUNDS if every_funds else ("",))
        group += account
        group.append(f"98,{total},1,{len(group) + 1}")
        records += group
        grand += total
    records.append(f"99,{grand},{len(statements)},{len(records) + 1}")
    return end.join([*records, ""]).encode()


def _account(one: ParsedStatement, funds: Sequence[str]) -> tuple[list[str], int]:
    assert one.opening is not None
    assert one.closing is not None
    opening = minor(one.opening.amount, one.currency)
    closing = minor(one.closing.amount, one.currency)
    records = [f"03,{one.account_id},{one.currency},010,{opening},,,015,{closing},,"]
    for at, line in enumerate(one.lines):
        records += _row(line, one.currency, funds[at % len(funds)])
    total = opening + closing + sum(abs(minor(x.amount, one.currency)) for x in one.lines)
    return [*records, f"49,{total},{len(records) + 1}"], total


def _row(line: ParsedLine, currency: str, funds: str) -> list[str]:
    words = line.description.split()
    amount = abs(minor(line.amount, currency))
    kind = line.bank_type or ("142" if line.amount >= 0 else "451")
    head = f"16,{kind},{amount},{funds},{line.bank_id},,{' '.join(words[:4])}"
    return [head, f"88,{' '.join(words[4:])}"] if words[4:] else [head]
