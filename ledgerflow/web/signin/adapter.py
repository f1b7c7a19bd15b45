"""django-allauth's adapter: who may sign up, how guesses are counted, how e-mails fail.

Here: what differs from allauth's own. Not here: second factors (factors.py), the pages.
"""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest, HttpResponse

from ledgerflow.firms.models import User
from ledgerflow.web.signin.lastperson import last_person_set

logger = logging.getLogger(__name__)

APP = "allauth.account"
NOWHERE = "0.0.0.0"  # noqa: S104  the address of a visitor who came through a socket


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Invitations instead of sign-up; limits that let nobody lock out somebody else."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes the account, or the setup page the first one."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address as our own proxies saw it (web/visitor.py)."""
        return request.META.get("REMOTE_ADDR") or NOWHERE

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt before any password is looked at; a success is not counted.

        Raises ValidationError with the code `too_many_login_attempts`.
        """
        who = str(credentials.get("email", "")).strip().casefold()
        here = f"{who}|{self.get_client_ip(request)}"
        used = []
        for action, key in (("login_failed", here), ("login_failed_anywhere", who)):
            usage = ratelimit.consume(request, app=APP, action=action, key=key)
            if usage is None:
                raise self.validation_error("too_many_login_attempts")
            used += usage.usage
        self._login_failed_rl_usage = RateLimitUsage(usage=used)

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Remember in the browser who it was: a form that is kept goes to nobody else."""
        response: HttpResponse = super().post_login(request, user, **details)
        last_person_set(response, user.pk)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that fails must not tell whether there is an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.warning("An e-mail about signing in was not sent: %s.", type(error).__name__)
