"""Who sees the Debug Toolbar, and where it stands."""

import pytest
from django.conf import settings as configured
from django.test import RequestFactory

from ledgerflow.settings import toolbar


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("172.17.0.1", True),
        ("192.168.65.1", True),
        ("8.8.8.8", False),
        ("2a00:1450::1", False),
        ("", False),
        ("unix:", False),
    ],
)
def test_this_machine_and_private_networks_see_it_in_debug_mode(address, shown, settings):
    settings.DEBUG = True
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert toolbar.is_shown(request) is shown
    settings.DEBUG = False
    assert toolbar.is_shown(request) is False


def test_it_works_inside_the_policys_middleware():
    made = toolbar.with_toolbar(configured.MIDDLEWARE)
    assert made.index(toolbar.MIDDLEWARE) == made.index(toolbar.AFTER) + 1
    assert [one for one in made if one != toolbar.MIDDLEWARE] == configured.MIDDLEWARE
