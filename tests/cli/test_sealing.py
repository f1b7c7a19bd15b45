"""`seal`, and `verify --expect` with what it printed."""

import json

import pytest
from django.db import connection

from ledgerflow.core.backend.base import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_noted_seal_is_found_again_until_somebody_takes_it_out(cli, books):
    (firm,) = json.loads(cli("seal", "--json").out)["firms"]
    assert (firm["seal"], firm["busy"]) == (1, False)
    noted = firm["hash"]
    done = cli("verify", "--expect", noted)
    assert done.code == 0
    assert f"✓ noted seal {noted}: seal 1 of " in done.text
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SET app.allow_truncate = 'on'")
        cursor.execute("TRUNCATE audit_seal")
    assert cli("verify").code == 0
    done = cli("verify", "--expect", noted)
    assert done.code == 1
    assert f"✗ noted seal {noted}: no seal has this hash" in done.text
    answer = json.loads(cli("verify", "--json", "--expect", noted).out)
    assert answer["noted_seals"] == {noted: False}


def test_seal_prints_the_hash_to_note_and_its_second_run_the_same(cli, books):
    first = cli("seal", "--business", "harbor-street-studio")
    assert "Invented Practice 0: 0 entries and 1 events sealed." in first.out
    again = cli("seal")
    assert "0 entries and 0 events sealed" in again.out
    assert again.out.splitlines()[-1].strip() == first.out.splitlines()[-1].strip()
    assert len(again.out.splitlines()[-1].strip()) == 64


def test_the_trail_of_a_firm_is_checked_once_for_all_its_businesses(cli, books, make_books):
    cli("business", "add", "Second", "--firm", "Invented Practice 0")
    businesses = json.loads(cli("verify", "--json").out)["businesses"]
    names = [[check["name"] for check in one["checks"]] for one in businesses]
    assert [("seals_are_unbroken" in found) for found in names].count(True) == 1
    assert len(names) == 2


def test_everything_that_one_command_did_has_one_request_id(cli, books):
    from ledgerflow.audit.models import AuditEvent

    cli("business", "add", "Second", "--firm", "Invented Practice 0")
    with books.scope():
        event = AuditEvent.objects.filter(action="business_open").latest("pk")
        assert event.request_id.startswith("cli-")
