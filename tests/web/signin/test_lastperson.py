"""Who signed in last in a browser."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from ledgerflow.web.signin.lastperson import COOKIE, last_person, last_person_set


def visited(value):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.COOKIES[COOKIE] = value
    return request


def test_the_cookie_names_the_person_and_no_script_reads_it():
    answer = HttpResponse()
    last_person_set(answer, 7)
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert last_person(visited(cookie.value)) == 7


@pytest.mark.parametrize("value", ["", "7", "7:x:y"])
def test_a_cookie_that_somebody_wrote_is_nobody(value):
    assert last_person(visited(value)) is None
