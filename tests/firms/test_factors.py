"""An operator helps somebody whose phone is lost."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from ledgerflow.firms.factors import factors_of, factors_remove
from ledgerflow.firms.models import User


def test_second_factors_are_counted_and_removed_of_one_person_only(db):
    kim, lee = (User.objects.create_user(f"{n}@example.com", "pass") for n in ("kim", "lee"))
    for person in (kim, lee):
        TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(kim)
    assert factors_of(kim) == {"totp": 1, "recovery_codes": 1}
    assert factors_remove(user=kim) == 2
    assert (factors_of(kim), factors_of(lee)) == ({}, {"totp": 1})
