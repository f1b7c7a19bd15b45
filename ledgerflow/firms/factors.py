"""A person's second factors, for the operator who helps somebody whose phone is lost.

Here: counting and removing them. Not here: setting them up (allauth's pages), encryption
(web/signin/factors.py).
"""

from allauth.mfa.models import Authenticator
from django.db import transaction

from ledgerflow.firms.models import User


def factors_of(user: User) -> dict[str, int]:
    """How many of each kind: totp, webauthn, recovery_codes."""
    counts: dict[str, int] = {}
    for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True):
        counts[str(kind)] = counts.get(str(kind), 0) + 1
    return counts


@transaction.atomic
def factors_remove(*, user: User) -> int:
    """Take all of them away, so that the password alone signs in; how many there were."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    return int(removed)
