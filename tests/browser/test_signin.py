"""Signing in as people do: first run, second factors, passkeys, invitations, ended sessions."""

import itertools
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.conftest import looks_well, shoot, sign_in
from tests.served import Served

pytestmark = pytest.mark.browser

PASSWORD = "four plain long words"
NUMBER = itertools.count(1)

PERSON = """
import django
django.setup()
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import User
from ledgerflow.firms.services import membership_grant
place = operator_places()[0]
person = User.objects.create_user({email!r}, {password!r}, name="Kim Bell")
with working_in(place, person.pk):
    membership_grant(firm_id=place.firm_id, user=person, role="bookkeeper")
"""

INVITED = """
import django
django.setup()
from ledgerflow.firms.access import operator_places
from ledgerflow.firms.inviting import invitation_make
from ledgerflow.firms.models import User
place = operator_places()[0]
owner = User.objects.get(email="owner@example.com")
print(invitation_make(firm_id=place.firm_id, email={email!r}, role="client",
    business_id=place.business_id, user_id=owner.pk)[1])
"""


@pytest.fixture
def kim(visitor, served):
    """A bookkeeper of one's own: what a test sets up disturbs no other."""
    email = f"kim{next(NUMBER)}@example.com"
    served.run_code(PERSON.format(email=email, password=PASSWORD))
    return email


def enter(page, email, password=PASSWORD):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"^((?!/sign-in/).)*$"))


def leave(page):
    """As a person who closes the browser: what is left is a page without a session."""
    page.context.clear_cookies(name="sessionid")


def test_the_first_run_begins_at_the_address_in_the_log(browser):
    one = Served.make()
    try:
        one.start()
        address = re.search(r"Begin at (http\S+)", one.output())[1]
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.size_name = "desktop"
        page.goto(address)
        looks_well(page, "setup")
        page.set_viewport_size({"width": 390, "height": 844})
        page.size_name = "phone"
        looks_well(page, "setup")
        page.get_by_label("Your name").fill("Kim Bell")
        page.get_by_label("E-mail address").fill("kim@example.com")
        page.get_by_label("Name of the firm").fill("Harbor Practice")
        page.get_by_label("Name of the first business").fill("Harbor Street Studio")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Begin").click()
        page.locator("#account-menu").wait_for()
        assert page.request.get(address).status == 404
        context.close()
        one.stop()
    finally:
        one.discard()


def test_an_authenticator_app_is_added_and_asked_for(visitor, kim):
    enter(visitor, kim)
    visitor.goto("/account/factors/")
    looks_well(visitor, "second-factor")
    visitor.get_by_role("link", name="Add an app").click()
    looks_well(visitor, "is-it-you")
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Go on").click()
    secret = visitor.locator("code.secret").inner_text()
    looks_well(visitor, "authenticator-app")
    visitor.get_by_label("Authenticator code").fill(code_of(secret))
    visitor.get_by_role("button", name="Switch on").click()
    looks_well(visitor, "recovery-codes")
    (recovery, *_) = visitor.locator(".codes code").all_inner_texts()
    leave(visitor)
    enter(visitor, kim)
    looks_well(visitor, "code")
    visitor.get_by_label("Code").fill(recovery)
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    visitor.goto("/account/factors/")
    assert "9 left" in visitor.locator("main").inner_text()
    looks_well(visitor, "second-factor-on")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_passkey_signs_in_without_a_password(visitor, kim, served):
    """The name must be localhost: browsers give no keys to a bare address."""
    base = f"http://localhost:{served.port}"
    visitor.heard.host = f"localhost:{served.port}"
    device = visitor.context.new_cdp_session(visitor)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    visitor.goto(f"{base}/sign-in/?next=/account/factors/webauthn/add/")
    visitor.get_by_label("E-mail address").fill(kim)
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Go on").click()
    visitor.get_by_label("Name").fill("Kim's laptop")
    visitor.get_by_label("Passwordless").check()
    looks_well(visitor, "add-key")
    visitor.get_by_role("button", name="Add the key").click()
    visitor.get_by_text("Each code signs you in once").wait_for()
    visitor.goto(f"{base}/account/factors/webauthn/")
    assert "Kim's laptop" in visitor.locator("main").inner_text()
    looks_well(visitor, "keys")
    leave(visitor)
    visitor.goto(f"{base}/sign-in/")
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    visitor.wait_for_url(f"{base}/")
    visitor.goto(f"{base}/account/sessions/")
    assert "This browser" in visitor.locator("main").inner_text()
    looks_well(visitor, "sessions")


def test_a_key_that_is_refused_is_said_in_words(visitor, served):
    visitor.heard.host = f"localhost:{served.port}"
    visitor.goto(f"http://localhost:{served.port}/sign-in/")
    visitor.evaluate(
        "void (navigator.credentials.get ="
        " () => Promise.reject(new DOMException('', 'NotAllowedError')))"
    )
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    visitor.get_by_text("The passkey was not used").wait_for()


def test_an_invitation_makes_an_account(visitor, served):
    email = f"lee-{visitor.size_name}@example.com"
    token = served.run_code(INVITED.format(email=email)).strip()
    visitor.goto(f"/invite/{token}/")
    looks_well(visitor, "invitation")
    visitor.get_by_label("Your name").fill("Lee Park")
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Make my account").click()
    visitor.wait_for_url(re.compile(r":\d+/$"))
    assert "Harbor Street Studio" in visitor.locator("main").inner_text()


def test_a_session_that_ended_within_a_form_loses_nothing(visitor, kim):
    enter(visitor, kim)
    visitor.goto("/account/password/")
    new = "another four long words"
    visitor.get_by_label("Current Password").fill(PASSWORD)
    visitor.get_by_label("New Password", exact=True).fill(new)
    visitor.get_by_label("New Password (again)").fill(new)
    visitor.evaluate("document.getElementById('signed-out').dataset.afterSeconds = '0'")
    leave(visitor)
    visitor.get_by_role("button", name="Change the password").click()
    panel = visitor.get_by_role("region", name="You are signed out")
    panel.wait_for()
    looks_well(visitor, "signed-out")
    panel.get_by_role("button", name="Send again").click()
    panel.get_by_text("You are still signed out.").wait_for()
    with visitor.context.expect_page() as opened:
        panel.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("E-mail address").fill(kim)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.get_by_text("go back to the one you came from").wait_for()
    tab.close()
    panel.get_by_role("button", name="Send again").click()
    visitor.get_by_text("Password successfully changed").wait_for()


def test_a_fragment_of_a_session_that_ended_opens_the_panel(browser, served, kim, visitor):
    """In a browser of its own: the refusal itself stands in the console."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{served.port}")
    page = context.new_page()
    enter(page, kim)
    page.goto("/account/sessions/")
    leave(page)
    page.evaluate(f"htmx.ajax('GET', '/b/{served.business}/', 'main')")
    page.get_by_role("region", name="You are signed out").wait_for()
    assert "Where you are signed in" in page.locator("main").inner_text()
    context.close()


def test_without_scripts_the_server_keeps_what_was_typed(browser, served, kim, visitor):
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.port}",
        java_script_enabled=False,
        viewport=visitor.viewport_size,
    )
    page = context.new_page()
    page.size_name = visitor.size_name
    enter(page, kim)
    page.goto(f"/b/{served.business}/books/entries/new/")
    page.get_by_label("Description").fill("Rent of the studio, March")
    leave(page)
    page.get_by_role("button", name="Post the entry").click()
    page.get_by_label("E-mail address").fill(kim)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Here is what you typed").wait_for()
    assert "Rent of the studio, March" in page.locator("main").inner_text()
    shoot(page, "kept-form")
    page.get_by_role("button", name="Send it now").click()
    assert page.get_by_label("Description").input_value() == "Rent of the studio, March"
    context.close()


def test_the_pages_of_signing_in(visitor):
    for path, name in (
        ("/sign-in/", "sign-in"),
        ("/account/password/reset/", "forgotten-password"),
        ("/account/password/reset/sent/", "mail-sent"),
        ("/account/sign-up/", "sign-up-closed"),
    ):
        visitor.goto(path)
        looks_well(visitor, name)
    sign_in(visitor)
    visitor.goto("/account/password/")
    looks_well(visitor, "password")
