"""Addresses that are written differently and are the same."""

import pytest

from ledgerflow.agents.addresses import host_and_port, one_spelling, origin_of


@pytest.mark.parametrize(
    "url",
    [
        "https://Example.com/a?b=1",
        "HTTPS://example.com:443/a?b=1",
        "https://example.com/a?b=1#part",
        "  https://example.com/a?b=1\n",
    ],
)
def test_the_same_address_has_one_spelling(url):
    assert one_spelling(url) == "https://example.com/a?b=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/A?b=1",
        "https://example.com/a?b=2",
        "https://example.com/a/",
        "http://example.com/a?b=1",
        "https://example.com:8443/a?b=1",
        "https://example.com.evil.example/a?b=1",
    ],
)
def test_another_address_is_another(url):
    assert one_spelling(url) != "https://example.com/a?b=1"


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.com", "/a", "ftp://example.com/", "javascript:alert(1)", "file:///etc"),
        *("https://", "https://user:pass@example.com/", "https://example.com:none/"),
        *("https://example.com:99999/", "https://[::1/", "https://@example.com/"),
    ],
)
def test_what_is_no_web_address_has_none(url):
    assert one_spelling(url) == origin_of(url) == host_and_port(url) == ""


def test_where_an_address_is_served_from():
    assert origin_of("http://Search.internal:8080/search?q=1") == "http://search.internal:8080"
    assert host_and_port("http://search.internal/x") == "search.internal:80"
    assert host_and_port("https://[::1]/x") == "[::1]:443"
    assert one_spelling("https://example.com") == "https://example.com/"
