"""The house stays tidy: sizes, names, docstrings, a test for every module."""

import ast
import re
from pathlib import Path

import pytest

import ledgerflow
from tests.architecture.tested_by import LARGER_THAN_300, TESTED_BY

PACKAGE = Path(ledgerflow.__file__).parent
ROOT = PACKAGE.parent
TESTS = ROOT / "tests"
MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if not re.match(r"\d{4}_", path.name) or path.parent.name != "migrations"
]
NAMES = [path.relative_to(PACKAGE).as_posix() for path in MODULES]
BANNED = {"utils", "util", "helpers", "helper", "handlers", "handler", "manager", "managers",
          "common", "misc"}  # fmt: skip
LINES_MAX, LINES_WITHOUT_REASON, FUNCTION_LINES_MAX, COLUMNS_MAX = 400, 300, 70, 100

each_module = pytest.mark.parametrize("path", MODULES, ids=NAMES)


def text_of(path):
    return path.read_text(encoding="utf-8")


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, kinds)]


@each_module
def test_a_module_is_one_noun_of_bearable_size(path):
    name, count = path.relative_to(PACKAGE).as_posix(), text_of(path).count("\n")
    assert count <= LINES_MAX
    assert count <= LINES_WITHOUT_REASON or name in LARGER_THAN_300, "say why, or split it"
    assert path.stem not in BANNED


def test_no_reason_is_kept_for_a_module_that_has_become_small_or_is_gone():
    large = {n for n, p in zip(NAMES, MODULES, strict=True) if text_of(p).count("\n") > 300}
    assert set(LARGER_THAN_300) - large == set()


@each_module
def test_a_module_says_what_lives_here(path):
    if text_of(path).strip():
        said = ast.get_docstring(ast.parse(text_of(path)))
        assert said
        assert said[0].isupper() or not said[0].isalpha()


@each_module
def test_functions_fit_on_a_screen(path):
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path)}
    assert {n: lines for n, lines in long.items() if lines > FUNCTION_LINES_MAX} == {}


@pytest.mark.parametrize("folder", ["ledgerflow", "tests", "scripts", "benchmarks"])
def test_lines_are_no_wider_than_they_should_be(folder):
    wide = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.parent.name == "migrations":
            continue  # Django writes these
        for number, line in enumerate(text_of(path).splitlines(), 1):
            bare = line.split("  # noqa")[0].split("  # fmt: skip")[0].split("  # type: ignore")[0]
            if len(bare) > COLUMNS_MAX and " " in bare.strip() and "E501" not in line:
                wide.append(f"{path.relative_to(ROOT)}:{number}")
    assert wide == []


@each_module
def test_nothing_is_left_for_later_and_nothing_is_commented_out(path):
    left = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*(print\(|import |return\b|def )", re.M)
    assert left.search(text_of(path)) is None


def has_tests(name):
    """True with a test file of its own, or by the table of those tested through others."""
    module = Path(name)
    noun = module.parent.name if module.name == "__init__.py" else module.stem
    folder = TESTS / module.parent
    if any((place / f"test_{noun}.py").exists() for place in (folder, folder.parent)):
        return True
    folders = {f"{parent.as_posix()}/" for parent in module.parents}
    return bool(({name} | folders) & set(TESTED_BY))


@each_module
def test_a_module_with_code_has_tests(path):
    migration_or_empty = "migrations" in path.parts or not functions(path)
    name = path.relative_to(PACKAGE).as_posix()
    ready_only = {f.name for f in functions(path)} <= {"ready"} and path.name == "apps.py"
    assert migration_or_empty or ready_only or has_tests(name), (
        "write tests/<same path>/test_<module>.py, or name its tests in tested_by.py"
    )


def test_what_is_said_to_be_tested_elsewhere_is_there():
    for name, tests in TESTED_BY.items():
        where = TESTS / tests
        assert (PACKAGE / name).exists(), f"{name} is gone"
        if tests != "ops":  # comes with the operator's commands
            assert where.is_file() or list(where.glob("**/test_*.py")), f"{tests} has no tests"


def test_no_machine_path_and_no_address_of_a_registry_is_in_the_code():
    bad = re.compile(r"/(home|Users|root|work)/\w|https?://[\w.]*(pypi|npmjs)\.")
    found = [n for n, p in zip(NAMES, MODULES, strict=True) if bad.search(text_of(p))]
    assert found == []
