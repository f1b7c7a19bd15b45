"""What a function asks for, as JSON Schema, by its signature and its docstring.

Here: which functions can be tools, which types their parameters may have, the pydantic model that
checks arguments. Not here: docstrings (docstrings.py), paths (paths.py).
"""

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from ledgerflow.agents.toolbox.docstrings import parameter_texts
from tools.context import ToolContext

CONTEXT = "context"

SCALARS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    Decimal: "decimal number",
}

TYPES_ALLOWED = "str, int, float, bool, Decimal, Literal, a list of them, or one of them or None"

_UNIONS = {Union, types.UnionType}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a tool; `kind` is its type in plain words."""

    name: str
    kind: str
    is_required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function asks for. `arguments` checks strictly; its fields' aliases are the names."""

    parameters: tuple[Parameter, ...]
    schema: dict[str, Any]
    arguments: type[BaseModel]
    takes_context: bool


class SignatureFault(Exception):
    """Why a function cannot be a tool, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def signature_read(function: Callable[..., Any]) -> Signature:
    """The signature of a plain, documented, typed function; SignatureFault for any other."""
    _refuse_no_function(function)
    parameters = list(inspect.signature(function).parameters.values())
    types_of = _types_of(function)
    takes_context = bool(parameters) and parameters[0].name == CONTEXT
    if takes_context:
        _refuse_other_context(types_of.get(CONTEXT))
        parameters = parameters[1:]
    texts = parameter_texts(inspect.getdoc(function) or "", [p.name for p in parameters])
    read, fields = [], {}
    for position, parameter in enumerate(parameters):
        annotation = _allowed_type(parameter, types_of)
        is_required = parameter.default is inspect.Parameter.empty
        text = texts.get(parameter.name, "")
        read.append(Parameter(parameter.name, _words(annotation), is_required, text))
        # Under names of our own: a parameter may be called like something that pydantic has.
        fields[f"a{position}"] = (
            annotation,
            Field(
                ... if is_required else parameter.default,
                alias=parameter.name,
                description=text or None,
            ),
        )
    arguments = _model(function, fields)
    return Signature(tuple(read), _bare(arguments.model_json_schema()), arguments, takes_context)


def _refuse_no_function(function: Any) -> None:
    if not isinstance(function, types.FunctionType):
        raise SignatureFault(
            f"it is no plain function but a {type(function).__name__}",
            "Write a function with `def`; a class, a partial or an instance cannot be a tool.",
        )
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise SignatureFault(
            "it is a coroutine", "Write `def` instead of `async def`: tools run in a thread."
        )
    if inspect.isgeneratorfunction(function):
        raise SignatureFault("it is a generator", "Return the whole text instead of yielding it.")
    if not (inspect.getdoc(function) or "").strip():
        raise SignatureFault(
            "it has no docstring", "Say in a docstring what it does: the model reads it."
        )


def _types_of(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except Exception as error:
        raise SignatureFault(
            f"its annotations cannot be resolved ({type(error).__name__})",
            "Import every type it names at the module's top, outside of TYPE_CHECKING.",
        ) from error


def _refuse_other_context(annotation: Any) -> None:
    if annotation is not ToolContext:
        raise SignatureFault(
            "its first parameter is called context, but is no ToolContext",
            "Write `context: ToolContext` (from tools.context), or another name.",
        )


def _allowed_type(parameter: inspect.Parameter, types_of: Mapping[str, Any]) -> Any:
    name = parameter.name
    if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
        raise SignatureFault(
            f"it takes *args, **kwargs or a positional-only parameter ({name})",
            "Name every parameter, so that it can be passed by name.",
        )
    if name not in types_of:
        raise SignatureFault(
            f"its parameter {name} has no type", f"Annotate {name} with: {TYPES_ALLOWED}."
        )
    annotation = types_of[name]
    if annotation is ToolContext:
        raise SignatureFault(
            f"its parameter {name} is a ToolContext",
            "Call it `context` and put it first: the model does not see it.",
        )
    if not _is_allowed(annotation):
        raise SignatureFault(
            f"its parameter {name} has a type that is not JSON's: {_shown(annotation)}",
            f"Annotate {name} with: {TYPES_ALLOWED}.",
        )
    return annotation


def _is_allowed(annotation: Any) -> bool:
    if annotation in SCALARS:
        return True
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _is_allowed(inner[0])
    if origin is Literal:
        return all(isinstance(one, str | int | bool) for one in inner)
    if origin is list:
        return len(inner) == 1 and _is_allowed(inner[0])
    if origin in _UNIONS:
        rest = [one for one in inner if one is not type(None)]
        return len(rest) == 1 and len(inner) == 2 and _is_allowed(rest[0])
    return False


def _words(annotation: Any) -> str:
    """A type in plain words, for people who fill in a form."""
    if annotation in SCALARS:
        return SCALARS[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "one of " + ", ".join(str(one) for one in inner)
    if origin is list:
        return f"list of {_words(inner[0])}"
    if origin in _UNIONS:
        return _words(next(one for one in inner if one is not type(None)))
    return _words(inner[0])


def _shown(annotation: Any) -> str:
    return str(getattr(annotation, "__name__", annotation))[:80]


def _model(function: Callable[..., Any], fields: dict[str, Any]) -> type[BaseModel]:
    try:
        model: type[BaseModel] = create_model(
            "Arguments",
            __config__=ConfigDict(
                extra="forbid", strict=True, allow_inf_nan=False, validate_default=False
            ),
            **fields,
        )
        model.model_json_schema()
    except Exception as error:
        raise SignatureFault(
            f"no JSON Schema can be made of its signature ({type(error).__name__})",
            "Use defaults that JSON can say: text, numbers, true, false, null, lists.",
        ) from error
    return model


def _bare(schema: Any) -> Any:
    """The schema without the titles that pydantic makes of names: they cost tokens."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(one) for name, one in value.items()}
        if key == "properties"
        else _bare(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
