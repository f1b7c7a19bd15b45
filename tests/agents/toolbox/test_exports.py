"""What a module exports is read from its source; nothing of it runs."""

import textwrap

import pytest

from ledgerflow.agents.toolbox.exports import SOURCE_MAX, exports_of, origin_fault


@pytest.fixture
def read(tmp_path):
    """`read("source")` reads the exports of a module of this source."""

    def of(source):
        file = tmp_path / "module.py"
        file.write_bytes(source if isinstance(source, bytes) else textwrap.dedent(source).encode())
        return exports_of(file)

    return of


@pytest.mark.parametrize(
    "source",
    ['__all__ = ["lamp", "oil"]', '__all__ = ("lamp", "oil")', '__all__: list = ["lamp", "oil"]'],
)
def test_a_plain_list_of_names_is_read(read, source):
    assert read(source).names == ("lamp", "oil")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def lamp(): ...", "it has no __all__"),
        ('__all__ = ["lamp"] + more', "not a plain list"),
        ("__all__ = [name for name in dir()]", "not a plain list"),
        ('__all__ = ["lamp", oil]', "not a plain list"),
        ("__all__ = ['lamp', 3]", "not a plain list"),
        ('__all__ = ["lamp"]\n__all__ += ["oil"]', "computed or changed"),
        ('__all__ = ["lamp"]\n__all__.append("oil")', "computed or changed"),
        ('if True:\n    __all__ = ["lamp"]', "computed or changed"),
        ('a = __all__ = ["lamp"]', "computed or changed"),
        ("import os\n__all__: list", "computed or changed"),
        ("def lamp(:", "not valid Python (line 1)"),
        (b"\x00", "not valid Python"),
        (b"# -*- coding: none-such -*-\n", "not valid Python"),
        ("(" * 5_000, "not valid Python"),
        (b" " * (SOURCE_MAX + 1), "larger than"),
    ],
)
def test_what_cannot_be_known_without_running_is_a_fault(read, source, said):
    found = read(source)
    assert said in found.fault
    assert found.names == ()


def test_a_file_that_is_gone_is_a_fault(tmp_path):
    assert "cannot be read (No such file" in exports_of(tmp_path / "none.py").fault


@pytest.mark.parametrize(
    "source",
    [
        "def lamp(): ...",
        "from .wick import lamp",
        "from lanterns.wick import lamp",
        "from lanterns import burn as lamp",
        "lamp = 3\ndef lamp(): ...",
        "import os\ndef oil(): ...\ndef lamp(): ...",
        "def lamp(): ...\nclass Desk:\n    lamp = 3\n    def lamp(self): ...",
        "def lamp(): ...\nlamps = [lamp for lamp in ()]",
        "def lamp(): ...\nif hot:\n    def oil():\n        lamp = 3",
        "def lamp(): ...\nlong = " + " + ".join(["1"] * 2_000),
    ],
)
def test_a_function_of_the_package_is_in_order(read, source):
    assert origin_fault(read(f'__all__ = ["lamp"]\n{source}'), "lamp", "lanterns") == ""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "is not defined there"),
        ("from os import system as lamp", "imported from os, which is outside lanterns"),
        ("from lanternsevil import lamp", "outside lanterns"),
        ("from .wick import _burn as lamp", "the private '_burn'"),
        ("import os as lamp", "is a module"),
        ("import lamp.oil", "is a module"),
        ("from .wick import *", "hides where 'lamp' is from"),
        ("class lamp: ...", "not a plain function"),
        ("lamp = print", "not a plain function"),
        ("lamp: object = print", "not a plain function"),
        ("def lamp(): ...\nlamp = wrapped(lamp)", "not a plain function"),
        ("def lamp(): ...\ndel lamp", "not a plain function"),
        ("if hot:\n    def lamp(): ...", "made on a condition"),
        ("try:\n    from .wick import lamp\nexcept ImportError: ...", "on a condition"),
        ("for lamp in range(3): ...", "not a plain function"),
        ("(lamp := print)", "not a plain function"),
        ("with oil() as lamp: ...", "not a plain function"),
        ("if hot:\n    class lamp: ...", "not a plain function"),
    ],
)
def test_what_is_no_function_of_the_package_is_told(read, source, said):
    found = read(f'__all__ = ["lamp"]\n{source}')
    assert said in origin_fault(found, "lamp", "lanterns")
