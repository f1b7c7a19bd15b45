"""What a model gives a tool: bounded, cleaned, masked, then checked strictly.

Here: three steps from whatever was said to the values a function is called with. Not here: the
types (signatures.py), what masking takes out (agents/masking.py).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from ledgerflow.agents.masking import masked_value
from ledgerflow.agents.toolbox.results import cleaned_value

ARGUMENTS_MAX = 10_000
"""Characters of all arguments as JSON."""

FAULTS_SHOWN = 5


class ArgumentsFault(Exception):
    """Why arguments cannot be taken, in words for the model that hold none of its own."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def arguments_plain(arguments: Any) -> dict[str, Any]:
    """The arguments as a JSON object without unseen characters. Raises ArgumentsFault."""
    try:
        text = json.dumps(arguments, allow_nan=False, ensure_ascii=False)
        plain = json.loads(text) if len(text) <= ARGUMENTS_MAX else None
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentsFault("the arguments are no JSON") from error
    if plain is None and arguments is not None:
        raise ArgumentsFault(f"the arguments have more than {ARGUMENTS_MAX:,} characters")
    if not isinstance(plain, dict):
        raise ArgumentsFault("the arguments are no JSON object")
    cleaned: dict[str, Any] = cleaned_value(plain)
    return cleaned


def arguments_masked(plain: Mapping[str, Any], is_public: Callable[[str], bool]) -> dict[str, Any]:
    """The arguments as they may leave the machine.

    A text that `is_public` (an address that a search returned) is kept: masking could break it.
    """
    return {
        str(masked_value(name)): value
        if isinstance(value, str) and is_public(value)
        else masked_value(value)
        for name, value in plain.items()
    }


def arguments_checked(given: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The values to call the function with, by name; those left out have its own defaults.

    Raises ArgumentsFault naming each fault, without the values.
    """
    try:
        read = model.model_validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        raise ArgumentsFault(_faults(error, model)) from None
    fields = type(read).model_fields
    return {str(fields[name].alias): getattr(read, name) for name in read.model_fields_set}


def _faults(error: ValidationError, model: type[BaseModel]) -> str:
    known = {str(field.alias) for field in model.model_fields.values()}
    said = []
    for one in error.errors(include_input=False, include_url=False, include_context=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        # A name that is not a parameter's was made up: it may say anything.
        said.append(f"{name}: {one['msg']}" if name in known else "one that it does not take")
    shown = "; ".join(dict.fromkeys(said[:FAULTS_SHOWN]))
    takes = ", ".join(sorted(known)) or "nothing"
    return f"the arguments do not fit ({shown}); it takes {takes}"
