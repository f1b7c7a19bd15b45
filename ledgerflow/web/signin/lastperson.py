"""Who signed in last in this browser, so that what somebody typed is shown to nobody else.

Here: one signed cookie. Not here: signing in; the cookie opens nothing.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "last_person"
SECONDS = 30 * 24 * 3600


def last_person_set(response: HttpResponse, user_id: int) -> None:
    """Write the cookie, as well guarded as the session's."""
    response.set_signed_cookie(
        COOKIE,
        str(user_id),
        salt=COOKIE,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def last_person(request: HttpRequest) -> int | None:
    """The person's id; None where nobody did, or somebody changed the cookie."""
    if request.user.is_authenticated:
        return request.user.pk
    said = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=SECONDS)
    return int(said) if said and said.isdigit() else None
