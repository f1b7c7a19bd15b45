"""A fault ends as a page of its own kind."""

import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from ledgerflow.web.views import session


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
