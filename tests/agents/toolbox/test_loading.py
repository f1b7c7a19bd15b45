"""From a path to a function: checked, imported, checked again."""

import sys
import types

import pytest

from ledgerflow.agents.toolbox.loading import tool_load
from ledgerflow.core.errors import InputError


def refused(path, packages=None):
    """The refusal of a path."""
    with pytest.raises(InputError) as caught:
        tool_load(path, packages)
    assert caught.value.hint
    return caught.value


def test_a_tool_is_loaded_with_what_a_model_must_know(make_tool):
    path = make_tool(
        '''
        def lamp(context: ToolContext, oil: str, hours: int = 2) -> str:
            """Light a lamp.

            `oil`: which one.
            """
            return f"{oil} for {hours}"
        '''
    )
    loaded = tool_load(path)
    assert (loaded.name, loaded.takes_context) == ("lamp", True)
    assert loaded.doc.startswith("Light a lamp.")
    assert list(loaded.schema["properties"]) == ["oil", "hours"]
    assert loaded.function(None, oil="whale") == "whale for 2"
    assert len(loaded.fingerprint) == 64


@pytest.mark.parametrize(
    "path",
    [
        "tools.search_tool.search_web",
        "tools.page_tool.read_page",
        "tools.merchant_tool.lookup_merchant",
        "tools.history_tool.find_similar",
    ],
)
def test_the_shipped_tools_can_be_loaded(path):
    loaded = tool_load(path)
    assert loaded.takes_context
    assert all(parameter.description for parameter in loaded.parameters)


def test_the_check_comes_before_the_import(make_package, tmp_path):
    sentinel = tmp_path / "it ran"
    text = f'__all__ = ["lamp"]\n__import__("pathlib").Path({str(sentinel)!r}).touch()\n'
    make_package("bomb", {"desk.py": text + 'def lamp():\n    """Light."""\n'}, allowed=False)
    assert refused("bomb.desk.lamp").code == "tool_path"
    assert not sentinel.exists()
    assert tool_load("bomb.desk.lamp", ("bomb",)).name == "lamp"
    assert sentinel.exists()


@pytest.mark.parametrize("fault", ["raise ValueError('secret words')", "import none_such_at_all"])
def test_a_module_that_cannot_be_imported_is_told_without_its_words(make_package, fault):
    make_package("lanterns", {"desk.py": f'__all__ = ["lamp"]\ndef lamp(): ...\n{fault}\n'})
    error = refused("lanterns.desk.lamp")
    assert error.code == "tool_import"
    assert "secret words" not in error.message
    assert "import lanterns.desk" in error.hint


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def lamp(oil):\n    'Light.'", "its parameter oil has no type"),
        ("def lamp(oil: str): ...", "it has no docstring"),
        ("async def lamp(oil: str):\n    'Light.'", "it is a coroutine"),
    ],
)
def test_a_function_that_cannot_be_a_tool_is_told_why(make_tool, source, said):
    error = refused(make_tool(source))
    assert error.code == "tool_signature"
    assert said in error.message
    assert error.message.startswith("lanterns.desk.lamp cannot be a tool")


def test_what_the_import_makes_of_a_name_must_be_of_the_package(make_package):
    """The source shows a function; running it puts another one in its place."""
    text = '__all__ = ["lamp"]\ndef lamp(): ...\nglobals()["lamp"] = __import__("os").system\n'
    make_package("lanterns", {"desk.py": text})
    assert "the function belongs to " in refused("lanterns.desk.lamp").message


def test_a_module_that_python_has_from_elsewhere_is_refused(make_tool, monkeypatch):
    path = make_tool("def lamp():\n    'Light.'")
    other = types.ModuleType("lanterns.desk")
    other.__file__ = "elsewhere.py"
    monkeypatch.setitem(sys.modules, "lanterns", types.ModuleType("lanterns"))
    sys.modules["lanterns"].__spec__ = None
    monkeypatch.setitem(sys.modules, "lanterns.desk", other)
    assert refused(path).code in {"tool_import", "tool_path"}


def test_the_fingerprint_changes_with_the_source(make_package):
    lamp = '__all__ = ["lamp"]\ndef lamp():\n    "Light."\n'
    make_package("lanterns", {"desk.py": lamp, "twin.py": lamp, "other.py": lamp + "# more\n"})
    desk, twin, other = (
        tool_load(f"lanterns.{name}.lamp").fingerprint for name in ("desk", "twin", "other")
    )
    assert desk == twin != other
