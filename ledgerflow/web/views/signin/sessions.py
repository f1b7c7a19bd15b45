"""Where a person is signed in, and ending one of these sessions or all others.

Here: allauth's list with readable browsers, and ending a single one. Not here: making sessions.
"""

from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledgerflow.core.errors import AccessError
from ledgerflow.web.access import signed_in
from ledgerflow.web.signin.browsers import browser_name


class Sessions(ListUserSessionsView):  # type: ignore[misc]  # allauth has no types
    """The list, this browser's first; POST ends all but this one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`shown` holds (session, browser, whether it is this one)."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [(s, browser_name(s.user_agent), s.is_current()) for s in context["sessions"]]
        context["shown"] = sorted(rows, key=lambda row: not row[2])
        return context


@require_POST
@signed_in
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one browser. AccessError for a session that is not there or not one's own."""
    session = UserSession.objects.filter(user=request.user.pk, pk=session_id).first()
    if session is None:
        raise AccessError("There is no such session.", hint="Choose one of the list.")
    end_sessions(request, [session])
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")
