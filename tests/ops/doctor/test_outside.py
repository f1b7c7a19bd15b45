"""Redis, SearXNG and a model, as LedgerFlow needs them."""

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.ops.doctor import outside
from ledgerflow.ops.outside import SEARCH
from tests.loopback import closed_port, serving


@pytest.mark.parametrize(
    ("version", "state"), [("7.2.4", "ok"), ("8.0.1", "ok"), ("7.0.15", "warning"), ("", "warning")]
)
def test_redis_must_speak_the_protocol_of_7_2(monkeypatch, version, state):
    monkeypatch.setattr(outside, "redis_version", lambda url, seconds: version)
    assert outside.cache("redis://invented").state == state


def test_redis_that_is_down_is_a_warning(monkeypatch):
    def down(url, seconds):
        raise OutsideError("Redis does not answer: ConnectionError.")

    monkeypatch.setattr(outside, "redis_version", down)
    said = outside.cache("redis://invented")
    assert (said.state, "REDIS_URL" in said.remedy) == ("warning", True)


@pytest.mark.parametrize(
    ("status", "body", "state", "words"),
    [
        (200, b'{"results": []}', "ok", ""),
        (403, b"Forbidden", "warning", "search.formats"),
        (200, b"<html>", "warning", "SEARXNG_URL"),
        (404, b"", "warning", "SEARXNG_URL"),
    ],
)
def test_searxng_must_answer_in_json(status, body, state, words):
    with serving({SEARCH: (status, body)}) as url:
        said = outside.search(f"{url}/")
    assert said.state == state
    assert words in said.remedy


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, b'{"data": []}', "ok"),
        (401, b"", "ok"),
        (404, b"not found", "warning"),
        (500, b"", "warning"),
    ],
)
def test_a_model_s_server_must_list_its_models(status, body, state):
    with serving({"/v1/models": (status, body)}) as url:
        assert outside.model(f"{url}/v1").state == state


def test_services_that_are_down_are_warnings_with_the_setting():
    nowhere = f"http://127.0.0.1:{closed_port()}"
    for said, name in (
        (outside.search(nowhere), "SEARXNG_URL"),
        (outside.model(nowhere), "LLM_BASE_URL"),
    ):
        assert said.state == "warning"
        assert name in said.remedy


def test_what_was_never_set_up_is_no_warning():
    for said in (outside.cache(None), outside.search(None), outside.model(None)):
        assert said.state == "not_configured"
