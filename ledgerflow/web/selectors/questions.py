"""What the page of questions shows: what is answered, what waits, what could be asked.

Here: reads in a firm's scope. Not here: writing (review/questions).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as word

from ledgerflow.firms.models import Business
from ledgerflow.review.question_models import Question, QuestionLink
from ledgerflow.review.questions.links import is_usable, links_of
from ledgerflow.review.questions.selectors import AskedQuestion, questions_of
from ledgerflow.review.queue_records import NONE, Group, QueueFilter
from ledgerflow.review.queueing import queue_groups
from ledgerflow.web.marks import Mark

BUNDLED = 10
"""So many questions are asked at one click: more at once are not answered."""

UNKNOWN_SHOWN = 20
OPEN_SHOWN = 100
CLOSED_SHOWN = 20

QUESTION_MARKS = {
    Question.State.WAITING: Mark(word("Waiting"), "◔", "wait"),
    Question.State.ANSWERED: Mark(word("Answered"), "●", "warn"),
    Question.State.RESOLVED: Mark(word("Resolved"), "✓", "good"),
    Question.State.WITHDRAWN: Mark(word("Withdrawn"), "↩", "plain"),
}
LINK_MARKS = {
    "open": Mark(word("Open"), "◔", "wait"),
    "expired": Mark(word("Expired"), "○", "plain"),
    "withdrawn": Mark(word("Withdrawn"), "↩", "plain"),
}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link and how it is shown."""

    link: QuestionLink
    mark: Mark

    @property
    def is_open(self) -> bool:
        """True while it can be used."""
        return self.mark is LINK_MARKS["open"]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The questions of a business as its bookkeeper sees them."""

    answered: tuple[AskedQuestion, ...]
    waiting: tuple[AskedQuestion, ...]
    links: tuple[LinkRow, ...]
    unknown: tuple[Group, ...]

    @property
    def bundle(self) -> int:
        """How many a click on "ask about the most urgent" asks about."""
        return min(BUNDLED, len(self.unknown))


def question_page(business: Business) -> QuestionPage:
    """All of it, open questions newest first; as many queries however many there are."""
    shown = questions_of(business, limit=OPEN_SHOWN)
    answered = [q for q in shown if q.question.state == Question.State.ANSWERED]
    return QuestionPage(
        answered=tuple(answered),
        waiting=tuple(q for q in shown if q not in answered),
        links=tuple(LinkRow(link, _link_mark(link)) for link in links_of(business)),
        unknown=unknown_groups(business.pk),
    )


def unknown_groups(business_id: int) -> tuple[Group, ...]:
    """What nothing is suggested for and nobody was asked about, the most urgent first."""
    page = queue_groups([business_id], wanted=QueueFilter(sureness=NONE), limit=2 * UNKNOWN_SHOWN)
    return tuple(group for group in page.groups if not group.asked)[:UNKNOWN_SHOWN]


def closed_questions(business: Business) -> list[tuple[AskedQuestion, Mark]]:
    """The newest questions that are resolved or withdrawn, with how that is shown."""
    states = (Question.State.RESOLVED, Question.State.WITHDRAWN)
    shown = questions_of(business, states=states, limit=CLOSED_SHOWN)
    return [(one, QUESTION_MARKS[Question.State(one.question.state)]) for one in shown]


def _link_mark(link: QuestionLink) -> Mark:
    if link.withdrawn_at is not None:
        return LINK_MARKS["withdrawn"]
    return LINK_MARKS["open" if is_usable(link) else "expired"]
