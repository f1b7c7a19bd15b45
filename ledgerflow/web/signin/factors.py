"""Second factors at rest: the secrets of authenticator apps and recovery codes are encrypted.

Here: allauth's two hooks, with a key made from the installation's own. Not here: checking a code.
A database that is stolen without the secret key holds nothing that makes a code.
"""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ledgerflow.core.errors import RuleError

PURPOSE = b"ledgerflow second factors"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps secrets encrypted."""

    def encrypt(self, text: str) -> str:
        """The secret as it stands in the database."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises RuleError where the secret key is another one than it was."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise RuleError(
                "The second factor of this account cannot be read: the secret key of this"
                " installation is not the one it was set up with.",
                code="factor_unreadable",
                hint="Ask an operator: `ledgerflow user factors EMAIL --remove`, then set up anew.",
            ) from error


def _cipher() -> MultiFernet:
    """The present key writes; earlier ones (SECRET_KEY_FALLBACKS) still read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
