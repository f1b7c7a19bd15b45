"""Secrets of second factors at rest."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import User
from ledgerflow.web.signin.factors import FactorAdapter


def test_a_secret_stands_nowhere_in_the_database(db):
    kim = User.objects.create_user("kim@example.com")
    secret = generate_totp_secret()
    TOTP.activate(kim, secret)
    codes = RecoveryCodes.activate(kim).generate_codes()
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert len(codes) == 10
    assert not [text for text in (secret, *codes) if text in stored]
    assert FactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_an_earlier_secret_key_still_reads_and_another_one_says_so(settings):
    hidden = FactorAdapter().encrypt("a secret")
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key of no value"
    with pytest.raises(RuleError, match="secret key of this installation is not the one"):
        FactorAdapter().decrypt(hidden)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert FactorAdapter().decrypt(hidden) == "a secret"


def test_the_same_secret_never_looks_the_same():
    assert FactorAdapter().encrypt("a secret") != FactorAdapter().encrypt("a secret")
