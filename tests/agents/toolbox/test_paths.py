"""Which module paths may be tools; the answer is known before anything is imported."""

import builtins
import importlib
import sys

import pytest

from ledgerflow.agents.toolbox.paths import module_path_check, package_folder
from ledgerflow.core.errors import InputError

ALLOWED = ("tools",)
LAMP = '__all__ = ["lamp"]\ndef lamp(): ...\n'


@pytest.fixture(autouse=True)
def _nothing_is_imported(monkeypatch):
    """Every import during a test of paths is a fault."""

    def refuse(name, *_, **__):
        raise AssertionError(f"{name} was imported")

    monkeypatch.setattr(importlib, "import_module", refuse)
    real = builtins.__import__

    def watched(name, *given, **options):
        assert name.partition(".")[0] not in {"lanterns", "bomb", "tools"}, f"{name} was imported"
        return real(name, *given, **options)

    monkeypatch.setattr(builtins, "__import__", watched)


def refused(path, packages=ALLOWED):
    """The refusal of a path."""
    with pytest.raises(InputError) as caught:
        module_path_check(path, packages)
    assert caught.value.code == "tool_path"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    "path",
    [
        "tools.search_tool.search_web",
        "tools.page_tool.read_page",
        "tools.merchant_tool.lookup_merchant",
        "tools.history_tool.find_similar",
    ],
)
def test_the_shipped_tools_may_be_called(path):
    found = module_path_check(path, ALLOWED)
    assert f"{found.module}.{found.attribute}" == path
    assert (found.package, found.file.name) == ("tools", "__init__.py")


@pytest.mark.parametrize(
    ("path", "said", "fix"),
    [
        ("os.system", "'os' is not an allowed package (allowed: tools)", "LEDGERFLOW_TOOL_PACK"),
        ("subprocess.run", "'subprocess' is not an allowed package", "tools.search_tool"),
        ("builtins.eval", "'builtins' is not an allowed package", "tools.search_tool"),
        ("tools_evil.search_tool.search_web", "'tools_evil' is not an allowed", "exact function"),
        ("tools.search_tool.searxng._fetch", "'_fetch' is private", "must be public"),
        ("tools.search_tool.__init__.search_web", "'__init__' is private", "must be public"),
        ("tools.search_tool.search_web.__globals__", "'__globals__' is private", "public"),
        ("tools.search_tool.searxng.httpx.get", "searxng is a module", "exact function"),
        ("tools.search_tool.searxng.json.loads", "no module 'json' in it", "exact function"),
        ("tools..x", "joined by single dots", "exact function"),
        (".tools.x", "joined by single dots", "exact function"),
        ("tools.search_tool.", "joined by single dots", "exact function"),
        ("tools.9lives.x", "joined by single dots", "exact function"),
        ("tools", "names a package, not a function", "tools.search_tool.search_web"),
        ("tools.search_tool", "names a module, not a function", "tools.search_tool.search_web."),
        ("tools.none_such.x", "there is no module tools.none_such", "exact function"),
        ("tools.search_tool.none_such", "does not export 'none_such'", "search_tool.search_web"),
        ("tools.context.ToolContext", "has no __all__", '__all__ = ["ToolContext"]'),
        ("tools.search_tool.search_web()", "the character '('", "plain letters"),
        ("tools/search_tool/search_web", "the character '/'", "plain letters"),
        (" tools.search_tool.search_web", "U+0020 (space)", "plain letters"),
        ("tools.search_tool.search_web\n", "U+000A (a control character)", "plain letters"),
        ("tools.search_tool.search_web\0", "U+0000 (a control character)", "plain letters"),
        ("tооls.search_tool.search_web", "U+043E (cyrillic small letter o)", "plain letters"),
        ("tools.search＿tool.search_web", "U+FF3F (fullwidth low line)", "plain letters"),
        ("tools.search_tool.ｓearch_web", "fullwidth latin small letter s", "plain letters"),
        ("tools.search_tool.search_web\u200b", "zero width space", "plain letters"),
        ("", "it is empty", "exact function"),
        ("tools." + "x" * 10_000, "10,006 characters", "exact function"),
        ("tools." * 33 + "x", "there is no module tools.tools", "exact function"),
    ],
)
def test_a_path_that_is_no_tool_is_refused_with_what_to_do(path, said, fix):
    error = refused(path)
    assert said in error.message
    assert fix in error.hint
    assert len(error.message) < 400


def test_nothing_is_allowed_where_no_package_is():
    assert "(allowed: none)" in refused("tools.search_tool.search_web", ()).message


def test_a_module_outside_is_not_imported_even_to_look(make_package, tmp_path):
    sentinel = tmp_path / "it ran"
    bomb = f"__import__('pathlib').Path({str(sentinel)!r}).touch()\n{LAMP}"
    make_package("bomb", {"__init__.py": bomb, "inner.py": bomb}, allowed=False)
    for path in ("bomb.lamp", "bomb.inner.lamp"):
        refused(path)
    assert not sentinel.exists()


def test_an_allowed_module_is_found_without_running_it_or_its_parents(make_package, tmp_path):
    sentinel = tmp_path / "it ran"
    bomb = f"__import__('pathlib').Path({str(sentinel)!r}).touch()\n"
    make_package("bomb", {"__init__.py": bomb, "a/__init__.py": bomb, "a/b.py": bomb + LAMP})
    found = module_path_check("bomb.a.b.lamp", ("bomb",))
    assert found.file.parts[-3:] == ("bomb", "a", "b.py")
    assert not sentinel.exists()
    assert not [name for name in sys.modules if name.startswith("bomb")]


def test_a_package_comes_before_a_module_of_the_same_name_as_in_python(make_package):
    make_package("lanterns", {"desk.py": LAMP, "desk/__init__.py": LAMP})
    file = module_path_check("lanterns.desk.lamp", ("lanterns",)).file
    assert file.parts[-2:] == ("desk", "__init__.py")


def test_exports_that_are_computed_are_refused(make_package):
    make_package("lanterns", {"desk.py": "def lamp(): ...\n__all__ = list(globals())\n"})
    error = refused("lanterns.desk.lamp", ("lanterns",))
    assert "not a plain list" in error.message
    assert '__all__ = ["lamp"]' in error.hint


def test_a_function_of_another_package_is_refused_though_exported(make_package):
    make_package("lanterns", {"desk.py": '__all__ = ["system"]\nfrom os import system\n'})
    error = refused("lanterns.desk.system", ("lanterns",))
    assert "imported from os, which is outside lanterns" in error.message


def test_a_private_name_is_refused_though_exported(make_package):
    make_package("lanterns", {"desk.py": '__all__ = ["_lamp"]\ndef _lamp(): ...\n'})
    assert "is private" in refused("lanterns.desk._lamp", ("lanterns",)).message


def test_a_link_that_leads_out_of_the_package_is_not_followed(make_package, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_text(LAMP)
    folder = make_package("lanterns", {"inside.py": LAMP})
    (folder / "desk.py").symlink_to(outside)
    (folder / "twin.py").symlink_to(folder / "inside.py")
    assert "leads out of its package" in refused("lanterns.desk.lamp", ("lanterns",)).message
    assert module_path_check("lanterns.twin.lamp", ("lanterns",))


def test_a_folder_without_init_is_no_package(make_package, tmp_path):
    make_package("lanterns", {})
    (tmp_path / "site" / "loose").mkdir()
    (tmp_path / "site" / "single.py").write_text(LAMP)
    for name in ("loose", "single"):
        assert "is no package" in refused(f"{name}.lamp", (name,)).message


@pytest.mark.parametrize("name", ["none_such_package", "tools.search_tool", "_", "", "__main__"])
def test_a_package_that_is_not_there_is_told_in_words(name):
    assert isinstance(package_folder(name), str)
