"""Redis may stop, freeze or forget at any time; nobody who asks the cache sees an exception."""

import pytest
from django.core.cache import caches
from redis.exceptions import ResponseError

from ledgerflow.core import cache as module
from tests.redis_server import redis_is_asked_again, redis_server


@pytest.fixture(scope="module")
def server():
    with redis_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _used(server, settings):
    """Both caches on a server that works and is empty."""
    server.empty()
    module._outages.clear()
    settings.CACHES = server.caches
    yield
    server.go_on()


@pytest.fixture
def frozen(server):
    """Values from before, then no answer, and nobody who tries again by himself."""
    caches["default"].set_many({"kept": 1, "changed": 1, "gone": 1})
    server.freeze()
    return caches["default"]


def test_it_is_an_ordinary_cache_while_redis_works():
    cache = caches["default"]
    assert cache.add("a", 1)
    assert not cache.add("a", 2)
    assert (cache.incr("a"), cache.decr("a", 2), cache.get("a")) == (2, 0, 0)
    cache.set("b", {"x": [1, None]}, timeout=60)
    assert cache.get_many(["a", "b", "c"]) == {"a": 0, "b": {"x": [1, None]}}
    assert cache.touch("b", 5)
    assert "b" in cache
    assert cache.delete("b")
    assert cache.set_many({"d": 1, "e": 2}) == []
    cache.delete_many(["d"])
    assert (cache.get("d", "none"), cache.get("e")) == ("none", 2)
    assert cache.get_or_set("f", lambda: 7) == 7
    cache.clear()
    assert cache.get("e") is None


def test_to_count_what_is_not_there_is_an_error_as_with_any_cache():
    with pytest.raises(ValueError, match="not found"):
        caches["default"].incr("nobody")
    assert caches["default"]._cache._outage._until is None


def test_while_redis_is_away_reads_find_nothing_and_writes_do_nothing(frozen):
    assert frozen.get("kept", "default") == "default"
    assert frozen.get_many(["kept"]) == {}
    assert "kept" not in frozen
    assert frozen.get_or_set("kept", lambda: 9) == 9
    assert frozen.add("new", 1) is False
    assert frozen.touch("kept") is False
    assert frozen.delete("gone") is False
    assert frozen.clear() is False
    frozen.set("changed", 2)
    frozen.set_many({"new": 1})
    frozen.delete_many(["gone"])
    with pytest.raises(ValueError, match="not found"):
        frozen.incr("kept")


def test_redis_is_not_believed_about_what_changed_while_it_was_away(frozen, server):
    """A session that ended in between must not come back to life."""
    frozen.set("changed", 2)
    frozen.delete("gone")
    server.go_on()
    redis_is_asked_again()
    assert [frozen.get(key) for key in ("kept", "changed", "gone")] == [1, None, None]
    frozen.set("changed", 3)
    assert frozen.get("changed") == 3


def test_after_very_many_missed_changes_all_is_forgotten(frozen, server, monkeypatch):
    monkeypatch.setattr(module, "MISSED_MAX", 3)
    for number in range(5):
        frozen.set(f"n{number}", 1)
    server.go_on()
    redis_is_asked_again()
    assert frozen.get("kept") is None


def test_what_was_missed_is_not_forgotten_by_an_attempt_that_fails(frozen, server):
    frozen.delete("gone")
    frozen._cache._probe()
    assert frozen.get("kept") is None
    server.go_on()
    redis_is_asked_again()
    assert (frozen.get("kept"), frozen.get("gone")) == (1, None)


def test_a_restart_between_two_requests_is_not_an_outage(server):
    caches["default"].set("a", 1)
    server.stop()
    server.start()
    assert caches["default"].get("a") is None
    caches["default"].set("a", 2)
    assert caches["default"].get("a") == 2


def test_a_redis_that_refuses_is_away_too(monkeypatch):
    """Out of memory, a wrong password, a copy that may not be written."""

    def refused(*args, **kwargs):
        raise ResponseError("OOM command not allowed")

    cache = caches["default"]
    monkeypatch.setattr(module.RedisCacheClient, "set", refused)
    cache.set("a", 1)
    assert cache.get("a") is None


def test_counts_go_on_in_memory_while_redis_is_away(server):
    limits = caches["limits"]
    limits.add("tries", 7)
    server.freeze()
    assert limits.get("tries", 0) == 0
    assert limits.add("tries", 0, 60)
    assert not limits.add("tries", 0, 60)
    assert [limits.incr("tries") for _ in range(3)] == [1, 2, 3]
    assert limits.get("tries") == 3
    with pytest.raises(ValueError, match="not found"):
        limits.incr("others")
    limits.set("others", 5)
    assert limits.get("others") == 5
    assert limits.delete("others")
    assert "tries" not in limits
    server.go_on()
    redis_is_asked_again()
    assert limits.get("tries") == 7


def test_both_caches_and_all_threads_know_of_one_outage(server):
    server.freeze()
    caches["default"].get("a")
    assert caches["limits"]._cache._outage._until is not None


def test_a_socket_of_redis_serves_as_well(tmp_path, settings):
    from ledgerflow.settings.caching import cache_settings

    settings.CACHES = cache_settings(f"unix://{tmp_path}/none.sock")
    caches["default"].set("a", 1)
    assert caches["default"].get("a") is None
