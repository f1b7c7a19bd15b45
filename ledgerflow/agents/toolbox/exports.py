"""What a module's source says it exports; read, never run. Pure, no Django.

Here: the literal `__all__` and where each of its names comes from, by the syntax tree. Not here:
where the source lies (paths.py), or what a function looks like once imported (loading.py).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE_MAX = 1_000_000
"""Bytes; a module of tools is a few thousand."""

EXPORTS = "__all__"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
"""What has names of its own: those inside it are not the module's."""


@dataclass(frozen=True, slots=True)
class Exports:
    """A module's exported names and its top-level statements.

    `fault` says in words why nothing of it can be taken ("" where all is well).
    """

    names: tuple[str, ...] = ()
    statements: tuple[ast.stmt, ...] = ()
    fault: str = ""


def exports_of(file: Path) -> Exports:
    """Read a module's source; every problem comes back as `fault`, nothing is raised."""
    try:
        if file.stat().st_size > SOURCE_MAX:
            return Exports(fault=f"its source is larger than {SOURCE_MAX:,} bytes")
        tree = ast.parse(file.read_bytes())
    except OSError as error:
        return Exports(fault=f"its source cannot be read ({error.strerror})")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        return Exports(fault=f"its source is not valid Python{where}")
    names = _literal_names(tree)
    if isinstance(names, str):
        return Exports(fault=names)
    return Exports(names, tuple(tree.body))


def _literal_names(tree: ast.Module) -> tuple[str, ...] | str:
    """The names of `__all__`, or what is wrong with it.

    Only one plain assignment of texts can be known without running the module.
    """
    mentions = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == EXPORTS]
    if not mentions:
        return "it has no __all__"
    value = next((v for node in tree.body if (v := _assigned(node)) is not None), None)
    if value is None or len(mentions) > 1:
        return "its __all__ is computed or changed, and cannot be known without running it"
    if not isinstance(value, ast.List | ast.Tuple):
        return "its __all__ is not a plain list of names"
    names = tuple(one.value for one in value.elts if isinstance(one, ast.Constant))
    if len(names) != len(value.elts) or not all(isinstance(name, str) for name in names):
        return "its __all__ is not a plain list of names"
    return tuple(str(name) for name in names)


def _assigned(node: ast.stmt) -> ast.expr | None:
    """What a statement gives to `__all__`, if it does."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return None
    is_it = len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id == EXPORTS
    return node.value if is_it else None


def origin_fault(exports: Exports, name: str, package: str) -> str:
    """Why an exported name is no function of this package; "" where it is one.

    It must be bound by `def` or by `from ... import` at the module's top level; the last binding
    counts, as in Python. Imports from other packages are refused: exporting `os.system` would
    make it a tool.
    """
    found = ""
    is_bound = False
    for node in exports.statements:
        bound = _binding(node, name, package)
        if bound is not None:
            is_bound, found = True, bound
    return found if is_bound else f"{name!r} stands in __all__, but is not defined there"


def _binding(node: ast.stmt, name: str, package: str) -> str | None:
    """None where a statement does not bind the name; else what is wrong with the binding."""
    if isinstance(node, Function):
        return "" if node.name == name else None
    if isinstance(node, ast.ImportFrom):
        return _imported(node, name, package)
    nodes = list(_in_scope(node))
    if any(isinstance(n, ast.alias) and _alias(n) == name for n in nodes):
        return f"{name!r} is a module or imported on a condition, not a function defined there"
    if any(_binds(n, name) for n in nodes):
        return f"{name!r} is not a plain function: it is a class, a value or made on a condition"
    return None


def _in_scope(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it that belong to the module's own scope."""
    left = [node]
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, Scope):
            left += ast.iter_child_nodes(node)


def _binds(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Store | ast.Del)
    return isinstance(node, Function | ast.ClassDef) and node.name == name


def _alias(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _imported(node: ast.ImportFrom, name: str, package: str) -> str | None:
    """As `_binding`, for `from X import name`."""
    alias = next((a for a in node.names if _alias(a) == name), None)
    if alias is None:
        return f"'from ... import *' hides where {name!r} is from" if _is_star(node) else None
    source = node.module or ""
    is_own = node.level > 0 or source == package or source.startswith(f"{package}.")
    if not is_own:
        return f"{name!r} is imported from {source}, which is outside {package}"
    if alias.name.startswith("_"):
        return f"{name!r} is the private {alias.name!r} under another name"
    return ""


def _is_star(node: ast.ImportFrom) -> bool:
    return any(alias.name == "*" for alias in node.names)
