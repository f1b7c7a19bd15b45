"""The house stays tidy: sizes, names, docstrings, a test for every module."""

import ast
import re
from pathlib import Path

import pytest

import ledgerflow
import tools
from tests.architecture.tested_by import LARGER_THAN_300, TESTED_BY

PACKAGE = Path(ledgerflow.__file__).parent
ROOT = PACKAGE.parent
TESTS = ROOT / "tests"
TOOLS = Path(tools.__file__).parent
MODULES = [
    path
    for path in (*sorted(PACKAGE.rglob("*.py")), *sorted(TOOLS.rglob("*.py")))
    if not re.match(r"\d{4}_", path.name) or path.parent.name != "migrations"
]
BANNED = {"utils", "util", "helpers", "helper", "handlers", "handler", "manager", "managers",
          "common", "misc"}  # fmt: skip
LINES_MAX, LINES_WITHOUT_REASON, FUNCTION_LINES_MAX, COLUMNS_MAX = 400, 300, 70, 100


def name_of(path):
    """The path as tests mirror it: below ledgerflow/, or from tools/ on."""
    return path.relative_to(PACKAGE if PACKAGE in path.parents else ROOT).as_posix()


NAMES = [name_of(path) for path in MODULES]


def text_of(path):
    return path.read_text(encoding="utf-8")


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, kinds)]


def named(*conditions):
    """The modules for which one of the conditions holds."""
    return [n for n, p in zip(NAMES, MODULES, strict=True) if any(c(p) for c in conditions)]


def test_a_module_is_one_noun_of_bearable_size():
    assert len(NAMES) > 200
    assert named(lambda p: text_of(p).count("\n") > LINES_MAX) == []
    assert named(lambda p: p.stem in BANNED) == []
    large = named(lambda p: text_of(p).count("\n") > LINES_WITHOUT_REASON)
    assert set(large) - set(LARGER_THAN_300) == set(), "split them, or say why in tested_by.py"
    assert set(LARGER_THAN_300) - set(large) == set(), "no reason is needed any more"


def test_a_module_says_what_lives_here():
    assert (
        named(lambda p: text_of(p).strip() and not ast.get_docstring(ast.parse(text_of(p)))) == []
    )


def test_functions_fit_on_a_screen():
    long = {
        f"{name}: {f.name}"
        for name, path in zip(NAMES, MODULES, strict=True)
        for f in functions(path)
        if f.end_lineno - f.lineno >= FUNCTION_LINES_MAX
    }
    assert long == set()


@pytest.mark.parametrize("folder", ["ledgerflow", "tools", "tests", "scripts", "benchmarks"])
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


def test_nothing_is_left_for_later_and_nothing_is_commented_out():
    left = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*(print\(|import |return\b|def )", re.M)
    assert named(lambda p: left.search(text_of(p))) == []


def has_tests(name):
    """True with a test file of its own, or by the table of those tested through others."""
    module = Path(name)
    noun = module.parent.name if module.name == "__init__.py" else module.stem
    folder = TESTS / module.parent
    if any((place / f"test_{noun}.py").exists() for place in (folder, folder.parent)):
        return True
    folders = {f"{parent.as_posix()}/" for parent in module.parents}
    return bool(({name} | folders) & set(TESTED_BY))


def needs_tests(path):
    """False for migrations, for what defines no function, and for a plain AppConfig."""
    if "migrations" in path.parts:
        return False
    named_functions = {f.name for f in functions(path)}
    return bool(named_functions - ({"ready", "import_models"} if path.name == "apps.py" else set()))


def test_a_module_with_code_has_tests():
    """Write tests/<same path>/test_<module>.py, or name its tests in tested_by.py."""
    missing = named(lambda p: needs_tests(p) and not has_tests(name_of(p)))
    assert missing == []


def test_what_is_said_to_be_tested_elsewhere_is_there():
    for name, tests in TESTED_BY.items():
        where = TESTS / tests
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), f"{name} is gone"
        if tests != "ops":  # comes with the operator's commands
            assert where.is_file() or list(where.glob("**/test_*.py")), f"{tests} has no tests"


def test_no_machine_path_and_no_address_of_a_registry_is_in_the_code():
    bad = re.compile(r"/(home|Users|root|work)/\w|https?://[\w.]*(pypi|npmjs)\.")
    assert named(lambda p: bad.search(text_of(p))) == []
