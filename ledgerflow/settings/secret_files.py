"""`NAME_FILE`: the file that holds a secret, instead of the secret in the environment.

Here: the source of values for every secret field of an environment class. Not here: the fields
(env.py). Docker and systemd hand secrets over as files, which no child process inherits.
"""

from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import EnvSettingsSource

SUFFIX = "_FILE"


class FileFault(str):
    """Why a secret's file cannot be used; stands where the value would, until it is refused."""

    __slots__ = ()


class SecretFiles(EnvSettingsSource):
    """Values of `NAME_FILE` variables; asked before the plain environment."""

    def __call__(self) -> dict[str, Any]:
        """Each secret whose file is named, or the fault that keeps it from being read."""
        found = {}
        for field in self.settings_cls.model_fields.values():
            name = str(field.alias)
            path = self.env_vars.get((name + SUFFIX).lower())
            if path and is_secret(field):
                doubled = bool(self.env_vars.get(name.lower()))
                found[name] = doubled_fault(name) if doubled else secret_in(Path(path))
        return found


def is_secret(field: FieldInfo) -> bool:
    """Whether a field's value must not be shown, and so may come from a file."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def secret_in(path: Path) -> str:
    """The one line that a file holds, or a FileFault naming the file and the reason."""
    try:
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        return FileFault(f"the file {path} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return FileFault(f"the file {path} is not text in UTF-8")
    if not text.strip():
        return FileFault(f"the file {path} is empty")
    if "\n" in text or "\0" in text:
        return FileFault(f"the file {path} holds more than one line")
    return text


def doubled_fault(name: str) -> FileFault:
    """Two values for one secret: nobody can know which is meant."""
    return FileFault(f"both {name} and {name}{SUFFIX} are set; keep one of them")


def refuse_fault(value: Any) -> Any:
    """For a validator before all others: a FileFault becomes the field's error."""
    if isinstance(value, FileFault):
        raise PydanticCustomError("secret_file", "{reason}", {"reason": str(value)})
    return value
