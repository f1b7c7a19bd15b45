"""The first run: nobody can sign in yet, and whoever reads the server's log makes the first owner.

Here: the one-time token and the first person. Not here: the firm's first business
(pipeline/beginning.py) or the page (web/views/signin/setup.py). The token is made from the secret
key, so that every process knows it and none stores it; it works only while there is no person.
"""

import hmac

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.models import User
from ledgerflow.firms.people import user_add

SALT = "ledgerflow.setup"


def setup_is_open() -> bool:
    """True while nobody has an account."""
    return not User.objects.exists()


def setup_token() -> str:
    """The token of this installation: 40 hexadecimal digits, 160 bits of the key."""
    made = salted_hmac(SALT, "the first owner", secret=settings.SECRET_KEY, algorithm="sha256")
    return made.hexdigest()[:40]


def setup_address(base: str) -> str:
    """Where the first owner is made; `base` ends in a slash: http://127.0.0.1:8000/."""
    return f"{base}setup/{setup_token()}/"


def require_setup(token: str) -> None:
    """AccessError unless the token is right and there is nobody yet; never says which."""
    fits = hmac.compare_digest(token.encode(), setup_token().encode())
    if not (setup_is_open() and fits):
        raise AccessError(
            "This address does not set up anything: it was used, or it is not the one of the log.",
            code="no_setup",
            hint="Sign in; or take the address that the server printed when it started.",
        )


@transaction.atomic
def first_owner_make(*, token: str, name: str, email: str, password: str) -> User:
    """The first person, who is an operator too. Of two at once, one wins: AccessError.

    Raises InputError for an address or password that does not do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('ledgerflow setup', 0))")
    require_setup(token)
    return user_add(email=email, password=password, name=name, operator=True)
