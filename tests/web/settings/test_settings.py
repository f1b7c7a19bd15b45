"""The settings of a firm: who sees and changes what, and that each change is done and told."""

import re

import pytest
from django.db import transaction

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import practices_of
from ledgerflow.firms.invitation_models import AccessToken, Invitation
from ledgerflow.firms.models import Business, Firm, Membership
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.services import business_open
from ledgerflow.pipeline.exports import export_write

pytestmark = pytest.mark.django_db

PAGES = ("", "businesses/", "members/", "tokens/", "audit/", "jobs/")
OWNERS = ("exports/",)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("page", [*PAGES, *OWNERS])
def test_an_owner_sees_every_page(owner, base, page):
    assert owner.get(base + page).status_code == 200


@pytest.mark.parametrize("role", ["bookkeeper", "viewer"])
def test_staff_look_at_what_is_not_the_owners(as_role, base, role):
    person = as_role(role)
    assert {person.get(base + page).status_code for page in PAGES} == {200}
    assert {person.get(base + page).status_code for page in OWNERS} == {404}
    assert "Invite somebody" not in text_of(person.get(f"{base}members/"))


def test_a_client_and_a_stranger_see_nothing(as_role, base, make_books, client):
    other = make_books(name="Other Books")
    client.force_login(other.user)
    for person in (as_role("client"), client):
        assert {person.get(base + page).status_code for page in (*PAGES, *OWNERS)} == {404}


def test_businesses_follow_each_other_by_name(owner, base, books, monkeypatch):
    monkeypatch.setattr("ledgerflow.web.views.settings.businesses.PAGE_ROWS", 2)
    with books.scope():
        firm = Firm.objects.get()
        names = [Business.objects.get().name, "Zeta", "Zeta", "zz Last"]
        for number, name in enumerate(names[1:]):
            Business.objects.create(firm=firm, name=name, slug=f"more-{number}")
    seen, address = [], "businesses/"
    while address:
        page = owner.get(base + address).content.decode()
        seen += re.findall(r'<th scope="row"><a href="/b/(\d+)/"', page)
        after = re.search(r'rel="next" href="\?q=&amp;after=(\d+)"', page)
        address = after and f"businesses/?after={after[1]}"
    assert len(seen) == len(set(seen)) == len(names)
    assert "No business fits." not in text_of(owner.get(f"{base}businesses/?after=abc"))


CHANGES = (
    "change/",
    "businesses/add/",
    "businesses/1/change/",
    "members/invite/",
    "members/1/change/",
    "members/1/remove/",
    "members/invitations/1/withdraw/",
    "exports/ask/",
    "jobs/1/retry/",
    "demo/away/",
)


@pytest.mark.parametrize("path", CHANGES)
def test_only_owners_change_the_firm(as_role, base, path):
    for role in ("bookkeeper", "viewer"):
        person = as_role(role)
        assert person.post(base + path).status_code == 404, role
        assert person.get(base + path).status_code in {404, 405}


def test_the_firm_is_renamed(owner, base, books):
    answer = owner.post(f"{base}change/", {"name": "Alder & Birch"}, follow=True)
    assert "The firm is changed." in text_of(answer)
    assert practices_of(books.user)[0].firm_name == "Alder & Birch"
    answer = owner.post(f"{base}change/", {"name": " "}, follow=True)
    assert "needs a name" in text_of(answer)


def test_a_business_is_added_and_its_profile_changed(owner, base, books):
    fields = {"name": "Birch Bakery", "chart": "uk_sole_trader"}
    assert "Birch Bakery is open" in text_of(
        owner.post(f"{base}businesses/add/", fields, follow=True)
    )
    with books.scope():
        made = Business.objects.get(name="Birch Bakery")
    assert (made.base_currency, made.tax_regime) == ("GBP", "uk_self_employment")
    one = f"{base}businesses/{made.pk}/"
    assert owner.get(one).status_code == 200
    sent = {"name": "Birch Bread", "error_percent": "1,5", "model_policy": "local"}
    assert "Birch Bread is changed" in text_of(owner.post(f"{one}change/", sent, follow=True))
    with books.scope():
        made.refresh_from_db()
    assert (str(made.target_error_rate), made.auto_accept) == ("0.0150", False)
    assert made.model_policy == "local"
    for wrong in ("many", "90", "NaN", "-1"):
        told = owner.post(f"{one}change/", {"name": "X", "error_percent": wrong}, follow=True)
        assert "notice-error" in text_of(told)
    with books.scope():
        made.refresh_from_db()
    assert made.name == "Birch Bread"


def test_a_member_is_invited_changed_and_removed(owner, base, books, as_role, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    sent = {"email": "new@example.com", "role": "viewer"}
    page = text_of(owner.post(f"{base}members/invite/", sent, follow=True))
    link = re.search(r'value="(http[^"]+/invite/[^"]+)"', page).group(1)
    assert link.startswith("http://testserver/invite/")
    assert link not in text_of(owner.get(f"{base}members/")), "it is shown once"
    with books.scope():
        offer = Invitation.objects.get()
    owner.post(f"{base}members/invitations/{offer.pk}/withdraw/")
    with books.scope():
        assert Invitation.objects.get().withdrawn_at is not None
    colleague = as_role("bookkeeper").person
    with books.scope():
        row = Membership.objects.get(user=colleague).pk
    owner.post(f"{base}members/{row}/change/", {"role": "viewer"})
    with books.scope():
        assert Membership.objects.get(pk=row).role == "viewer"
    told = text_of(owner.post(f"{base}members/{row}/remove/", follow=True))
    assert "Tick the box" in told
    owner.post(f"{base}members/{row}/remove/", {"sure": "1"})
    assert practices_of(colleague) == []


def test_the_last_owner_is_told_to_stay(owner, base, books):
    with books.scope():
        own = Membership.objects.get(user=books.user).pk
    told = text_of(owner.post(f"{base}members/{own}/remove/", {"sure": "1"}, follow=True))
    assert "this is the last one" in told


def test_a_token_is_shown_once_and_ended(owner, base, books):
    page = text_of(owner.post(f"{base}tokens/make/", {"name": "Sheet", "days": "30"}, follow=True))
    token = re.search(r'value="(lf_[^"]+)"', page).group(1)
    assert token not in text_of(owner.get(f"{base}tokens/"))
    with books.scope():
        row = AccessToken.objects.get()
    owner.post(f"{base}tokens/{row.pk}/revoke/")
    with books.scope():
        assert AccessToken.objects.get().revoked_at is not None
    told = text_of(owner.post(f"{base}tokens/make/", {"name": "", "days": "30"}, follow=True))
    assert "needs a name" in told


def test_an_export_is_fetched_by_owners_of_its_firm_only(owner, base, books, make_books, client):
    path = export_write(books.place, "csv", user_id=books.user.pk)
    address = f"{base}exports/{books.place.business_id}/{path.name}"
    assert path.name in text_of(owner.get(f"{base}exports/"))
    answer = owner.get(address)
    assert b"".join(answer.streaming_content) == path.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert owner.get(f"{base}exports/{books.place.business_id}/..%2Fx").status_code == 404
    other = make_books(name="Other Books")
    client.force_login(other.user)
    theirs = f"/f/{other.place.firm_id}/settings/exports/{books.place.business_id}/{path.name}"
    assert client.get(address).status_code == client.get(theirs).status_code == 404


def test_the_record_is_searched_and_hostile_text_stays_text(owner, base, books):
    owner.post(f"{base}change/", {"name": "<script>alert(1)</script>"})
    page = text_of(owner.get(f"{base}audit/?action=firm_change"))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert owner.get(f"{base}audit/?from=yesterday").status_code == 400
    assert owner.get(f"{base}audit/?before=x").status_code == 400


def test_a_demo_shows_that_it_is_one_and_is_put_away(owner, books):
    demo = firm_create(name="Demo Bookkeeping", owner=books.user, is_demo=True)
    address = f"/f/{demo.pk}/settings/"
    assert "This is a demo" in text_of(owner.get(address))
    owner.post(f"{address}demo/away/")
    assert owner.get(address).status_code == 404
    real = books.place.firm_id
    assert owner.post(f"/f/{real}/settings/demo/away/").status_code == 422
    with books.scope():
        assert Firm.objects.get(pk=real).closed_at is None


def test_a_demo_takes_no_business_and_no_model(owner, books):
    demo = firm_create(name="Demo Bookkeeping", owner=books.user, is_demo=True)
    address = f"/f/{demo.pk}/settings/"
    with firm_scope(demo.pk, books.user.pk), transaction.atomic():
        shown = business_open(firm_id=demo.pk, name="Shown", chart="us_sole_proprietor")
    fields = {"name": "Birch Bakery", "chart": "uk_sole_trader"}
    asked = (
        owner.post(f"{address}businesses/add/", fields, follow=True),
        owner.post(
            f"{address}businesses/{shown.pk}/change/",
            {"name": "Other", "model_policy": "allowed"},
            follow=True,
        ),
        owner.post(
            f"{address}members/invite/", {"email": "x@example.com", "role": "viewer"}, follow=True
        ),
        owner.post(f"{address}tokens/make/", {"name": "Sheet", "days": "30"}, follow=True),
    )
    assert all("A demo firm is there to look at" in text_of(told) for told in asked)
    assert owner.post(f"/b/{shown.pk}/agents/policy/", {"policy": "local"}).status_code == 422
    with firm_scope(demo.pk, books.user.pk), transaction.atomic():
        (kept,) = Business.objects.all()
    assert (kept.name, kept.model_policy) == ("Shown", "none")


def test_secrets_are_shown_on_the_page_of_their_firm_alone(owner, base, books, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    other = firm_create(name="Second Practice", owner=books.user)
    for page, path, fields, shown in (
        (
            "members/",
            "invite/",
            {"email": "new@example.com", "role": "viewer"},
            "http://testserver/invite/",
        ),
        ("tokens/", "make/", {"name": "Sheet", "days": "30"}, "lf_"),
    ):
        owner.post(f"{base}{page}{path}", fields)
        assert f'value="{shown}' not in text_of(owner.get(f"/f/{other.pk}/settings/{page}"))
        assert f'value="{shown}' in text_of(owner.get(base + page))
        assert f'value="{shown}' not in text_of(owner.get(base + page))


def test_a_person_chooses_the_weekly_mail(owner, books):
    firm = books.place.firm_id
    page = text_of(owner.post(f"/settings/digest/{firm}/", {"weekly": "1"}, follow=True))
    assert "Stop the weekly e-mail" in page
    page = text_of(owner.post(f"/settings/digest/{firm}/", {"weekly": "0"}, follow=True))
    assert "Send me a weekly e-mail" in page
    assert owner.post("/settings/digest/999999/", {"weekly": "1"}).status_code == 404
