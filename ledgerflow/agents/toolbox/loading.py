"""From a module path to a function that may be called.

Here: the check by text and source, then the import, then the rules of signatures; all three each
time, for a row may have been changed by anybody with SQL. Not here: those checks themselves
(paths.py, signatures.py), or calling (calling.py).
"""

import hashlib
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from ledgerflow.agents.toolbox.docstrings import summary_of
from ledgerflow.agents.toolbox.paths import ModulePath, module_path_check
from ledgerflow.agents.toolbox.signatures import (
    Parameter,
    Signature,
    SignatureFault,
    signature_read,
)
from ledgerflow.core.errors import InputError


@dataclass(frozen=True, slots=True)
class LoadedTool:
    """A function that may be called, and what it asks for.

    `doc` is what the model reads, `schema` the JSON Schema of its arguments, `arguments` the model
    that checks them. `fingerprint` changes with its source.
    """

    function: Callable[..., Any]
    name: str
    doc: str
    schema: dict[str, Any]
    parameters: tuple[Parameter, ...]
    arguments: type[BaseModel]
    takes_context: bool
    fingerprint: str


def tool_load(path: str, packages: Sequence[str] | None = None) -> LoadedTool:
    """Check a path, import its module, check the function.

    `packages` default to the setting. Raises InputError: `tool_path` before anything is imported,
    `tool_import` where the module cannot be, `tool_signature` where the function cannot be a tool.
    """
    checked = module_path_check(path, settings.TOOL_PACKAGES if packages is None else packages)
    function = _imported(checked)
    try:
        signature = _signature(function)
    except SignatureFault as fault:
        raise InputError(
            f"{path} cannot be a tool: {fault.message}.", code="tool_signature", hint=fault.hint
        ) from None
    return LoadedTool(
        function=function,
        name=checked.attribute,
        doc=summary_of(function.__doc__ or ""),
        schema=signature.schema,
        parameters=signature.parameters,
        arguments=signature.arguments,
        takes_context=signature.takes_context,
        fingerprint=_fingerprint(checked.file),
    )


def _imported(checked: ModulePath) -> Any:
    """The function itself; the module must come from the file that was read."""
    try:
        module = importlib.import_module(checked.module)
    except Exception as error:
        raise InputError(
            f"{checked.path} cannot be a tool: importing {checked.module} failed"
            f" ({type(error).__name__}).",
            code="tool_import",
            hint=f"Run `python -c 'import {checked.module}'` to see why, and mend the module.",
        ) from error
    file = Path(getattr(module, "__file__", None) or "")
    if file.resolve() != checked.file.resolve():
        raise InputError(
            f"{checked.path} cannot be a tool: Python imports {checked.module} from another file"
            " than its source on the path.",
            code="tool_import",
            hint="Remove the other module of this name, then restart.",
        )
    function = getattr(module, checked.attribute, None)
    home = str(getattr(function, "__module__", ""))
    if home.partition(".")[0] != checked.package:
        raise InputError(
            f"{checked.path} cannot be a tool: the function belongs to {home or 'no module'}.",
            code="tool_import",
            hint=f"Define it in {checked.package}; wrap what it needs of other packages.",
        )
    return function


@lru_cache(maxsize=128)
def _signature(function: Any) -> Signature:
    return signature_read(function)


@lru_cache(maxsize=128)
def _fingerprint(file: Path) -> str:
    """Of the source of a tool: its module, or its whole package, as this process loaded it."""
    files = sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]
    digest = hashlib.sha256()
    for one in files:
        digest.update(one.read_bytes())
    return digest.hexdigest()
