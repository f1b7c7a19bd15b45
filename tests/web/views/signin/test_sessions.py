"""Where a person is signed in."""

from allauth.usersessions.models import UserSession
from django.test import Client

from ledgerflow.firms.models import User
from tests.web.views.signin.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def test_each_browser_is_listed_and_one_can_be_signed_out(kim, visitor, sign_in):
    other = Client(headers={"User-Agent": FIREFOX})
    sign_in(client=other)
    sign_in()
    page = visitor.get("/account/sessions/").content.decode()
    assert "Firefox · Windows" in page
    assert page.count("This browser") == 1
    theirs = UserSession.objects.get(user_agent=FIREFOX)
    visitor.post(f"/account/sessions/{theirs.pk}/end/")
    assert not other.get("/account/alive/").json()["alive"]
    assert visitor.get("/account/alive/").json()["alive"]


def test_all_others_are_signed_out_at_once(kim, visitor, sign_in):
    other = Client()
    sign_in(client=other)
    sign_in()
    assert visitor.post("/account/sessions/").status_code == 302
    assert not other.get("/account/alive/").json()["alive"]
    assert "Sign out all others" not in visitor.get("/account/sessions/").content.decode()


def test_nobody_ends_the_session_of_somebody_else(kim, visitor, sign_in):
    User.objects.create_user("lee@example.com", PASSWORD)
    other = Client()
    sign_in("lee@example.com", client=other)
    theirs = UserSession.objects.get(user__email="lee@example.com")
    sign_in()
    assert visitor.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/account/alive/").json()["alive"]
