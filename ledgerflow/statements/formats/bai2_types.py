"""The type codes of BAI2: which way money moves, and a name for rows without text.

Here: data. Not here: reading rows (bai2_statements.py). Codes 100-399 are credits, 400-699
debits, 700-799 loans, 890 carries no money, 920-959 and 960-999 are a bank's own.
"""

from typing import Literal

OPENING = "010"
CLOSING = "015"

_LOAN_PAYMENT = range(720, 760)
_LOAN_ADVANCE = range(760, 800)

NAMES = {
    "108": "Credit",
    "115": "Lockbox deposit",
    "142": "ACH credit",
    "143": "ACH deposit item",
    "145": "ACH concentration credit",
    "147": "Bank card deposit",
    "155": "Preauthorized draft credit",
    "164": "Corporate trade payment credit",
    "165": "Preauthorized ACH credit",
    "166": "ACH settlement",
    "168": "ACH return settlement",
    "169": "Miscellaneous ACH credit",
    "171": "Loan deposit",
    "172": "Deposit correction",
    "173": "Bank-prepared deposit",
    "174": "Deposit",
    "175": "Check deposit",
    "191": "Incoming internal transfer",
    "195": "Incoming wire",
    "196": "Wire adjustment",
    "201": "Automatic transfer credit",
    "206": "Book transfer credit",
    "208": "International transfer credit",
    "218": "Foreign collection credit",
    "227": "Standing order",
    "252": "Debit reversal",
    "254": "Posting error correction",
    "255": "Check posted and returned",
    "257": "ACH return item",
    "258": "ACH reversal",
    "261": "Rejected credit",
    "266": "Return item",
    "275": "ZBA credit",
    "301": "Commercial deposit",
    "354": "Interest",
    "357": "Credit adjustment",
    "366": "Currency deposit",
    "399": "Miscellaneous credit",
    "409": "Debit",
    "447": "ACH disbursement funding",
    "451": "ACH debit",
    "455": "Preauthorized ACH debit",
    "466": "ACH settlement",
    "469": "Miscellaneous ACH debit",
    "474": "Certified check",
    "475": "Check paid",
    "477": "Bank-originated debit",
    "481": "Loan payment",
    "491": "Outgoing internal transfer",
    "495": "Outgoing wire",
    "496": "Wire adjustment",
    "501": "Automatic transfer debit",
    "506": "Book transfer debit",
    "508": "International transfer debit",
    "527": "Standing order",
    "552": "Credit reversal",
    "554": "Posting error correction",
    "555": "Deposited item returned",
    "557": "ACH return item",
    "558": "ACH reversal",
    "561": "Rejected debit",
    "564": "Overdraft fee",
    "566": "Return item",
    "575": "ZBA debit",
    "595": "ATM debit",
    "654": "Interest",
    "657": "Debit adjustment",
    "661": "Account analysis fee",
    "698": "Fees",
    "699": "Miscellaneous debit",
}
CHECKS = frozenset({"474", "475"})

Direction = Literal[1, -1, 0]


def direction_of(code: str) -> Direction | None:
    """1 for money in, -1 for money out, 0 for a row without money, None for anything else."""
    number = int(code)
    if 100 <= number <= 399 or number in _LOAN_PAYMENT or 920 <= number <= 959:
        return 1
    if 400 <= number <= 699 or number in _LOAN_ADVANCE or 960 <= number <= 999:
        return -1
    return 0 if number == 890 else None
