"""The navigation of admin leads to pages that are there."""

from django.test import Client

from ledgerflow.firms.models import User
from ledgerflow.settings.adminsite import UNFOLD


def test_every_link_leads_to_a_page(db):
    person = User.objects.create_superuser("operator@example.com")
    client = Client()
    client.force_login(person)
    links = [item["link"] for group in UNFOLD["SIDEBAR"]["navigation"] for item in group["items"]]
    assert len(links) == len(set(map(str, links))) > 10
    page = client.get("/admin/").content.decode()
    for link in links:
        assert f'href="{link}"' in page
        assert client.get(str(link)).status_code == 200, link


def test_the_links_are_for_operators_only(client, db):
    person = User.objects.create_user("staff@example.com", is_staff=True)
    client.force_login(person)
    assert "/admin/agents/" not in client.get("/admin/").content.decode()
