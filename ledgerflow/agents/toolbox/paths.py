"""Whether a module path may be a tool: by its text and by source, before anything is imported.

Here: the grammar of a path, the allowed packages, finding the module's file. Not here: reading
its exports (exports.py), importing (loading.py). A database row is data that anybody with SQL can
change, so this is asked on save, at start, and again at every call. Pure, no Django.
"""

import importlib.util
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path

from ledgerflow.agents.toolbox.exports import Exports, exports_of, origin_fault
from ledgerflow.core.errors import InputError

PATH_MAX = 200
"""The column's width."""

EXAMPLE = "tools.search_tool.search_web"

_PART = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)

Where = Path | str
"""A file that was found, or the words why none was."""


@dataclass(frozen=True, slots=True)
class ModulePath:
    """A path that may be imported: the module, the function's name in it, and its file."""

    path: str
    package: str
    module: str
    attribute: str
    file: Path


def module_path_check(path: str, packages: Sequence[str]) -> ModulePath:
    """Find the function that a path names, importing nothing.

    `packages` are the allowed top packages. Raises InputError (`tool_path`) that says what is
    wrong and how to fix it.
    """
    _refuse_ungrammatical(path, packages)
    module, _, attribute = path.rpartition(".")
    package = path.partition(".")[0]
    file = _file_of(path, module)
    exports = exports_of(file)
    if attribute not in exports.names:
        raise _not_exported(path, module, exports, file)
    fault = origin_fault(exports, attribute, package)
    if fault:
        raise _refusal(
            path,
            f"in {module}, {fault}",
            f"Define {attribute} there with `def`, or import it from a module of {package}.",
        )
    return ModulePath(path, package, module, attribute, file)


def package_folder(package: str) -> Where:
    """The folder of a top package, or why there is none; imports nothing.

    Of a top-level name Python's finders only look where it is; a dotted name would be imported.
    """
    try:
        spec = importlib.util.find_spec(package) if _PART.fullmatch(package) else None
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return f"there is no package {package!r} on Python's path"
    return _folder_of(spec, package)


def _folder_of(spec: ModuleSpec, package: str) -> Where:
    origin = Path(spec.origin) if spec.origin else None
    if spec.submodule_search_locations is None or origin is None or origin.name != "__init__.py":
        return f"{package!r} is no package: a folder with an __init__.py"
    return origin.parent


def _refuse_ungrammatical(path: str, packages: Sequence[str]) -> None:
    """Everything that the text alone tells."""
    allowed = ", ".join(packages) or "none"
    example = f"Name the exact function, such as {EXAMPLE}."
    if not path:
        raise _refusal(path, "it is empty", example)
    if len(path) > PATH_MAX:
        raise _refusal(path, f"it has {len(path):,} characters, at most {PATH_MAX} fit", example)
    strange = next((c for c in path if not c.isascii() or not (c.isalnum() or c in "._")), "")
    if strange:
        raise _refusal(
            path,
            f"it holds {_named(strange)}",
            f"Type it in plain letters, digits, _ and dots. {example}",
        )
    parts = path.split(".")
    private = next((part for part in parts if part.startswith("_")), "")
    if private:
        raise _refusal(path, f"{private!r} is private", f"{example} It must be public.")
    if not all(_PART.fullmatch(part) for part in parts):
        raise _refusal(path, "its parts must be names joined by single dots", example)
    if parts[0] not in packages:
        raise _refusal(
            path,
            f"{parts[0]!r} is not an allowed package (allowed: {allowed})",
            f"{example} To allow another package, add it to LEDGERFLOW_TOOL_PACKAGES.",
        )
    if len(parts) == 1:
        raise _refusal(path, "it names a package, not a function", example)


def _file_of(path: str, module: str) -> Path:
    """The module's source file, by walking plain folders from its top package."""
    top, *inner = module.split(".")
    found = package_folder(top)
    if isinstance(found, Path):
        found = _walked(found, inner, top)
    if isinstance(found, str):
        raise _refusal(path, found, f"Name the exact function, such as {EXAMPLE}.")
    return found


def _walked(folder: Path, parts: Sequence[str], name: str) -> Where:
    """From the top package's folder to a module's file; symbolic links may not leave it."""
    root, here, file = folder.resolve(), folder, folder / "__init__.py"
    for part in parts:
        if file.name != "__init__.py":
            return f"{name} is a module, so there is no module {part!r} in it"
        here, name = here / part, f"{name}.{part}"
        as_package, as_module = here / "__init__.py", here.with_name(f"{part}.py")
        # In the order of Python's own import.
        file = as_package if as_package.is_file() else as_module
        if not file.is_file():
            return f"there is no module {name}"
        if not file.resolve().is_relative_to(root):
            return f"{name} is a link that leads out of its package"
    return file


def _not_exported(path: str, module: str, exports: Exports, file: Path) -> InputError:
    """The refusal of a name that a module does not export: a module's, or none at all."""
    attribute = path.rpartition(".")[2]
    inner = _walked(file.parent, [attribute], module) if file.name == "__init__.py" else ""
    if isinstance(inner, Path):
        known = _public(path, exports_of(inner))
        return _refusal(path, "it names a module, not a function", _offer(known, path))
    if exports.fault:
        return _refusal(
            path,
            f"{module} exports nothing that can be known: {exports.fault}",
            f'Write __all__ = ["{attribute}"] in it, once and as a plain list.',
        )
    known = _public(module, exports)
    return _refusal(path, f"{module} does not export {attribute!r}", _offer(known, module))


def _public(module: str, exports: Exports) -> list[str]:
    return [f"{module}.{name}" for name in exports.names if not name.startswith("_")]


def _offer(known: Sequence[str], module: str) -> str:
    if known:
        return f"Exported are: {', '.join(known)}."
    return f"Name a function that stands in __all__ of {module}, such as {EXAMPLE}."


def _named(character: str) -> str:
    """A character that looks like another, told apart."""
    if character.isascii() and character.isprintable() and character != " ":
        return f"the character {character!r}"
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name.lower()})"


def _refusal(path: str, what: str, hint: str) -> InputError:
    shown = ascii(path if len(path) <= 80 else f"{path[:77]}...")
    return InputError(f"The path {shown} cannot be a tool: {what}.", code="tool_path", hint=hint)
