"""Where allauth counts: in the cache that goes on counting while Redis is away.

Here: pointing allauth at the cache `limits`. Not here: the limits (settings/signin.py). allauth
takes the default cache, which forgets while Redis is away: it would then refuse every attempt.
"""

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth
from django.core.cache import caches
from django.utils.connection import ConnectionProxy

from ledgerflow.web.throttle import CACHE


def count_in_limits() -> None:
    """Once, when the apps are loaded: failed attempts, and codes that were used."""
    cache = ConnectionProxy(caches, CACHE)
    ratelimit.cache = cache
    auth.cache = cache
