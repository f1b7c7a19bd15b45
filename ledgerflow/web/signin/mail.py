"""The e-mail that invites somebody.

Here: its text, and whether e-mails leave this installation at all. Not here: making the
invitation (firms/inviting.py). Without a mail server the page shows the link to hand over.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ledgerflow.firms.invitation_models import Invitation

logger = logging.getLogger(__name__)

CONSOLE = "django.core.mail.backends.console.EmailBackend"


def mail_leaves() -> bool:
    """False where e-mails only go to the server's output."""
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def invitation_link(request: HttpRequest, token: str) -> str:
    """The whole address to hand over."""
    return request.build_absolute_uri(reverse("web:invite", args=[token]))


def invitation_send(
    request: HttpRequest, invitation: Invitation, token: str, *, firm_name: str
) -> bool:
    """Send the link to the person invited; False where it did not leave: show the link then."""
    if not mail_leaves():
        return False
    context = {
        "firm": firm_name,
        "role": invitation.get_role_display(),
        "link": invitation_link(request, token),
        "until": invitation.expires_at,
    }
    body = render_to_string("web/signin/invitation.txt", context)
    subject = _("An invitation to the books of %(firm)s") % {"firm": firm_name}
    try:
        send_mail(" ".join(subject.split()), body, None, [invitation.email])
    except (SMTPException, OSError) as error:
        logger.warning("An invitation was not sent: %s.", type(error).__name__)
        return False
    return True
