"""A posting's line: status, account, amount, price, assertion, comment.

Here: where each part begins and ends. Not here: what an amount says (amounts.py).
"""

import re
from decimal import Decimal

from ledgerflow.interchange.journals.currencies import iso_currencies
from ledgerflow.interchange.journals.hledger.amounts import Money, NoAmount
from ledgerflow.interchange.journals.hledger.records import Amount, Assertion, Posting, Price

_LINE = re.compile(
    r"[ \t]+(?:(?P<status>[*!])[ \t]*)?(?P<account>[^\s;#](?:[^\t ]|[ ](?![ \t]|\Z))*)"
    r"(?:[ \t]+(?P<rest>.*))?\Z"
)
_AT = re.compile(r"[ \t]*(\(?)(@@|@)(\)?)[ \t]*")
_LOT = re.compile(r"[ \t]*(\{\{|\{)[ \t]*=?[ \t]*")
_LOT_WORDS = re.compile(r"[ \t]*(?:\[[^\]]*\]|\((?!@)[^)]*\))")
_EQUALS = re.compile(r"[ \t]*(==|=)(\*?)[ \t]*")
_END = re.compile(r"[ \t]*(?:;(?P<comment>.*))?\Z")
_AMOUNT_GLUED = re.compile(r"[ ](?:[$€£¥][ ]?-?[0-9]|-?[0-9][0-9.,]*[ ]?(?:[A-Z]{3}|[$€£¥])\Z)")
_SIMPLE = re.compile(
    r"[ \t]+([^\s;()\[\]*!#][^\s;]*+)(?:[ ][ ]+|\t+)(-?[0-9]{1,12}(?:\.[0-9]{1,2})?)[ ]([A-Z]{3})\Z"
)
"""Most lines of most journals: one amount with a point and a code, nothing else."""
_HINT_GAP = "Put two spaces or a tab between the account and what follows it."
_HINT_REAL = "A posting in (brackets) has no other side: import what `hledger print --real` writes."


def posting_read(line: int, text: str, money: Money) -> Posting:
    """The posting that an indented line is. Raises NoAmount."""
    simple = _SIMPLE.match(text)
    if simple and money.marks.takes_points and simple[3] in iso_currencies():
        decimals = len(simple[2].partition(".")[2])
        money.decimals_seen(simple[3], decimals)
        if decimals:
            money.marks.saw(simple[3], ".")
        return Posting(line, simple[1], Amount(Decimal(simple[2]), simple[3]))
    found = _LINE.match(text)
    if found is None:
        raise NoAmount("this is no posting")
    account, is_virtual = _bracketless(found["account"])
    if ";" in account or _AMOUNT_GLUED.search(account):
        raise NoAmount(
            f"the account {account[:60]!r} has an amount or a comment in its name", _HINT_GAP
        )
    posting = Posting(line, account, is_virtual=is_virtual)
    rest = found["rest"] or ""
    place = 0
    if rest and rest[0] not in ";=":
        posting.amount, place = money.amount(rest, 0, line)
        money.seen(posting.amount)
        place = _prices_read(posting, rest, place, line, money)
    place = _assertion_read(posting, rest, place, line, money)
    end = _END.match(rest, place)
    if end is None:
        raise NoAmount(f"{rest[place : place + 40].strip()!r} is not expected there")
    posting.note = (end["comment"] or "").strip()
    return posting


def _bracketless(account: str) -> tuple[str, bool]:
    """The account without brackets, and whether it had square ones. Raises NoAmount for round."""
    if account.startswith("(") and account.endswith(")"):
        raise NoAmount(f"{account[:60]} is a virtual posting that nothing balances", _HINT_REAL)
    if account.startswith("[") and account.endswith("]"):
        return account[1:-1].strip(), True
    return account, False


def _prices_read(posting: Posting, rest: str, place: int, line: int, money: Money) -> int:
    lot = None
    while True:
        if found := _LOT.match(rest, place):
            amount, place = money.amount(rest, found.end(), line)
            closing = re.compile(r"[ \t]*" + re.escape("}" * len(found[1]))).match(rest, place)
            if closing is None:
                raise NoAmount("a lot's cost is not closed")
            place, lot = closing.end(), Price(amount, found[1] == "{{")
        elif found := _AT.match(rest, place):
            if bool(found[1]) != bool(found[3]):
                raise NoAmount(f"{found.group().strip()!r} is no price")
            amount, place = money.amount(rest, found.end(), line)
            posting.price = Price(amount, found[2] == "@@")
        elif found := _LOT_WORDS.match(rest, place):
            place = found.end()
        else:
            break
    if lot is not None and posting.price is not None and lot != posting.price:
        raise NoAmount(
            "it has a cost in braces and another price, which hledger and ledger read differently",
            "Keep one of them, and write the gain or loss as a posting of its own.",
        )
    posting.price = posting.price or lot
    return place


def _assertion_read(posting: Posting, rest: str, place: int, line: int, money: Money) -> int:
    found = _EQUALS.match(rest, place)
    if found is None:
        return place
    amount, place = money.amount(rest, found.end(), line)
    posting.assertion = Assertion(amount, found[1] == "==", bool(found[2]))
    priced = _AT.match(rest, place)
    if priced:
        _, place = money.amount(rest, priced.end(), line)
    return place
