"""Writes about people: adding a user, setting a password.

Here: what the command line and later sign-up call. Not here: roles in a firm (services.py).
"""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.models import User


@transaction.atomic
def user_add(
    *, email: str, password: str | None = None, operator: bool = False, name: str = ""
) -> User:
    """Add a person who signs in with an e-mail address; an operator sees Django admin.

    Without a password nobody can sign in with the account yet. Raises InputError for an address
    or password that does not do, ConflictError when the address is taken.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            f"{email!r} is no e-mail address.", hint="Write it like name@example.com."
        ) from error
    if User.objects.filter(email=address).exists():
        raise _taken(address)
    if password is not None:
        _check_password(password, User(email=address, name=name))
    make = User.objects.create_superuser if operator else User.objects.create_user
    try:
        return make(address, password, name=name.strip()[:150])
    except IntegrityError as error:  # a button pressed twice: the other one was first
        raise _taken(address) from error


@transaction.atomic
def password_set(*, user: User, password: str) -> None:
    """Give a person a new password. Raises InputError when it is too weak."""
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])


def _taken(address: str) -> ConflictError:
    return ConflictError(
        f"There is a user {address} already.",
        code="user_exists",
        hint=f"Set a new password with `ledgerflow user password {address}`.",
    )


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(
            f"The password for {user.email} does not do: {' '.join(error.messages)}",
            code="weak_password",
            hint="Use at least 12 characters; four random words do well.",
        ) from error
