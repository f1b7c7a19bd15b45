"""Where failed attempts and used codes are counted."""

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth
from django.core.cache import caches


def test_allauth_counts_where_counting_goes_on_without_redis():
    for module in (ratelimit, auth):
        module.cache.set("count-of-tests", 3, 5)
        assert caches["limits"].get("count-of-tests") == 3
        assert caches["default"].get("count-of-tests") is None
        module.cache.delete("count-of-tests")
