"""`make searxng-check` passes a good SearXNG and says what to change at a bad one."""

import importlib.util
from pathlib import Path

import pytest

from tests.loopback import closed_port
from tests.tools.fake_searxng import serve

SOURCE = Path(__file__).resolve().parents[2] / "scripts" / "searxng_check.py"
SPEC = importlib.util.spec_from_file_location("searxng_check", SOURCE)
assert SPEC is not None
assert SPEC.loader is not None
searxng_check = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(searxng_check)


@pytest.fixture
def check(capsys):
    def run(address):
        code = searxng_check.main([address])
        return code, capsys.readouterr().out

    return run


def test_a_good_instance_passes_every_check(check):
    with serve("ok") as base_url:
        code, said = check(f"{base_url}/")
        assert len(base_url.queries) == 8
    assert code == 0
    assert said.count("ok    ") == len(searxng_check.CHECKS) == 6
    assert "FAIL" not in said
    assert "3 results in JSON" in said


def test_silent_engines_are_named_while_others_find_something(check):
    with serve("engines") as base_url:
        code, said = check(base_url)
    assert code == 0
    assert "silent engines: local broken (too many requests)" in said


@pytest.mark.parametrize(
    ("mode", "remedy"),
    [
        ("json_off", "search.formats"),
        ("limiter", "server.limiter"),
        ("limiter_after_4", "server.limiter"),
        ("unknown_format", "search.formats"),
        ("gone", "without /search"),
        ("down", "Start SearXNG"),
        ("error_500", "Start SearXNG"),
        ("silent", "switch off those that do not answer"),
        ("empty", "the engines in SearXNG's settings.yml"),
        ("truncated", "Start SearXNG"),
        ("deep", "Start SearXNG"),
        ("huge", "without /search"),
        ("results_no_list", "without /search"),
        ("a_list", "without /search"),
        ("wrong_types", "version of SearXNG"),
        ("bad_parameter", "version of SearXNG"),
        ("redirect", "Start SearXNG"),
        ("given", "the engines"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(check, mode, remedy):
    with serve(mode) as base_url:
        code, said = check(base_url)
    assert code == 1
    assert remedy in said.partition("FAIL")[2]
    assert "to mend" in said


@pytest.mark.parametrize("mode", ["slow", "drip"])
def test_a_slow_instance_is_given_up(check, mode, monkeypatch):
    monkeypatch.setattr(searxng_check, "SECONDS", 0.2)
    with serve(mode) as base_url:
        code, said = check(base_url)
    assert code == 1
    assert "0.2 s" in said


def test_an_instance_that_is_nearly_too_slow_is_told(check, monkeypatch):
    monkeypatch.setattr(searxng_check, "SECONDS", 8.0)
    took = iter(range(0, 1_000, 5))
    monkeypatch.setattr(searxng_check.time, "monotonic", lambda: float(next(took)))
    instance = searxng_check.Instance("http://searxng:8080")
    instance.seconds = [5.0]
    with pytest.raises(searxng_check.ToolFailed) as caught:
        searxng_check.is_quick(instance)
    assert "outgoing.request_timeout" in caught.value.hint


@pytest.mark.parametrize("address", ["", "  ", "searxng:8080", "http://", "http://user:x@s/",
                                     "ftp://s/", "http://[::1", "http://s:port/"])  # fmt: skip
def test_an_address_that_is_none_names_the_setting(check, address):
    code, said = check(address)
    assert code == 1
    assert "FAIL" in said


def test_where_nobody_listens_is_said(check):
    code, said = check(f"http://127.0.0.1:{closed_port()}")
    assert code == 1
    assert "Start SearXNG" in said
