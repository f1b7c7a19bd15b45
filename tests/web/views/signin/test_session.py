"""Signing in and out, passwords, second factors: the pages that allauth answers in our look."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from ledgerflow.firms.people import password_set
from tests.web.views.signin.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_the_page_leads_on_to_where_one_wanted_to_go(kim, sign_in):
    assert sign_in(next="/account/sessions/")["Location"] == "/account/sessions/"


def test_a_wrong_password_says_so_and_keeps_the_address(kim, sign_in):
    answer = sign_in(password="wrong")
    assert answer.status_code == 422
    assert 'value="kim@example.com"' in answer.content.decode()
    assert "wrong" not in answer.content.decode()


def test_the_scripts_of_a_page_ask_who_is_signed_in(kim, sign_in, visitor):
    assert not visitor.get("/account/alive/").json()["alive"]
    assert visitor.get("/account/csrf/").json()["user"] is None
    sign_in()
    assert visitor.get("/account/alive/").json()["alive"]
    said = visitor.get("/account/csrf/").json()
    assert (said["user"], len(said["token"])) == (kim.pk, 64)
    assert "go back to the one you came from" in visitor.get("/account/signed-in/").content.decode()


def test_a_forgotten_password_is_set_anew_by_a_link_in_an_e_mail(kim, visitor, mailoutbox):
    """Though the account is one of the command line's."""
    sent = visitor.post("/account/password/reset/", {"email": "Kim@Example.com"})
    assert sent["Location"] == "/account/password/reset/sent/"
    link = re.search(r"http://testserver(/account/password/reset/\S+)", mailoutbox[0].body)[1]
    page = visitor.get(link, follow=True)
    fields = {"password1": "another four long words", "password2": "another four long words"}
    done = visitor.post(page.redirect_chain[-1][0], fields)
    assert done.status_code == 302
    kim.refresh_from_db()
    assert kim.check_password("another four long words")
    assert "does not work any more" in Client().get(link, follow=True).content.decode()
    assert mailoutbox[1].to == ["kim@example.com"]


def test_changing_the_password_ends_all_other_sessions(kim, visitor, sign_in):
    other = Client()
    sign_in(client=other)
    sign_in()
    fields = {"oldpassword": PASSWORD, "password1": "another four long words"}
    fields["password2"] = fields["password1"]
    assert visitor.post("/account/password/", fields).status_code == 302
    assert visitor.get("/account/alive/").json()["alive"]
    assert not other.get("/account/alive/").json()["alive"]


def test_a_password_set_at_the_command_line_ends_all_sessions(kim, visitor, sign_in):
    sign_in()
    password_set(user=kim, password="another four long words")
    assert not visitor.get("/account/alive/").json()["alive"]


def test_with_an_authenticator_app_the_password_is_half_of_it(kim, visitor, sign_in):
    TOTP.activate(kim, SECRET)
    assert sign_in()["Location"] == "/account/factors/authenticate/"
    assert visitor.get("/").status_code == 302
    assert (
        "code of your authenticator app"
        in visitor.get("/account/factors/authenticate/").content.decode()
    )
    assert visitor.post("/account/factors/authenticate/", {"code": code_now()}).status_code == 302
    assert visitor.get("/").status_code == 200


def test_an_app_is_added_after_saying_the_password_once_more(kim, visitor, sign_in):
    sign_in()
    assert visitor.get("/account/factors/totp/activate/")["Location"].startswith(
        "/account/confirm/?next="
    )
    visitor.post("/account/confirm/", {"password": PASSWORD})
    page = visitor.get("/account/factors/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    added = visitor.post("/account/factors/totp/activate/", {"code": code})
    assert added["Location"] == "/account/factors/recovery-codes/"
    assert (
        len(re.findall(r"<code>\d{8}</code>", visitor.get(added["Location"]).content.decode()))
        == 10
    )


@pytest.mark.parametrize(
    "path",
    [
        *("/sign-in/", "/account/sign-up/", "/account/inactive/", "/account/password/reset/"),
        *("/account/password/reset/sent/", "/account/password/reset/done/"),
        "/account/password/reset/1-nothing/",
    ],
)
def test_pages_for_everybody(db, visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "css/signin.css" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/account/password/", "/account/factors/", "/account/factors/webauthn/add/"),
        *("/account/factors/webauthn/", "/account/sessions/", "/account/confirm/"),
    ],
)
def test_pages_of_the_own_account(kim, visitor, sign_in, path):
    assert visitor.get(path)["Location"].startswith("/sign-in/")
    sign_in()
    visitor.post("/account/confirm/", {"password": PASSWORD})
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "css/signin.css" in answer.content.decode()


def test_nobody_signs_up(db, visitor):
    fields = {"email": "lee@example.com", "password1": PASSWORD, "password2": PASSWORD}
    answer = visitor.post("/account/sign-up/", fields)
    assert "made by invitation" in answer.content.decode()
    assert not visitor.get("/account/alive/").json()["alive"]


def test_operators_sign_in_where_everybody_does(kim, visitor, sign_in):
    assert visitor.get("/admin/login/")["Location"] == "/sign-in/?next=%2Fadmin%2Flogin%2F"
    sign_in()
    assert visitor.get("/admin/login/").status_code == 403
