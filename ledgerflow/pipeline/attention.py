"""Which businesses of a firm need attention, what for, and in which order.

Here: the score and its reasons in words. Not here: counting (review/needs.py), deadlines
(tax/deadlines.py) or the page. The score is stated on the page: POINTS is all of it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledgerflow.firms.access import Practice, working_in
from ledgerflow.review.needs import BusinessNeeds, MoneyState, business_needs
from ledgerflow.tax.deadlines import Deadline, tax_deadline

POINTS = {"stopped": 10, "unproved": 10, "missing": 5, "answered": 3, "decision": 1, "asked": 1}
"""For each file that waits, statement that contradicts itself, month without a statement, answer
of a client that nobody has used, decision left, question that waits."""

DECISIONS_MAX = 100
"""A first import of years is no hundred times as urgent as a month that is half done."""

NEAR = ((30, 2), (90, 1.5))
"""(days to the tax deadline, factor): the nearer one counts."""


@dataclass(frozen=True, slots=True)
class BusinessAttention:
    """A business, what is open in it, and how much of a hurry that is."""

    needs: BusinessNeeds
    deadline: Deadline | None
    days_left: int | None
    score: int

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is open in words, the heaviest first; read for the few that are shown."""
        return tuple(_reasons(self.needs))

    @property
    def business_id(self) -> int:
        """The business."""
        return self.needs.business_id

    @property
    def name(self) -> str:
        """The business's name."""
        return self.needs.name

    @property
    def is_near(self) -> bool:
        """True where something is open and the tax deadline is less than 90 days away."""
        return bool(self.score) and self.days_left is not None and self.days_left <= NEAR[-1][0]

    @property
    def own(self) -> MoneyState | None:
        """Its money in its own currency, or in the only one that moved."""
        return self.needs.money[0] if self.needs.money else None

    @property
    def others(self) -> tuple[MoneyState, ...]:
        """Money of other currencies that waits."""
        return tuple(m for m in self.needs.money[1:] if m.waiting)


def attention_of(
    practice: Practice, *, user_id: int | None = None, today: dt.date | None = None
) -> list[BusinessAttention]:
    """The businesses of a firm that the person may see, the most urgent first, then by name.

    Opens its own transaction in the firm. Two queries, however many businesses there are.
    """
    day = today or timezone.localdate()
    ids = practice.business_ids if practice.is_client else None
    with working_in(practice, user_id):
        found = business_needs(ids, today=day)
    return sorted((attention(one, day) for one in found), key=lambda a: (-a.score, a.name))


def attention(needs: BusinessNeeds, today: dt.date) -> BusinessAttention:
    """One business's score on a day."""
    deadline = tax_deadline(needs.regime, today)
    days_left = deadline.days_left(today) if deadline else None
    points = _points(needs) * _factor(days_left)
    return BusinessAttention(needs, deadline, days_left, round(points))


def _points(needs: BusinessNeeds) -> int:
    counts = {
        "stopped": needs.stopped,
        "unproved": needs.unproved,
        "missing": needs.missing,
        "answered": needs.answered,
        "decision": min(needs.groups, DECISIONS_MAX),
        "asked": needs.asked,
    }
    return sum(POINTS[what] * count for what, count in counts.items())


def _factor(days_left: int | None) -> float:
    if days_left is not None:
        for days, factor in NEAR:
            if days_left <= days:
                return factor
    return 1


def _reasons(needs: BusinessNeeds) -> Iterator[str]:
    """Only what is there is put into words: a firm has hundreds of businesses."""
    if needs.stopped:
        yield ngettext("%d file stopped", "%d files stopped", needs.stopped) % needs.stopped
    if needs.unproved:
        told = ngettext("%d statement not proved", "%d statements not proved", needs.unproved)
        yield told % needs.unproved
    if needs.missing:
        told = ngettext("%d statement missing", "%d statements missing", needs.missing)
        yield told % needs.missing
    if needs.answered:
        yield ngettext("%d answer came", "%d answers came", needs.answered) % needs.answered
    if needs.groups:
        yield ngettext("%d decision left", "%d decisions left", needs.groups) % needs.groups
    if needs.asked:
        yield ngettext("%d question waits", "%d questions wait", needs.asked) % needs.asked
    if not needs.statements:
        yield _("No statement yet")
