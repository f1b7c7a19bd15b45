"""What is done on the review pages: deciding, asking the client, undoing.

Here: a form to one call, and what comes of it to an answer (answers.py). Not here: the books
(pipeline/deciding.py). No transaction stays open around a decision: deciding makes its own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.firms.access import Place, place_for, require_writer, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.deciding import Outcome, Picked, deciding_undo, picked_decide
from ledgerflow.review.questions.asking import question_ask
from ledgerflow.web.access import person_of, signed_in
from ledgerflow.web.selectors.review import account_codes
from ledgerflow.web.selectors.review_desk import Desk, Token, desk_of_place, token_read
from ledgerflow.web.selectors.review_picks import (
    IDS_MAX,
    group_ids,
    ids_unlocked,
    own_batch,
    token_of_batch,
)
from ledgerflow.web.views.review.answers import Done, answered, refused
from ledgerflow.web.views.review.asking import (
    Asked,
    as_shown,
    asked_read,
    ids_read,
    seen_read,
    wish_read,
)

UNDO_HOURS = 12
REFUSALS = (InputError, RuleError, ConflictError)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form of the page: where, about which rows or groups, and what comes next."""

    place: Place
    desk: Desk
    asked: Asked
    group: Token | None
    marks: tuple[Token, ...]
    ids: tuple[int, ...]
    seen: tuple[int, ...]
    skips_locked: bool
    next: Token | None

    @property
    def touched(self) -> tuple[Token, ...]:
        """The groups that it is about."""
        group = () if self.group is None or (self.marks and not self.ids) else (self.group,)
        return tuple(dict.fromkeys((*self.marks, *group)))

    def picked(self) -> Picked:
        """The rows; in a firm's scope. A filter leaves out what it does not show."""
        whole = not (self.ids or self.marks)
        seen = self.seen if whole else ()
        if whole and self.group and not (self.asked.is_filtered or self.skips_locked):
            return Picked(group=self.group.key, seen=seen)
        tokens = self.touched if whole else self.marks
        found = group_ids(tokens, self.asked.wanted) if tokens else ()
        ids = tuple(dict.fromkeys((*found, *self.ids)))
        ids = ids_unlocked(self.place.business_id, ids) if self.skips_locked else ids
        return Picked(ids=ids, seen=seen)


def _sent(request: HttpRequest, place: Place) -> Sent:
    post = request.POST
    asked = asked_read(QueryDict(post.get("back", "")))
    is_firm = post.get("scope") == "firm"
    own = desk_of_place(place)
    desk = Desk(place.firm_id, None, place.firm_name, own.may_write) if is_firm else own
    tokens = [token_read(text) for text in post.getlist("mark")]
    marks = (token for token in tokens if token and token.business_id == place.business_id)
    group = token_read(post.get("group", ""))
    if group is not None and group.business_id != place.business_id:
        group = None
    return Sent(
        place=place,
        desk=desk,
        asked=asked,
        group=group,
        marks=tuple(dict.fromkeys(marks)),
        ids=ids_read(post),
        seen=seen_read(post),
        skips_locked=post.get("skip_locked") == "1",
        next=token_read(post.get("next", "")),
    )


def _place(request: HttpRequest, business_id: int) -> Place:
    """The business of a form, for somebody who may write. No transaction stays open."""
    place = place_for(person_of(request), business_id)
    require_writer(place)
    request.place = place  # type: ignore[attr-defined]  # the frame shows where one is
    return place


@require_POST
@signed_in
def decide(request: HttpRequest, business_id: int) -> HttpResponseBase:
    """Decide the open group, the rows that are ticked or the groups that are marked, alike."""
    place, person = _place(request, business_id), person_of(request).pk
    sent = _sent(request, place)
    try:
        with working_in(place, person):
            codes, picked = account_codes(place.business_id), sent.picked()
        wish = wish_read(request.POST, codes)
        if not wish.places:
            picked = as_shown(picked, request.POST, is_marked=bool(sent.marks))
        outcome = Outcome(None, 0, ())
        if picked.ids or picked.group or picked.seen:
            outcome = picked_decide(place, picked, wish, user_id=person)
    except REFUSALS as error:
        with working_in(place, person):
            return refused(request, sent.desk, sent.asked, sent.group, error)
    is_cut = bool(outcome.next_hint) or len(picked.ids) == IDS_MAX
    done = Done(
        _said(outcome),
        touched=sent.touched,
        stay=sent.group if sent.ids or is_cut else None,
        next=sent.next,
        batch_id=outcome.batch_id,
        conflicts=outcome.conflicts,
        is_cut=is_cut,
    )
    with working_in(place, person):
        return answered(request, sent.desk, sent.asked, place, done)


def _said(outcome: Outcome) -> str:
    """How many were decided, and how many were left because of what was shown."""
    said = ngettext("%(count)s decided.", "%(count)s decided.", outcome.decided) % {
        "count": outcome.decided
    }
    if not outcome.decided:
        said = _("Nothing was left to decide.") if not outcome.left else _("Nothing was decided.")
    if not outcome.left:
        return said
    left = ngettext(
        "%(count)s is left waiting: it is not suggested as it was shown.",
        "%(count)s are left waiting: they are not suggested as it was shown.",
        outcome.left,
    )
    return f"{said} {left % {'count': outcome.left}}"


@require_POST
@signed_in
def ask(request: HttpRequest, business_id: int) -> HttpResponseBase:
    """Ask the client about the open group or the rows that are ticked; they go on waiting."""
    place, person = _place(request, business_id), person_of(request).pk
    sent = _sent(request, place)
    text = request.POST.get("question", "")
    try:
        with working_in(place, person):
            ids = sent.ids or group_ids(sent.touched, sent.asked.wanted)
            business = Business.objects.get(pk=place.business_id)
            question_ask(business=business, transaction_ids=ids, text=text, user_id=person)
    except REFUSALS as error:
        with working_in(place, person):
            return refused(request, sent.desk, sent.asked, sent.group, error)
    said = _("Asked. The rows go on waiting until the answer is there.")
    done = Done(said, touched=sent.touched, next=sent.next, is_asked=True)
    with working_in(place, person):
        return answered(request, sent.desk, sent.asked, place, done)


@require_POST
@signed_in
def undo(request: HttpRequest, business_id: int, batch_id: int | None = None) -> HttpResponseBase:
    """Take one's last decisions here back, or those of a batch; asked again, those before."""
    place, person = _place(request, business_id), person_of(request).pk
    since = timezone.now() - timedelta(hours=UNDO_HOURS)
    token: Token | None = None
    status = 200
    try:
        with working_in(place, person):
            last = own_batch(place, person, since) if batch_id is None else None
            number = last.pk if last is not None else batch_id
        if number is None:
            raise RuleError(
                _("Nothing of yours of the last 12 hours is left to undo here."),
                code="nothing_to_undo",
                hint=_("Older decisions are undone from their entry."),
            )
        count = deciding_undo(place, number, user_id=person)
        said = ngettext("%(count)s waits again.", "%(count)s wait again.", count) % {"count": count}
        with working_in(place, person):
            token = token_of_batch(number)
    except REFUSALS as error:
        said, status = f"{error.message} {error.hint}".strip(), error.status
    if request.htmx or request.headers.get("X-Requested-With") == "fetch":  # type: ignore[attr-defined]
        dom_id = token.dom_id if token else ""
        return JsonResponse(
            {"text": said, "group": str(token or ""), "item": dom_id}, status=status
        )
    (messages.success if status == 200 else messages.error)(request, said)
    sent = _sent(request, place)
    return redirect(sent.desk.link(sent.asked.query, group=token or ""))
