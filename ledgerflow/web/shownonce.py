"""A secret that the next page shows once: the address of a link, an invitation, a token.

Here: keeping it in the session until its page is read. Not here: making it. It names the business
or firm that it belongs to: the page of another one, opened first in another tab, neither shows nor
loses it.
"""

from django.http import HttpRequest


def once_keep(request: HttpRequest, what: str, secret: str, **where: int) -> None:
    """Remember `secret` for the page of `where`, which is business_id=7 or firm_id=3."""
    request.session[what] = {"secret": secret, **where}


def once_shown(request: HttpRequest, what: str, **where: int) -> str:
    """The secret for this page, for the last time; "" where there is none."""
    kept = request.session.get(what)
    if not isinstance(kept, dict) or any(kept.get(name) != pk for name, pk in where.items()):
        return ""
    del request.session[what]
    return str(kept["secret"])
