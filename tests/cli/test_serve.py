"""What `ledgerflow serve` refuses before anything starts; the running thing is in flows/."""

import pytest
from django.core.checks import Error

from ledgerflow.cli import serve, setup, web
from ledgerflow.core import checks
from ledgerflow.core.errors import ConflictError, InputError, RuleError
from ledgerflow.firms.models import User
from ledgerflow.firms.setup import setup_token


def test_a_taken_port_is_refused_with_a_way_out():
    with serve.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConflictError, match=f"Port {port} on 127.0.0.1") as refused:
            serve.listen("127.0.0.1", port)
    assert "--port 9002" in refused.value.hint


def test_a_host_that_is_no_address_is_an_input_fault():
    with pytest.raises(InputError, match="no such address"):
        serve.listen("not an address", 0)


def test_a_role_that_row_level_security_does_not_hold_is_not_served(monkeypatch):
    problem = Error("The role is an owner.", hint="Use lf_app.", id="ledgerflow.E001")
    monkeypatch.setattr(checks, "application_role", lambda databases: [problem])
    with pytest.raises(RuleError, match="The role is an owner") as refused:
        setup.refuse_unsafe_role()
    assert refused.value.code == "unsafe_role"


def test_while_nobody_has_an_account_the_one_time_address_is_printed(db):
    first, begin = serve._greeting("http://127.0.0.1:8000/")
    assert begin.endswith(f"Begin at http://127.0.0.1:8000/setup/{setup_token()}/")
    User.objects.create_user("kim@example.com", "four plain long words")
    assert "ledgerflow user add EMAIL --operator" in serve._greeting("http://x/")[1]
    User.objects.update(is_staff=True)
    assert serve._greeting("http://127.0.0.1:8000/") == [first]


def test_in_production_the_address_has_the_name_of_the_site(db, settings, capsys):
    settings.ALLOWED_HOSTS = ["*", "books.example.org"]
    web.tell_of_setup()
    User.objects.create_user("kim@example.com", "four plain long words")
    web.tell_of_setup()
    said = capsys.readouterr().err
    assert said.count("https://books.example.org/setup/") == said.count("setup/") == 1


def test_the_application_s_own_role_is_served(db):
    setup.refuse_unsafe_role()
