"""Rules that repeated decisions point to; pure.

Here: which decisions repeat, and what speaks for and against making a rule of them. Not here:
storing proposals (rule_services.py). A proposal is a question to a person, never a rule.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ENOUGH = 5
"""So many equal decisions in a row make a proposal."""

LOOKED_AT = 20
"""The newest decisions of a payee that must all agree."""

IDS_KEPT = 50


@dataclass(frozen=True, slots=True)
class Repeat:
    """One decision of a person that put a payee's money into one account."""

    decision_id: int
    payee_key: str
    payee_name: str
    account_id: int
    business_percent: Decimal
    user_id: int | None
    date: dt.date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A payee whose newest decisions all agree. `user_ids`: who decided; `ids`: the newest."""

    payee_key: str
    payee_name: str
    account_id: int
    business_percent: Decimal
    count: int
    user_ids: tuple[int, ...]
    first: dt.date
    last: dt.date
    ids: tuple[int, ...]

    @property
    def reason(self) -> str:
        """In words, with what a person should mind: one user's habit is not yet a rule."""
        who = "by one person" if len(self.user_ids) == 1 else f"by {len(self.user_ids)} people"
        return (
            f"the last {self.count} times {self.payee_name} was decided alike, all {who},"
            f" {self.first} to {self.last}"
        )

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, for the stored rule."""
        return {
            "payee_key": self.payee_key,
            "count": self.count,
            "users": list(self.user_ids),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "decisions": list(self.ids),
            "reason": self.reason,
        }


def proposals_of(
    repeats: Iterable[Repeat], is_covered: Callable[[str], bool]
) -> tuple[Proposal, ...]:
    """Proposals from decisions in the order they were made, by payee key.

    `is_covered` tells whether an active rule places this payee's money already.
    """
    by_payee: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in repeats:
        if repeat.payee_key:
            by_payee[repeat.payee_key].append(repeat)
    found = (_proposal(rows) for key, rows in sorted(by_payee.items()) if not is_covered(key))
    return tuple(proposal for proposal in found if proposal is not None)


def _proposal(rows: list[Repeat]) -> Proposal | None:
    newest = rows[-1]
    place = (newest.account_id, newest.business_percent)
    alike: list[Repeat] = []
    for row in reversed(rows):
        if (row.account_id, row.business_percent) != place:
            break
        alike.append(row)
    if len(alike) < ENOUGH or (len(alike) < LOOKED_AT and len(alike) < len(rows)):
        return None
    return Proposal(
        payee_key=newest.payee_key,
        payee_name=newest.payee_name or newest.payee_key,
        account_id=newest.account_id,
        business_percent=newest.business_percent,
        count=len(alike),
        user_ids=tuple(sorted({row.user_id for row in alike if row.user_id is not None})),
        first=min(row.date for row in alike),
        last=max(row.date for row in alike),
        ids=tuple(row.decision_id for row in alike[:IDS_KEPT]),
    )
