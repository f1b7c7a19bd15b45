"""A split's parts as people type them and as JSON keeps them; pure.

Here: "6110=60%", "6120=12.50", "6130=rest", and the rows of `Rule.splits` and
`Suggestion.splits`. Not here: what the parts come to (splitting.py) or finding accounts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ledgerflow.classification.facts import SplitShare
from ledgerflow.core.errors import InputError
from ledgerflow.core.money import is_storable

REST = "rest"
TAGS_MAX = 10
TAG_LENGTH_MAX = 40


@dataclass(frozen=True, slots=True)
class TypedShare:
    """A part whose account is named as people name it: a code, key or name."""

    account: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""

    def to(self, account_id: int) -> SplitShare:
        """The part, its account found."""
        return SplitShare(account_id, self.percent, self.note, self.amount)


def share_read(text: str) -> TypedShare:
    """ "6110=60%", "6110=12.50" or "6110=rest", read. Raises InputError for anything else."""
    account, equals, size = (part.strip() for part in text.rpartition("="))
    if not equals or not account or not size:
        raise _bad(text)
    if size.casefold() == REST:
        return TypedShare(account)
    if size.endswith("%"):
        return TypedShare(account, percent=_number(size[:-1].rstrip(), text))
    return TypedShare(account, amount=_number(size, text))


def _number(size: str, text: str) -> Decimal:
    try:
        number = Decimal(size)
    except InvalidOperation as fault:
        raise _bad(text) from fault
    if not is_storable(number):
        raise _bad(text)
    return number


def _bad(text: str) -> InputError:
    return InputError(
        f"{text!r} is no part of a split.",
        code="unreadable_split",
        hint="Write ACCOUNT=60%, ACCOUNT=12.50 or ACCOUNT=rest.",
    )


def shares_to_json(shares: Iterable[SplitShare]) -> list[dict[str, Any]]:
    """As the database keeps them: numbers as text, so that nothing is lost."""
    return [_to_json(share) for share in shares]


def _to_json(share: SplitShare) -> dict[str, Any]:
    row: dict[str, Any] = {"account_id": share.account_id}
    if share.percent is not None:
        row["percent"] = str(share.percent)
    if share.amount is not None:
        row["amount"] = str(share.amount)
    if share.note:
        row["note"] = share.note
    return row


def shares_from_json(rows: Any) -> tuple[SplitShare, ...]:
    """What `shares_to_json` wrote. Raises InputError for rows of another shape."""
    if not isinstance(rows, list | tuple):
        raise _bad(str(rows)[:80])
    return tuple(_from_json(row) for row in rows)


def _from_json(row: Any) -> SplitShare:
    if not isinstance(row, Mapping):
        raise _bad(str(row)[:80])
    account_id = row.get("account_id")
    if not isinstance(account_id, int) or isinstance(account_id, bool):
        raise InputError(
            f"A part of a split names no account: {str(dict(row))[:80]!r}.",
            code="unreadable_split",
            hint="Give each part an account_id.",
        )
    stated = {
        name: _number(str(row[name]), f"{account_id}={row[name]}")
        for name in ("percent", "amount")
        if row.get(name) is not None
    }
    return SplitShare(account_id, note=str(row.get("note", "")), **stated)


def tags_read(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: lower case, single spaces, each once, in the order they came.

    Raises InputError for more than TAGS_MAX, or one of more than TAG_LENGTH_MAX characters.
    """
    tags = list(dict.fromkeys(" ".join(text.lower().split()) for text in texts))
    tags = [tag for tag in tags if tag]
    long = next((tag for tag in tags if len(tag) > TAG_LENGTH_MAX), "")
    if long or len(tags) > TAGS_MAX:
        what = f"The tag {long[:60]!r} is too long" if long else f"{len(tags)} tags are too many"
        raise InputError(
            f"{what}.",
            code="bad_tag",
            hint=f"Give at most {TAGS_MAX} tags of at most {TAG_LENGTH_MAX} characters.",
        )
    return tuple(tags)
