"""How the database's address comes about."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ledgerflow.settings.database import database_settings, embedded_address
from ledgerflow.settings.env import Environment

URLS = ("database_url", "database_owner_url", "database_backup_url")


def given(**urls):
    return database_settings(Environment.model_construct(**dict.fromkeys(URLS) | urls))


def url(text):
    return Environment(DATABASE_URL=text).database_url


def test_without_an_address_the_embedded_server_is_asked_when_it_is_needed():
    settings = given()
    assert settings["RESOLVE"] is embedded_address
    assert (settings["USER"], "OWNER" in settings) == ("lf_app", False)


def test_an_address_is_taken_apart_and_its_owner_kept_aside():
    settings = given(
        database_url=url("postgresql://lf_app:p%40ss@db.internal:6432/books"),
        database_owner_url=url(
            "postgresql://lf_owner:own@direct.internal:5432/books?sslmode=require"
        ),
        database_backup_url=url(
            "postgresql://lf_backup:bak@direct.internal:5432/books?sslmode=require"
        ),
    )
    assert [settings[k] for k in ("HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        "db.internal", "6432", "books", "lf_app", "p@ss",
    ]  # fmt: skip
    direct = {"HOST": "direct.internal", "PORT": "5432", "OPTIONS": {"sslmode": "require"}}
    assert settings["OWNER"] == {"USER": "lf_owner", "PASSWORD": "own"} | direct
    assert settings["BACKUP"] == {"USER": "lf_backup", "PASSWORD": "bak"} | direct
    assert "RESOLVE" not in settings


def test_a_socket_folder_is_an_address_too():
    settings = given(database_url=url("postgresql://lf_app:x@%2Fvar%2Frun/books"))
    assert (settings["HOST"], settings["PORT"]) == ("/var/run", "")


def test_what_is_no_address_is_refused_with_an_example():
    with pytest.raises(ImproperlyConfigured, match="must look like postgresql://"):
        given(database_url=url("not an address"))


def test_what_else_an_address_asks_for_goes_to_libpq():
    settings = given(
        database_url=url("postgresql://lf_app:x@db.internal/books?sslmode=verify-full"),
    )
    assert settings["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_refused_address_is_not_shown():
    with pytest.raises(ImproperlyConfigured) as caught:
        given(database_url=url("postgresql://lf_app:hunter2@[db/books"))
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
