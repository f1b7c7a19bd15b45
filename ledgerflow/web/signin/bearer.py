"""A program that shows an access token instead of signing in.

Here: the header `Authorization: Bearer`, slowed down for those who guess. Not here: what a token
may read (the view's matter), making tokens (firms/tokens.py).
"""

from django.http import HttpRequest

from ledgerflow.firms.models import User
from ledgerflow.firms.tokens import token_find
from ledgerflow.web.throttle import count_failure, refuse_guessing

SCHEME = "bearer"
WHAT = "access token"


def bearer(request: HttpRequest) -> tuple[User, int] | None:
    """Whose token the request shows and for which firm; None without one, or with a wrong one.

    Raises LimitError after too many wrong ones from one address.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME:
        return None
    address = request.META.get("REMOTE_ADDR", "")
    refuse_guessing(WHAT, address)
    found = token_find(text)
    if found is None:
        count_failure(WHAT, address)
    return found
