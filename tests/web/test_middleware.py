"""A fault ends as a page of its own kind."""

import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ledgerflow.core.requests import current_request_id
from ledgerflow.web.middleware import RequestIdMiddleware
from ledgerflow.web.views.signin import session


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_lost_database_is_a_503_to_try_again_and_not_a_fault_of_ours(
    db, monkeypatch, caplog, fault
):
    def lost(*_, **__):
        raise fault("server closed the connection: password=hunter2")

    monkeypatch.setattr(session.SignIn, "get", lost)
    with caplog.at_level(logging.WARNING):
        answer = Client(raise_request_exception=False).get(reverse("web:sign-in"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "The books cannot be reached at the moment" in answer.content.decode()
    assert "hunter2" not in answer.content.decode() + caplog.text


def test_each_request_has_an_id_of_its_own_whatever_the_visitor_sends(db):
    client = Client()
    sent = {"x-request-id": "web-forged"}
    first, second = (client.get(reverse("web:sign-in"), headers=sent) for _ in range(2))
    assert first["X-Request-ID"].startswith("web-")
    assert len({first["X-Request-ID"], second["X-Request-ID"], "web-forged"}) == 3


def test_what_a_request_records_carries_its_id(db, rf):
    seen = []

    def view(_request):
        seen.append(current_request_id())
        return HttpResponse()

    answer = RequestIdMiddleware(view)(rf.get("/"))
    assert seen == [answer["X-Request-ID"]]
