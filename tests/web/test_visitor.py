"""The address of a visitor behind our own proxies."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from ledgerflow.web.throttle import FAILURES_MAX
from ledgerflow.web.visitor import VisitorAddressMiddleware, visitor_address


def seen(settings, proxies, **headers):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="172.20.0.5", **headers)
    VisitorAddressMiddleware(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("10.9.9.9, 203.0.113.7", 1, "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7,172.20.0.2", 2, "203.0.113.7"),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("2001:0DB8::0007", 1, "2001:db8::7"),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(forwarded, proxies, address):
    """Whatever stands further left was sent by the visitor."""
    assert visitor_address(forwarded, proxies) == address


@pytest.mark.parametrize(
    ("forwarded", "proxies"),
    [("", 1), ("203.0.113.7", 2), ("unknown", 1), ("203.0.113.7, ", 1), ("203.0.113.7:80", 1)],
)
def test_a_header_that_does_not_say_it_changes_nothing(forwarded, proxies, settings):
    assert visitor_address(forwarded, proxies) == ""
    assert seen(settings, proxies, HTTP_X_FORWARDED_FOR=forwarded) == "172.20.0.5"


def test_behind_a_proxy_the_visitor_is_seen(settings):
    assert seen(settings, 1, HTTP_X_FORWARDED_FOR="203.0.113.7") == "203.0.113.7"
    assert seen(settings, 1) == "172.20.0.5"


def test_without_proxies_anybody_could_write_the_header(settings):
    settings.TRUSTED_PROXIES = 0
    with pytest.raises(MiddlewareNotUsed):
        VisitorAddressMiddleware(lambda asked: HttpResponse())


def test_one_visitors_guesses_do_not_lock_another_out(settings, books):
    """All come from the proxy's address."""
    settings.TRUSTED_PROXIES = 1
    visitor = Client()

    def attempt(address):
        fields = {"username": books.user.email, "password": "a guess"}
        return visitor.post(
            reverse("web:sign-in"), fields, REMOTE_ADDR="172.20.0.5", HTTP_X_FORWARDED_FOR=address
        ).status_code

    for _ in range(FAILURES_MAX):
        attempt("203.0.113.7")
    assert attempt("203.0.113.7") == 429
    assert attempt("198.51.100.9, 203.0.113.7") == 429
    assert attempt("203.0.113.8") == 422
