"""Signing in under attack: guessing, finding out who is there, fixation, traps, old codes."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from ledgerflow.firms.inviting import invitation_make
from ledgerflow.firms.models import User
from ledgerflow.firms.setup import setup_token
from ledgerflow.web.throttle import FAILURES_MAX

PASSWORD = "four plain long words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AUTHENTICATE = "/account/factors/authenticate/"


@pytest.fixture
def kim(db):
    return User.objects.create_user("kim@example.com", PASSWORD)


def sign_in(visitor, email="kim@example.com", password=PASSWORD, **more):
    return visitor.post("/sign-in/", {"username": email, "password": password, **more})


def without(page, *words):
    page = re.sub(r"\b[A-Za-z0-9]{64}\b", "", page.content.decode())
    for word in words:
        page = page.replace(word, "")
    return page


def code_at(seconds):
    return format_hotp_value(hotp_value(SECRET, int(seconds) // 30))


class TestWhoIsThere:
    """Nobody finds out whether an address has an account."""

    def test_a_wrong_password_and_an_unknown_address_answer_alike(self, kim):
        known = sign_in(Client(), password="wrong")
        unknown = sign_in(Client(), "nobody@example.com", "wrong")
        assert known.status_code == unknown.status_code == 422
        assert without(known, "kim@") == without(unknown, "nobody@")

    def test_an_unknown_address_costs_a_hash_like_a_known_one(self, kim, monkeypatch):
        from django.contrib.auth.hashers import MD5PasswordHasher

        hashed = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            MD5PasswordHasher,
            "encode",
            lambda self, *given: hashed.append(1) or encode(self, *given),
        )
        counts = []
        for email in ("kim@example.com", "nobody@example.com"):
            hashed.clear()
            sign_in(Client(), email, "wrong")
            counts.append(len(hashed))
        assert counts == [1, 1]

    def test_a_forgotten_password_answers_alike_and_writes_a_letter_either_way(
        self, kim, mailoutbox
    ):
        answers = [
            Client().post("/account/password/reset/", {"email": email}, follow=True)
            for email in ("kim@example.com", "nobody@example.com")
        ]
        assert without(answers[0]) == without(answers[1])
        assert [letter.to for letter in mailoutbox] == [["kim@example.com"], ["nobody@example.com"]]
        assert "/account/password/reset/" not in mailoutbox[1].body

    def test_an_account_that_is_switched_off_needs_its_password_to_be_told(self, kim):
        User.objects.filter(pk=kim.pk).update(is_active=False)
        assert sign_in(Client(), password="wrong").status_code == 422
        assert sign_in(Client())["Location"] == "/account/inactive/"


class TestGuessing:
    """A few tries, then a pause; nobody locks out somebody else."""

    def test_passwords(self, kim):
        tries = [sign_in(Client(), password="wrong").status_code for _ in range(9)]
        assert tries == [422] * 8 + [429]
        assert sign_in(Client()).status_code == 429
        elsewhere = Client(REMOTE_ADDR="203.0.113.5")
        assert sign_in(elsewhere).status_code == 302

    def test_one_person_from_everywhere(self, kim, monkeypatch):
        limits = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "3/h/key"}
        monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", limits)
        tries = [
            sign_in(Client(REMOTE_ADDR=f"203.0.113.{n}"), password="wrong").status_code
            for n in range(4)
        ]
        assert tries == [422] * 3 + [429]

    def test_people_who_know_their_password_are_never_slowed_down(self, kim):
        assert {sign_in(Client()).status_code for _ in range(12)} == {302}

    def test_codes(self, kim):
        TOTP.activate(kim, SECRET)
        visitor = Client()
        sign_in(visitor)
        for _ in range(8):
            visitor.post(AUTHENTICATE, {"code": "000000"})
        answer = visitor.post(AUTHENTICATE, {"code": code_at(time.time())})
        assert "Too many failed login attempts" in answer.content.decode()
        assert not visitor.get("/account/alive/").json()["alive"]

    @pytest.mark.parametrize("path", ["/setup/guess/", "/invite/guess/"])
    def test_links(self, db, path):
        codes = [Client().get(path).status_code for _ in range(FAILURES_MAX + 1)]
        assert codes == [404] * FAILURES_MAX + [429]

    def test_a_right_link_is_refused_too_while_its_visitor_guesses(self, db):
        for _ in range(FAILURES_MAX):
            Client().get("/setup/guess/")
        assert Client().get(f"/setup/{setup_token()}/").status_code == 429
        assert Client(REMOTE_ADDR="203.0.113.6").get(f"/setup/{setup_token()}/").status_code == 200

    def test_a_used_setup_link_and_a_guess_say_the_same(self, kim):
        used, guessed = (Client().get(f"/setup/{text}/") for text in (setup_token(), "guess"))
        assert without(used, setup_token()) == without(guessed, "guess")

    def test_invitations_that_were_used_or_guessed_say_the_same(self, books):
        _, token = invitation_make(
            firm_id=books.place.firm_id,
            email="lee@example.com",
            role="viewer",
            user_id=books.user.pk,
        )
        Client().post(f"/invite/{token}/", {"name": "Lee", "password": PASSWORD})
        used, guessed = (Client().get(f"/invite/{text}/") for text in (token, "guess"))
        assert without(used, token) == without(guessed, "guess")


class TestTheSession:
    """Nobody puts a session of their own under somebody else's work."""

    def test_its_key_changes_with_signing_in(self, kim):
        visitor = Client()
        session = visitor.session
        session["planted"] = "by somebody else"
        session.save()
        visitor.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        sign_in(visitor)
        assert visitor.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        assert not thief.get("/account/alive/").json()["alive"]

    def test_the_second_factor_waits_in_a_session_that_opens_nothing(self, kim):
        TOTP.activate(kim, SECRET)
        visitor = Client()
        sign_in(visitor)
        for path in ("/", "/account/factors/", "/account/kept/", "/admin/login/"):
            assert visitor.get(path)["Location"].startswith("/sign-in/"), path

    def test_signing_out_ends_it_for_a_copy_too(self, kim):
        visitor, thief = Client(), Client()
        sign_in(visitor)
        thief.cookies = visitor.cookies.copy()
        assert thief.get("/account/alive/").json()["alive"]
        visitor.post("/sign-out/")
        assert not thief.get("/account/alive/").json()["alive"]


class TestTraps:
    """Other sites cannot lead a person astray or send forms in their name."""

    @pytest.mark.parametrize(
        "away",
        [
            *("https://evil.example/", "//evil.example/", "/\\evil.example/"),
            *("javascript:alert(1)", "http:///evil.example/", "https://testserver@evil.example/"),
        ],
    )
    def test_nobody_is_led_to_another_site(self, kim, away):
        assert sign_in(Client(), next=away)["Location"] == "/"
        visitor = Client()
        sign_in(visitor)
        assert visitor.get("/sign-in/", {"next": away})["Location"] == "/"
        out = visitor.post("/sign-out/", {"next": away})["Location"]
        assert "evil" not in out
        assert out.startswith("/")

    @pytest.mark.parametrize(
        "path",
        [
            *("/sign-in/", "/sign-out/", "/account/password/", "/account/password/reset/"),
            *("/account/factors/totp/activate/", "/account/sessions/", "/setup/x/", "/invite/x/"),
            *("/account/sessions/1/end/", "/account/kept/x/send/", "/account/kept/x/drop/"),
        ],
    )
    def test_every_form_needs_its_token(self, kim, path):
        careful = Client(enforce_csrf_checks=True)
        careful.force_login(kim)
        answer = careful.post(path, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403
        assert careful.get("/account/alive/").json()["alive"]

    def test_no_other_site_may_read_the_token(self, kim):
        visitor = Client(headers={"Origin": "https://evil.example"})
        sign_in(visitor)
        answer = visitor.get("/account/csrf/")
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "no-store" in answer["Cache-Control"]


class TestCodesWorkOnce:
    """A code that somebody looked at over a shoulder is worth nothing."""

    def test_of_an_authenticator_app(self, kim):
        TOTP.activate(kim, SECRET)
        code = code_at(time.time())
        answers = []
        for _ in range(2):
            visitor = Client()
            sign_in(visitor)
            answers.append(visitor.post(AUTHENTICATE, {"code": code}).status_code)
        assert answers == [302, 200]
        assert not visitor.get("/account/alive/").json()["alive"]

    def test_of_the_recovery_codes(self, kim):
        TOTP.activate(kim, SECRET)
        first, second = RecoveryCodes.activate(kim).generate_codes()[:2]
        answers = []
        for code in (first, first, second):
            visitor = Client()
            sign_in(visitor)
            answers.append(visitor.post(AUTHENTICATE, {"code": code}).status_code)
        assert answers == [302, 200, 302]

    def test_an_old_code_is_refused(self, kim):
        TOTP.activate(kim, SECRET)
        visitor = Client()
        sign_in(visitor)
        assert visitor.post(AUTHENTICATE, {"code": code_at(time.time() - 90)}).status_code == 200
