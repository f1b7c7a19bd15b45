"""Cards of several members on one account: their rows belong to the account that is billed.

Here: joining the parts of a statement that name a card but print no balance. Not here: where a
document goes on with another account (splitting.py).
"""

from collections.abc import Sequence
from dataclasses import replace

from ledgerflow.statements.pdf.accounts import Account

_CARD = frozenset("card cards karte carte tarjeta carta cartao kort kaart".split())  # noqa: SIM905
_BALANCES = ("opening", "closing", "brought", "carried", "balance")


def with_members(accounts: Sequence[Account]) -> list[Account]:
    """The accounts, those of single cards joined to the account above them.

    A part that names a card and prints no balance of its own cannot be proved or booked alone:
    the balances of the account that it stands below are about its rows too.
    """
    out: list[Account] = []
    for account in accounts:
        if out and _is_member(account) and out[-1].has_kind("opening", "closing"):
            _join(out[-1], account)
        else:
            out.append(account)
    return out


def _is_member(account: Account) -> bool:
    names_card = any(_CARD & set(head.split()) for head in account.heads)
    return names_card and bool(account.items) and not account.has_kind(*_BALANCES)


def _join(account: Account, member: Account) -> None:
    """Add a member's rows and totals; totals keep their place among the rows."""
    before = len(account.items)
    account.number = account.number or member.number  # the first card's, where none else stands
    account.items.extend(member.items)
    account.pending.extend(member.pending)
    account.printed.extend(replace(p, items=p.items + before) for p in member.printed)
    account.scans.extend(member.scans)
    account.unread.extend(member.unread)
    account.left_out.extend(member.left_out)
