"""What the review queue gives, as frozen records; pure but for the rows they carry.

Here: filters, groups, rows and meters. Not here: reading them (queueing.py, queue_rows.py,
queue_meters.py). Amounts are the bank's view: money in is positive.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.classification.models import Suggestion
from ledgerflow.statements.models import BankTransaction

IN, OUT = "in", "out"
SURE, UNSURE, NONE = "sure", "unsure", "none"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What is wanted of the queue; everything is optional and comes from the address.

    `text` is looked for in payee and description, `direction` is "in" or "out". `sureness`: "sure"
    is suggested surely enough for the policy of its business, "unsure" less so, "none" not at all.
    `hides_asked`: without the rows that a question waits for its answer about.
    """

    text: str = ""
    bank_account_id: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    direction: str = ""
    sureness: str = ""
    hides_asked: bool = False


EVERYTHING = QueueFilter()


@dataclass(frozen=True, slots=True)
class Group:
    """One payee and direction of one business, in one currency.

    `net` is the signed sum, `gross` how much money it is either way; `confidence` that of its
    money, weighted (0 where nothing is suggested). `place` says in words where most of it is
    suggested to go. `urgency`: money in the books' currency x uncertainty x tax effect. `asked`:
    the state of an open question about it, "" | "waiting" | "answered". `key` names the group
    within its business.
    """

    business_id: int
    business_name: str
    key: str
    payee_name: str
    currency: str
    count: int
    net: Decimal
    gross: Decimal
    first: dt.date
    last: dt.date
    confidence: Decimal
    place: str
    is_mixed: bool
    urgency: Decimal
    asked: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Groups, the most urgent first; `after` opens the next page, "" where there is none."""

    groups: tuple[Group, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to decide a row: `kind` is a Decision.Kind, `confidence` 0..1, the reason in words.

    `transfer_with_id` names the other half of a transfer where it is known.
    """

    account_id: int | None
    kind: str
    label: str
    confidence: Decimal
    reason: str
    transfer_with_id: int | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One transaction that waits: what is suggested, and at most three ways, best first.

    `asked` as in Group.
    """

    transaction: BankTransaction
    suggestion: Suggestion | None
    place: str
    alternatives: tuple[Alternative, ...]
    notes: int
    papers: int
    asked: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """Rows, oldest first; `after` opens the next page."""

    rows: tuple[QueueRow, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Meter:
    """How far a business is in one currency: how many wait, percent of the money settled.

    The percent is rounded down: 100 says that nothing waits.
    """

    currency: str
    waiting: int
    percent: int


def settled_percent(moved: Decimal, waits: Decimal, count: int) -> int:
    """How much of the money that moved is settled, rounded down; both sums gross.

    Never 100 while something waits: a line of zero waits as well.
    """
    if not count:
        return 100
    settled = int((moved - waits) * 100 // moved) if moved else 0
    return max(0, min(settled, 99))
