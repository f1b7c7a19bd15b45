"""Tools know neither LedgerFlow nor Django, nor anything that is not Python's own."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import tools

FOLDER = Path(tools.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in FOLDER.rglob("*.py")
)
LOAD = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_every_module_loads_in_a_bare_interpreter_and_brings_nothing_along():
    """Without site-packages: -I -S leaves Python's own library and this folder."""
    assert len(MODULES) > 20
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LOAD, str(FOLDER.parent), json.dumps(MODULES)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout)) - {"__main__"}
    assert "tools" in loaded
    assert loaded & {"django", "ledgerflow", "pydantic", "httpx"} == set()
    own = set(sys.stdlib_module_names) | {"tools"}
    assert {name for name in loaded if name not in own and not name.startswith("_")} == set()


def test_every_module_with_functions_has_tests_and_says_what_lives_in_it():
    tests = Path(__file__).parent
    missing = []
    for path in sorted(FOLDER.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        mirror = tests / path.relative_to(FOLDER).with_name(f"test_{path.name}")
        if functions and not mirror.exists():
            missing.append(mirror.name)
    assert missing == []


def test_each_package_of_tools_exports_functions_that_say_what_they_do():
    packages = [path.parent for path in FOLDER.glob("*_tool/__init__.py")]
    assert len(packages) == 4
    for package in packages:
        module = __import__(f"tools.{package.name}", fromlist=["__all__"])
        for name in module.__all__:
            function = getattr(module, name)
            assert function.__doc__
            assert next(iter(function.__annotations__)) == "context"
