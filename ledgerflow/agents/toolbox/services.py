"""Rows of tools against the functions that there are: adding, checking.

Here: which functions the allowed packages offer, rows for new ones, what is wrong with rows. Not
here: the checks of one path (paths.py, loading.py), calling (calling.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from ledgerflow.agents.models import Tool
from ledgerflow.agents.toolbox.exports import exports_of
from ledgerflow.agents.toolbox.loading import tool_load
from ledgerflow.agents.toolbox.paths import package_folder
from ledgerflow.core.errors import InputError

NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class ToolFault:
    """What is wrong with a path, and what to do; `name` is the row's, "" where there is none."""

    name: str
    module_path: str
    is_enabled: bool
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync found: names of new rows, of rows that were there, and what is no tool."""

    made: tuple[str, ...]
    known: tuple[str, ...]
    faults: tuple[ToolFault, ...]


@transaction.atomic
def tools_sync() -> SyncReport:
    """Make a row, disabled, for each function that an allowed package offers and no row names.

    Rows that are there are left as they are: an operator may have changed them. Safe to repeat.
    """
    names = dict(Tool.objects.values_list("module_path", "name"))
    taken = set(names.values())
    made, known, faults = [], [], []
    for path in offered_paths():
        if path in names:
            known.append(names[path])
            continue
        try:
            loaded = tool_load(path)
        except InputError as error:
            faults.append(ToolFault("", path, False, error.message, error.hint))
            continue
        name = _free_name(path, loaded.name, taken)
        Tool.objects.create(name=name, module_path=path)
        taken.add(name)
        made.append(name)
    return SyncReport(tuple(made), tuple(known), (*faults, *_package_faults()))


def tools_check() -> list[ToolFault]:
    """Every row whose path is not in order, enabled or not, by name."""
    found = []
    for tool in Tool.objects.all():
        try:
            tool_load(tool.module_path)
        except InputError as error:
            found.append(
                ToolFault(tool.name, tool.module_path, tool.is_enabled, error.message, error.hint)
            )
    return found


def tool_named(name: str) -> Tool:
    """The tool of this name; InputError that names those there are."""
    tool = Tool.objects.filter(name=name).first()
    if tool is None:
        known = ", ".join(Tool.objects.values_list("name", flat=True)) or "none yet"
        raise InputError(
            f"There is no tool {name!r}. Known: {known}.",
            code="unknown_tool",
            hint="`ledgerflow tools list` shows them; `ledgerflow tools sync` adds new ones.",
        )
    return tool


def offered_paths() -> Iterator[str]:
    """What the allowed packages export, and the packages and modules right in them.

    Modules further inside are not looked at: what they are made of is no front door.
    """
    for package in settings.TOOL_PACKAGES:
        folder = package_folder(package)
        if isinstance(folder, str):
            continue
        modules = {package: folder / "__init__.py"}
        for entry in sorted(folder.iterdir()):
            file = entry / "__init__.py" if entry.is_dir() else entry
            name = entry.name.removesuffix(".py")
            if name.isidentifier() and file.suffix == ".py" and file.is_file():
                modules.setdefault(f"{package}.{name}" if name != "__init__" else package, file)
        for module, file in modules.items():
            for name in exports_of(file).names:
                if not name.startswith("_"):
                    yield f"{module}.{name}"


def _package_faults() -> list[ToolFault]:
    hint = "Correct LEDGERFLOW_TOOL_PACKAGES, or install the package, and restart."
    found = ((package, package_folder(package)) for package in settings.TOOL_PACKAGES)
    return [
        ToolFault("", package, False, f"Of the allowed packages, {folder}.", hint)
        for package, folder in found
        if isinstance(folder, str)
    ]


def _free_name(path: str, name: str, taken: set[str]) -> str:
    """The function's name; with its module's before it where that is taken."""
    for candidate in (name[:NAME_MAX], "_".join(path.split(".")[-2:])[:NAME_MAX]):
        if candidate not in taken:
            return candidate
    return path.replace(".", "_")[-NAME_MAX:].strip("_")
