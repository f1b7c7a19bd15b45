"""Which caches there are."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ledgerflow.settings.caching import cache_settings


def test_without_redis_both_caches_are_in_memory_and_apart():
    made = cache_settings("")
    assert {one["BACKEND"].rsplit(".", 1)[1] for one in made.values()} == {"LocMemCache"}
    assert made["default"]["LOCATION"] != made["limits"]["LOCATION"]


def test_with_redis_one_forgets_and_one_counts_in_an_outage():
    made = cache_settings("redis://:pw@redis:6379/0")
    assert made["default"]["BACKEND"] == "ledgerflow.core.cache.ForgettingRedisCache"
    assert made["limits"]["BACKEND"] == "ledgerflow.core.cache.CountingRedisCache"


def test_what_is_no_redis_is_refused_without_showing_it():
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL must look like") as caught:
        cache_settings("http://:hunter2@redis")
    assert "hunter2" not in str(caught.value)
