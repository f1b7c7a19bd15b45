"""`firm`, `user`, `business`: from nothing to open books."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.inviting import invitation_offer
from ledgerflow.firms.models import Business, User

GOOD = "four quiet harbor words\n"


@pytest.fixture
def owner(cli, db):
    """A person who may sign in."""
    assert cli("user", "add", "kim@example.com", "--password-stdin", typed=GOOD).code == 0
    return "kim@example.com"


def test_from_nothing_to_open_books_in_three_commands(cli, owner):
    assert cli("firm", "add", "Harbor Practice", "--owner", owner).code == 0
    done = cli("business", "add", "Fern Lane", "--chart", "uk_sole_trader", "--industry", "wood")
    assert "`fern-lane` in Harbor Practice" in done.out
    (place,) = operator_places()
    with working_in(place):
        business = Business.objects.get(pk=place.business_id)
        assert (business.base_currency, business.tax_regime) == ("GBP", "uk_self_employment")
        assert business.industry == "wood"
    assert "fern-lane" in cli("business", "list").out
    assert "Harbor Practice" in cli("firm", "list").out


def test_a_password_is_asked_for_twice_and_never_shown(cli, db):
    done = cli("user", "add", "kim@example.com", typed=GOOD + GOOD)
    assert done.code == 0
    assert GOOD.strip() not in done.out + done.err
    assert User.objects.get().check_password(GOOD.strip())


def test_an_operator_may_use_admin(cli, db):
    cli("user", "add", "op@example.com", "--operator", "--password-stdin", typed=GOOD)
    assert User.objects.get().is_superuser


def test_a_password_can_be_set_anew(cli, owner):
    done = cli("user", "password", owner, "--password-stdin", typed="another four long words\n")
    assert done.code == 0
    assert User.objects.get().check_password("another four long words")


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "said"),
    [
        (("user", "add", "kim at example"), GOOD, 2, "is no e-mail address"),
        (("user", "add", "kim@example.com"), "short\n", 2, "at least 12 characters"),
        (("user", "add", "kim@example.com"), "\n", 2, "password is empty"),
    ],
)
def test_a_user_that_does_not_do_is_not_added(cli, db, arguments, typed, code, said):
    done = cli(*arguments, "--password-stdin", typed=typed)
    assert (done.code, said in done.text) == (code, True)
    assert User.objects.count() == 0


def test_the_same_user_twice_is_a_conflict_with_the_way_to_a_new_password(cli, owner):
    done = cli("user", "add", owner, "--password-stdin", typed=GOOD)
    assert done.code == 4
    assert "ledgerflow user password" in done.err


def test_a_firm_needs_an_owner_who_is_a_user(cli, db):
    done = cli("firm", "add", "Harbor Practice", "--owner", "nobody@example.com")
    assert done.code == 6
    assert "ledgerflow user add nobody@example.com" in done.err
    assert operator_places() == []


def test_a_business_needs_to_know_its_firm_chart_and_currency(cli, owner, row_counts):
    assert "no firm yet" in cli("business", "add", "X").err
    cli("firm", "add", "One", "--owner", owner)
    cli("firm", "add", "Two", "--owner", owner)
    before = row_counts()
    several = cli("business", "add", "X")
    assert (several.code, "One" in several.err, "Two" in several.err) == (2, True, True)
    unknown = cli("business", "add", "X", "--firm", "one", "--chart", "martian")
    assert (unknown.code, "us_sole_proprietor" in unknown.err) == (2, True)
    money = cli("business", "add", "X", "--firm", "one", "--currency", "dollars")
    assert (money.code, "no currency code" in money.err) == (2, True)
    assert row_counts() == before


def test_an_owner_lets_the_businesses_of_a_firm_learn_from_each_other(cli, owner):
    cli("firm", "add", "Harbor Practice", "--owner", owner)
    assert "learn each for itself." in cli("firm", "share").text
    on = cli("firm", "share", "--on")
    assert (on.code, "learn from each other from now on" in on.text) == (0, True), on
    assert "as before" in cli("firm", "share", "--on", "--user", owner).text
    assert "learn each for itself from now on" in cli("firm", "share", "--off").text


def test_who_does_not_own_the_firm_switches_nothing(cli, owner):
    cli("firm", "add", "Harbor Practice", "--owner", owner)
    cli("user", "add", "lee@example.com", "--password-stdin", typed=GOOD)
    cli("firm", "add", "Elsewhere", "--owner", "lee@example.com")
    done = cli("firm", "share", "--on", "--firm", "harbor practice", "--user", "lee@example.com")
    assert (done.code, "does not own" in done.err) == (6, True), done
    assert "learn each for itself" in cli("firm", "share", "--firm", "harbor practice").text


def test_an_owner_invites_a_client_and_gets_the_link(cli, owner):
    cli("firm", "add", "Harbor Practice", "--owner", owner)
    cli("business", "add", "Harbor Street Studio")
    done = cli(
        *("user", "invite", "lee@example.com", "--role", "client"),
        *("--business", "harbor-street-studio"),
    )
    assert "lee@example.com is invited to Harbor Practice as client, for 7 days" in done.text
    token = done.out.split("/invite/")[1].strip().rstrip("/")
    assert invitation_offer(token).business_name == "Harbor Street Studio"


def test_whom_to_invite_as_what_is_checked(cli, owner):
    cli("firm", "add", "Harbor Practice", "--owner", owner)
    done = cli("user", "invite", "lee@example.com", "--role", "emperor")
    assert (done.code, "no role 'emperor'" in done.text) == (2, True)


def test_an_operator_helps_somebody_whose_phone_is_lost(cli, owner):
    assert "no second factor" in cli("user", "factors", owner).text
    TOTP.activate(User.objects.get(), generate_totp_secret())
    assert "totp 1" in cli("user", "factors", owner).text
    assert "1 removed" in cli("user", "factors", owner, "--remove").text
    assert "no second factor" in cli("user", "factors", owner).text
