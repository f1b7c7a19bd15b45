"""Keys of language models, by the names of the variables that hold them.

Here: the one door from agents to the environment, which the settings open. Not here: which names
may be asked for, and reading them (settings/keys.py, settings/env.py).
"""

from django.conf import settings
from pydantic import SecretStr


def secret_of_variable(name: str) -> SecretStr | None:
    """The key in the variable of this name or in its file; None where there is none to use."""
    secret: SecretStr | None = settings.SECRET_OF_VARIABLE(name)
    return secret


def key_fault(name: str) -> str:
    """Why a variable gives no key, as the end of a sentence; "" where it gives one."""
    return str(settings.KEY_FAULT(name))
