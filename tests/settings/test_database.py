"""How the database's address comes about."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ledgerflow.settings.database import database_settings, embedded_address
from ledgerflow.settings.env import Environment


def given(**urls):
    return database_settings(Environment.model_construct(**{
        "database_url": None, "database_owner_url": None} | urls))  # fmt: skip


def url(text):
    return Environment(DATABASE_URL=text).database_url


def test_without_an_address_the_embedded_server_is_asked_when_it_is_needed():
    settings = given()
    assert settings["RESOLVE"] is embedded_address
    assert (settings["USER"], "OWNER" in settings) == ("lf_app", False)


def test_an_address_is_taken_apart_and_its_owner_kept_aside():
    settings = given(
        database_url=url("postgresql://lf_app:p%40ss@db.internal:6432/books"),
        database_owner_url=url("postgresql://lf_owner:own@db.internal:6432/books"),
    )
    assert [settings[k] for k in ("HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        "db.internal", "6432", "books", "lf_app", "p@ss",
    ]  # fmt: skip
    assert settings["OWNER"] == {"USER": "lf_owner", "PASSWORD": "own"}
    assert "RESOLVE" not in settings


def test_a_socket_folder_is_an_address_too():
    settings = given(database_url=url("postgresql://lf_app:x@%2Fvar%2Frun/books"))
    assert (settings["HOST"], settings["PORT"]) == ("/var/run", "")


def test_what_is_no_address_is_refused_with_an_example():
    with pytest.raises(ImproperlyConfigured, match="must look like postgresql://"):
        given(database_url=url("not an address"))
