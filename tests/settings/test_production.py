"""Production does not start on missing, default or weak values, and says all of them at once."""

import re
import secrets
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

import ledgerflow
from ledgerflow.settings import production
from ledgerflow.settings.env import Environment, environment
from ledgerflow.settings.production import (
    KEY,
    PASSWORD,
    configuration_faults,
    faults,
    refuse_unsafe,
    weakness,
)

ROOT = Path(ledgerflow.__file__).parents[1]
APP, OWNER, BACKUP, REDIS = (secrets.token_urlsafe(24) for _ in range(4))
GOOD = {
    "LEDGERFLOW_SECRET_KEY": secrets.token_urlsafe(48),
    "LEDGERFLOW_ALLOWED_HOSTS": "books.example.org",
    "DATABASE_URL": f"postgresql://lf_app:{APP}@pgbouncer:6432/ledgerflow",
    "DATABASE_OWNER_URL": f"postgresql://lf_owner:{OWNER}@postgres:5432/ledgerflow",
    "DATABASE_BACKUP_URL": f"postgresql://lf_backup:{BACKUP}@postgres:5432/ledgerflow",
    "REDIS_URL": f"redis://:{REDIS}@redis:6379/0",
}


def said(**changed):
    """The faults of a good configuration with some variables changed, None for unset."""
    given = {k: v for k, v in (GOOD | changed).items() if v is not None}
    return faults(Environment(**given))


def only(fault, start):
    assert len(fault) == 1, fault
    assert fault[0].startswith(start), fault


def test_a_strong_configuration_has_no_faults():
    assert said() == []
    assert said(REDIS_URL=None, DATABASE_OWNER_URL=None, DATABASE_BACKUP_URL=None) == []


def test_everything_missing_is_said_at_once():
    found = faults(Environment())
    assert [fault.split(" ")[0] for fault in found] == [
        "LEDGERFLOW_SECRET_KEY",
        "LEDGERFLOW_ALLOWED_HOSTS",
        "DATABASE_URL",
    ]


def test_every_fault_says_what_to_do_and_no_secret():
    weak = "hunter2-changeme-hunter2"
    found = said(
        LEDGERFLOW_SECRET_KEY=weak,
        LEDGERFLOW_ALLOWED_HOSTS="*",
        DATABASE_URL=f"postgresql://postgres:{weak}@h/x",
        DATABASE_OWNER_URL=f"nonsense {weak}",
        DATABASE_BACKUP_URL=f"postgresql://lf_backup:{weak}@h/x",
        REDIS_URL=f"redis://:{weak}@redis",
        LEDGERFLOW_DEBUG="1",
        LEDGERFLOW_EMAIL_URL=f"nonsense {weak}",
        LEDGERFLOW_BACKUP_AGE_RECIPIENT=f"age1{weak}",
    )
    assert len({fault.split(" ")[0] for fault in found}) == 9
    for fault in found:
        assert re.fullmatch(r"[A-Z_]+ (.+: |must look like ).+\.", fault), fault
        assert "hunter2" not in fault


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("short", "is shorter than 50 characters"),
        ("k" * 50, "has too few different characters"),
        ("abcdefghijkl" * 5, "repeats itself"),
        ("x7Q-" + "changeme" + secrets.token_urlsafe(48), "contains a word that is tried first"),
        ("django-INSECURE-" + secrets.token_urlsafe(48), "contains a word that is tried first"),
    ],
)
def test_a_weak_key_is_refused(value, why):
    assert weakness(value, *KEY) == why
    only(said(LEDGERFLOW_SECRET_KEY=value), f"LEDGERFLOW_SECRET_KEY {why}: ")


def test_random_secrets_are_not_called_weak():
    for _ in range(500):
        assert weakness(secrets.token_urlsafe(48), *KEY) == ""
        assert weakness(secrets.token_hex(32), *KEY) == ""
        assert weakness(secrets.token_urlsafe(16), *PASSWORD) == ""
        assert weakness(secrets.token_hex(16), *PASSWORD) == ""


def test_no_value_of_development_is_strong_enough():
    text = (ROOT / ".env.dev").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Z]", line))
    found = faults(Environment(**given))
    refused = {fault.split(" ")[0] for fault in found}
    assert refused >= {"LEDGERFLOW_SECRET_KEY", "REDIS_URL", *(k for k in GOOD if "DATABASE" in k)}
    for name, value in given.items():
        if name.endswith(("PASSWORD", "SECRET")):
            assert weakness(value, *PASSWORD), name


@pytest.mark.parametrize("hosts", ["localhost,127.0.0.1,[::1]", " , "])
def test_the_hosts_of_one_machine_are_nobodys_choice(hosts):
    only(said(LEDGERFLOW_ALLOWED_HOSTS=hosts), "LEDGERFLOW_ALLOWED_HOSTS is not set: ")


def test_every_host_is_too_many():
    only(said(LEDGERFLOW_ALLOWED_HOSTS="a.example.org,*"), "LEDGERFLOW_ALLOWED_HOSTS contains *")


@pytest.mark.parametrize("role", ["postgres", "lf_owner", "lf_backup"])
def test_the_web_does_not_work_as_a_role_that_may_do_more(role):
    found = said(DATABASE_URL=f"postgresql://{role}:{APP}@h/x")
    assert f"DATABASE_URL uses the role {role}, which may do too much: use lf_app." in found


@pytest.mark.parametrize("name", ["DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"])
def test_each_address_has_a_role_of_its_own(name):
    password = secrets.token_urlsafe(24)
    found = said(**{name: f"postgresql://lf_app:{password}@h/x"})
    only(found, f"{name} uses another address's role")


@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("lf_app@h/x", "has no password: "),
        ("lf_app:x7_Q@h/x", "has a password that is shorter than 16 characters: "),
        ("lf_app:lf_app@h/x", "has a role's name as its password: "),
        ("lf_app:lf_owner@h/x", "has a role's name as its password: "),
        ("lf_app:abcdefgh-abcdefgh-@h/x", "has a password that repeats itself"),
        ("lf_app:my-Password-of-2026@h/x", "has a password that contains a word"),
        (f"lf_app:{APP}@h", "names no database: "),
        (f":{APP}@h/x", "names no role: "),
        (f"lf_app:{APP}@[h/x", "is no address: "),
    ],
)
def test_an_address_of_the_database_is_whole_and_its_password_strong(login, why):
    only(said(DATABASE_URL=f"postgresql://{login}"), f"DATABASE_URL {why}")


def test_two_roles_do_not_share_a_password():
    found = said(DATABASE_OWNER_URL=f"postgresql://lf_owner:{APP}@h/x")
    assert [fault.split(": ")[0] for fault in found] == [
        "DATABASE_URL has the password of another role",
        "DATABASE_OWNER_URL has the password of another role",
    ]


def test_a_unix_socket_needs_no_password():
    assert said(DATABASE_URL="postgresql://lf_app@%2Frun%2Fpostgresql/ledgerflow") == []
    assert said(REDIS_URL="unix:///run/redis/redis.sock?db=0") == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_redis_of_this_machine_needs_no_password(host):
    assert said(REDIS_URL=f"redis://{host}:6379/0") == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("redis://redis:6379/0", "has no password: "),
        ("redis://:1234@redis:6379/0", "has a password that is shorter"),
        ("memcached://redis", "is no address: "),
        ("redis://[redis", "is no address: "),
    ],
)
def test_an_open_redis_is_refused(url, why):
    only(said(REDIS_URL=url), f"REDIS_URL {why}")


def test_tracebacks_and_an_unusable_key_of_age_and_mail_are_refused():
    only(said(LEDGERFLOW_DEBUG="true"), "LEDGERFLOW_DEBUG is on: ")
    only(said(LEDGERFLOW_BACKUP_AGE_RECIPIENT="age1qqq"), "LEDGERFLOW_BACKUP_AGE_RECIPIENT ")
    only(said(LEDGERFLOW_EMAIL_URL="mailpit:25"), "LEDGERFLOW_EMAIL_URL must look like ")


def test_a_public_key_of_age_is_taken():
    from pyrage import x25519

    key = str(x25519.Identity.generate().to_public())
    assert said(LEDGERFLOW_BACKUP_AGE_RECIPIENT=key) == []


@pytest.fixture
def given(monkeypatch):
    """The process's own environment, read anew."""
    for name in [*GOOD, "LEDGERFLOW_PORT", "LEDGERFLOW_DEBUG", "LEDGERFLOW_EMAIL_URL"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(production, "environment", environment.__wrapped__)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_good_environment_starts(given):
    assert configuration_faults() == []
    refuse_unsafe()


def test_what_cannot_be_read_comes_in_the_same_list(given, tmp_path):
    given.setenv("LEDGERFLOW_PORT", "no number")
    given.delenv("DATABASE_URL")
    given.setenv("DATABASE_URL_FILE", str(tmp_path / "none"))
    given.setenv("LEDGERFLOW_ALLOWED_HOSTS", "*")
    found = configuration_faults()
    assert [fault.split(" ")[0] for fault in found] == [
        "DATABASE_URL",
        "LEDGERFLOW_PORT",
        "LEDGERFLOW_ALLOWED_HOSTS",
    ]
    assert "none cannot be read: No such file or directory." in found[0]


def test_one_message_lists_all(given):
    given.delenv("LEDGERFLOW_SECRET_KEY")
    with pytest.raises(ImproperlyConfigured, match="production does not start with 1 fault:\n"):
        refuse_unsafe()
    given.setenv("LEDGERFLOW_DEBUG", "1")
    with pytest.raises(ImproperlyConfigured) as caught:
        refuse_unsafe()
    assert str(caught.value).count("\n  - ") == 2
