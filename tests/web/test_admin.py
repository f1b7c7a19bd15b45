"""Operators' pages: people can be added and switched off, firms and jobs looked at."""

import pytest
from django.test import Client

from ledgerflow.firms.models import User
from ledgerflow.pipeline.tasks import statement_process


@pytest.fixture
def operator(db):
    person = User.objects.create_superuser("operator@example.com", "correct horse 12")
    client = Client()
    client.force_login(person)
    return client


def test_the_index_names_people_firms_and_jobs(operator):
    page = operator.get("/admin/").content.decode()
    assert "/admin/firms/user/" in page
    assert "/admin/firms/firm/" in page
    assert "/admin/procrastinate/procrastinatejob/" in page


def test_tables_of_tenants_are_not_in_admin(operator):
    page = operator.get("/admin/").content.decode()
    assert "ledger" not in page.replace("LedgerFlow", "").replace("ledgerflow", "")
    assert operator.get("/admin/statements/bankaccount/").status_code == 404


def test_a_person_is_added_and_switched_off_and_never_deleted(operator):
    added = operator.post(
        "/admin/firms/user/add/",
        {
            "email": "New.Person@Example.com",
            "name": "New Person",
            "usable_password": "true",
            "password1": "an unlikely phrase 7",
            "password2": "an unlikely phrase 7",
        },
    )
    assert added.status_code == 302, added.content.decode()
    person = User.objects.get(email="new.person@example.com")
    address = f"/admin/firms/user/{person.pk}/change/"
    assert operator.get(address).status_code == 200
    changed = operator.post(address, {"email": person.email, "name": "Renamed"})
    assert changed.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("Renamed", False)
    assert operator.get(f"/admin/firms/user/{person.pk}/delete/").status_code == 403
    assert operator.get("/admin/firms/user/?q=renamed").status_code == 200


def test_firms_are_listed_with_their_sizes_only(operator, make_books):
    make_books(name="Harbor Street Studio")
    page = operator.get("/admin/firms/firm/").content.decode()
    assert "Invented Practice" in page
    assert "Harbor Street Studio" not in page
    assert operator.get("/admin/firms/firm/add/").status_code == 403


def test_jobs_can_be_looked_at_and_not_changed(operator):
    job_id = statement_process.defer(firm_id=1, business_id=1, file_id=1)
    assert operator.get("/admin/procrastinate/procrastinatejob/").status_code == 200
    address = f"/admin/procrastinate/procrastinatejob/{job_id}/change/"
    assert operator.get(address).status_code == 200
    assert operator.post(address, {}).status_code == 403


def test_nobody_else_comes_in(desk):
    assert desk.client.get("/admin/").status_code == 302
    assert desk.client.get("/admin/firms/firm/").status_code == 302


def test_only_admin_has_the_wider_policy(operator):
    assert "'unsafe-eval'" in operator.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in operator.get("/")["Content-Security-Policy"]
