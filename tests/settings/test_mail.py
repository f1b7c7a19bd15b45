"""One address says how mail is sent."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ledgerflow.settings.mail import mail_settings


def test_without_an_address_mail_goes_to_standard_output():
    mail = mail_settings("")
    assert mail.backend == "django.core.mail.backends.console.EmailBackend"
    assert mail.sender == "ledgerflow@localhost"


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mailpit:1025", 1025, False, False),
        ("smtp://mailpit", 25, False, False),
        ("smtps://mail.example.org", 465, True, False),
        ("smtp+tls://mail.example.org/", 587, False, True),
    ],
)
def test_the_scheme_says_how_it_is_encrypted(url, port, ssl, tls):
    mail = mail_settings(url)
    assert mail.backend == "django.core.mail.backends.smtp.EmailBackend"
    assert (mail.port, mail.use_ssl, mail.use_tls) == (port, ssl, tls)


def test_user_and_password_may_hold_any_character():
    mail = mail_settings("smtp://books%40example.org:p%3A%2F%25%20w@h?from=a%2Bb@example.org")
    assert (mail.user, mail.password) == ("books@example.org", "p:/% w")
    assert mail.sender == "a+b@example.org"


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org:25",
        "http://mail.example.org",
        "smtp://",
        "smtp://user:hunter2@:25",
        "smtp://user:hunter2@h:port",
        "smtp://user:hunter2@h:70000",
        "smtp://user:hunter2@h/path",
        "smtp://user:hunter2@h?timeout=5",
        "smtp://user:hunter2@h?from",
        "smtp://user:hunter2@h?from=nobody",
        "smtp://user:hunter2@[h",
    ],
)
def test_what_is_no_address_is_refused_without_showing_it(url):
    with pytest.raises(ImproperlyConfigured, match="LEDGERFLOW_EMAIL_URL must look") as caught:
        mail_settings(url)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
