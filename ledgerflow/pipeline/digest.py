"""The weekly e-mail about what needs attention, for members who asked for it.

Here: whom it goes to, its text, and that nobody gets it twice a week. Not here: what needs
attention (attention.py). It holds names of businesses, counts and deadlines: nothing that a bank
or a client wrote.
"""

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ledgerflow.audit.models import AuditEvent
from ledgerflow.audit.services import event_record
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Practice, practices_of, working_in
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.selectors import operator_firms
from ledgerflow.pipeline.attention import BusinessAttention, attention_of

logger = logging.getLogger(__name__)

ACTION = "digest_send"
SHOWN = 30
"""Businesses named in one e-mail; the others are counted."""


def digests_send(*, today: dt.date) -> int:
    """Send this week's e-mails that were not sent yet; how many left.

    Written down before it is sent: a job that dies in between sends none, never two.
    """
    sent = 0
    for firm in operator_firms():
        for person in _readers(firm.id):
            practice = next((p for p in practices_of(person) if p.firm_id == firm.id), None)
            if practice is not None and _claim(practice, person, today):
                sent += _send(practice, person, today)
    return sent


def _readers(firm_id: int) -> list[User]:
    with firm_scope(firm_id), transaction.atomic():
        wanting = Membership.objects.filter(firm_id=firm_id, weekly_digest=True)
        ids = set(wanting.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))


def _claim(practice: Practice, person: User, today: dt.date) -> bool:
    """True for the first who writes down that this week's e-mail goes to the person."""
    week = "{}-W{:02}".format(*today.isocalendar()[:2])
    with working_in(practice):
        events = AuditEvent.objects.filter(
            action=ACTION, subject="user", subject_id=person.pk, detail__week=week
        )
        if events.exists():
            return False
        event_record(
            firm_id=practice.firm_id,
            business_id=None,
            action=ACTION,
            subject="user",
            subject_id=person.pk,
            detail={"week": week},
        )
    return True


def _send(practice: Practice, person: User, today: dt.date) -> bool:
    found = attention_of(practice, user_id=person.pk, today=today)
    subject = _("%(firm)s: what needs attention") % {"firm": practice.firm_name}
    context = _context(practice, found)
    message = EmailMultiAlternatives(
        " ".join(subject.split()), render_to_string("pipeline/digest.txt", context), None,
        [person.email],
    )  # fmt: skip
    message.attach_alternative(render_to_string("pipeline/digest.html", context), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("A weekly e-mail was not sent: %s.", type(error).__name__)
        return False
    return True


def _context(practice: Practice, found: list[BusinessAttention]) -> dict[str, object]:
    open_ones = [one for one in found if one.score or one.is_near]
    base = settings.BASE_URL.rstrip("/")
    return {
        "firm": practice.firm_name,
        "rows": open_ones[:SHOWN],
        "more": len(open_ones) - len(open_ones[:SHOWN]),
        "quiet": len(found) - len(open_ones),
        "home": f"{base}/" if base else "",
        "settings": f"{base}/settings/" if base else "",
    }
