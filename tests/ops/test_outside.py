"""Asking Redis, SearXNG and a model: quickly, and without giving secrets away."""

import time

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.outside import http_get, is_json, joined, redis_url, redis_version
from tests.loopback import closed_port, serving, silent


def test_an_answer_comes_with_its_status_and_body():
    with serving({"/models?x=1": (418, b"tea")}) as url:
        assert http_get(f"{url}/models?x=1", 5) == (418, b"tea")


@pytest.mark.parametrize("address", ["http://[", "http://127.0.0.1:99999/", "http://bad host/"])
def test_an_address_that_is_none_is_an_expected_fault(address):
    with pytest.raises(OutsideError, match="not valid"):
        http_get(address, 1)


def test_a_server_that_hangs_is_given_up():
    began = time.monotonic()
    with silent() as port, pytest.raises(OutsideError, match="TimeoutError"):
        http_get(f"http://127.0.0.1:{port}/", 0.2)
    assert time.monotonic() - began < 2


def test_redis_that_is_down_is_given_up_at_once_and_its_password_is_not_told():
    began = time.monotonic()
    with pytest.raises(OutsideError, match="Redis does not answer") as caught:
        redis_version(f"redis://:hunter2@127.0.0.1:{closed_port()}/0", 0.5)
    assert "hunter2" not in str(caught.value)
    assert time.monotonic() - began < 1


def test_local_memory_is_no_redis(settings):
    assert redis_url() is None


@pytest.mark.parametrize(("body", "is_one"), [(b'{"data": []}', True), (b"<html>", False)])
def test_json_is_told_from_a_page(body, is_one):
    assert is_json(body) is is_one


def test_a_base_may_end_with_a_slash():
    assert joined("http://model/v1/", "/models") == joined("http://model/v1", "/models")
