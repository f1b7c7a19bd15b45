"""Redis stopped, frozen or emptied: people sign in, work and are slowed down as before."""

import statistics
import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.urls import reverse

from ledgerflow.core import cache as module
from ledgerflow.core.cache import LOCAL
from ledgerflow.web.throttle import FAILURES_MAX
from tests.redis_server import redis_is_asked_again, redis_server

PASSWORD = "correct horse 12"
MORE_SECONDS = 0.3
"""So much later than usual may a page come at most."""


@pytest.fixture(scope="module")
def server():
    with redis_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _used(server, settings):
    if server.server is None:
        server.start()
    server.go_on()
    server.empty()
    module._outages.clear()
    LocMemCache(LOCAL, {}).clear()
    settings.CACHES = server.caches


@pytest.fixture(params=["stopped", "frozen"])
def away(request, server):
    """What makes Redis go away, in two ways."""
    return server.stop if request.param == "stopped" else server.freeze


def sign_in(visitor, user, password=PASSWORD):
    return visitor.post(reverse("web:sign-in"), {"username": user.email, "password": password})


def home(visitor):
    return visitor.get(reverse("web:home"))


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_a_session_is_in_redis_while_it_works(books, server):
    visitor = Client()
    assert sign_in(visitor, books.user).status_code == 302
    assert len(server.client().keys("*cached_db*")) == 1


def test_people_sign_in_and_work_without_redis(books, away):
    away()
    visitor = Client()
    assert sign_in(visitor, books.user).status_code == 302
    assert home(visitor).status_code == 200


def test_people_stay_signed_in_when_redis_goes_away(books, away):
    visitor = Client()
    sign_in(visitor, books.user)
    assert home(visitor).status_code == 200
    away()
    assert home(visitor).status_code == 200


def test_people_stay_signed_in_when_redis_forgets_everything(books, server):
    visitor = Client()
    sign_in(visitor, books.user)
    server.empty()
    assert home(visitor).status_code == 200


def test_who_signed_out_meanwhile_stays_signed_out_when_redis_is_back(books, server):
    visitor = Client()
    sign_in(visitor, books.user)
    home(visitor)
    stolen = Client()
    stolen.cookies = visitor.cookies.copy()
    server.freeze()
    visitor.post(reverse("web:sign-out"))
    server.go_on()
    redis_is_asked_again()
    assert home(stolen).status_code == 302


def test_guessing_is_slowed_down_without_redis(books, away):
    away()
    visitor = Client()
    codes = [sign_in(visitor, books.user, "a guess").status_code for _ in range(FAILURES_MAX + 2)]
    assert codes == [422] * FAILURES_MAX + [429] * 2
    assert sign_in(visitor, books.user).status_code == 429


def test_guessing_is_slowed_down_when_redis_goes_away_in_between(books, server):
    """The count begins anew, and then holds."""
    visitor = Client()
    for _ in range(FAILURES_MAX):
        sign_in(visitor, books.user, "a guess")
    assert sign_in(visitor, books.user).status_code == 429
    server.stop()
    codes = [sign_in(visitor, books.user, "a guess").status_code for _ in range(FAILURES_MAX + 1)]
    assert codes[-1] == 429


def test_a_page_comes_at_most_a_moment_later(books, server):
    """The first page of an outage waits for the answer; the next ones do not."""
    visitor = Client()
    sign_in(visitor, books.user)
    home(visitor)
    usual = statistics.median(seconds(lambda: home(visitor)) for _ in range(5))
    server.freeze()
    first, later = [], []
    for _ in range(3):
        for outage in module._outages.values():
            outage._until = None  # as if Redis had been well until now
        first.append(seconds(lambda: home(visitor)))
        later.append(seconds(lambda: home(visitor)))
    measured = f"usual {usual:.4f} s, first {min(first):.4f} s, later {min(later):.4f} s"
    assert min(first) - usual <= MORE_SECONDS, measured
    assert min(later) - usual <= MORE_SECONDS / 4, measured
