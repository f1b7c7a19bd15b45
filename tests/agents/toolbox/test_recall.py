"""What calls brought is kept per business, and a broken cache only misses."""

import pytest
from django.core.cache import caches

from ledgerflow.agents.toolbox.recall import Recall


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["default"].clear()
    yield
    caches["default"].clear()


def test_what_is_put_comes_back():
    recall = Recall("default", "1:2")
    recall.put("call", {"b": 1, "a": 2}, value={"result": "lit"}, seconds=60)
    assert recall.get("call", {"a": 2, "b": 1}) == {"result": "lit"}
    assert recall.get("call", {"a": 2}) is None


def test_two_businesses_never_share():
    Recall("default", "1:2").put("call", value="of 1:2", seconds=60)
    assert Recall("default", "1:3").get("call") is None
    assert Recall("default", "2:2").get("call") is None
    assert Recall("default", "1:2").get("call") == "of 1:2"


def test_nothing_is_kept_without_knowing_whose_it_is():
    nobody = Recall("default", "")
    nobody.put("call", value="x", seconds=60)
    assert nobody.get("call") is None


def test_zero_seconds_keep_nothing():
    recall = Recall("default", "1:2")
    recall.put("call", value="x", seconds=0)
    assert recall.get("call") is None


def test_keys_tell_nothing_of_what_was_asked():
    Recall("default", "1:2").put("call", "CANARY", value="x", seconds=60)
    assert not [key for key in caches["default"]._cache if "CANARY" in key]


class Broken:
    """A cache whose server answers nonsense."""

    def get(self, key):
        raise ConnectionError

    def set(self, key, value, timeout):
        raise ConnectionError


def test_a_cache_that_is_down_only_misses():
    recall = Recall("default", "1:2")
    recall._cache = Broken()
    recall.put("call", value="x", seconds=60)
    assert recall.get("call") is None
