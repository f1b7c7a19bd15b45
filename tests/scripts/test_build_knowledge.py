"""Compiling an invented index of brands."""

import importlib.util
import json
from pathlib import Path

import pytest

from ledgerflow.classification.shipped.brands import naming, read_brands

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_knowledge.py"


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("build_knowledge_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def brand(name, *include, match=(), **tags):
    return {
        "displayName": name,
        "locationSet": {"include": list(include)},
        "matchNames": list(match),
        "tags": {"name": name, **tags},
    }


INDEX = {
    "brands/shop/bakery": {
        "items": [
            brand("Backstube Korn", "de", "at", match=("BK Korn Brot",)),
            brand("Пекарня", "ru"),
            brand("Bakery", "us"),
            brand("1", "us"),
        ]
    },
    "brands/amenity/fuel": {"items": [brand("Fillup", "us-ca.geojson", "us"), brand("Go", "001")]},
    "brands/shop/wool": {"items": [brand("Yarnia", "us")]},
    "operators/amenity/fuel": {"items": [brand("Operator", "us")]},
}


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "name-suggestion-index"
    files = {
        "dist/json/nsi.min.json": {"_meta": {"version": "8.0.1"}, "nsi": INDEX},
        "dist/json/genericWords.min.json": {"genericWords": ["^bakery$"]},
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data), "utf-8")
    (folder / "LICENSE.md").write_text("Their licence.")
    return folder


def test_what_is_compiled_can_be_read(build, package, tmp_path, capsys):
    target = tmp_path / "vendor" / "brands.json"
    assert build.main(package, target) == 0
    assert "names of brands" in capsys.readouterr().out
    brands = read_brands(target)
    assert (brands.source, brands.naming) == ("name-suggestion-index 8.0.1", naming())
    (korn,) = brands.called("backstube korn")
    assert (korn.entry.category, korn.countries) == ("bakery", {"de", "at"})
    assert brands.called("bk korn brot") == (korn,)
    assert [b.countries for b in brands.called("fillup")] == [{"us"}]
    assert [b.countries for b in brands.called("go")] == [frozenset()]
    assert target.with_name("brands.LICENSE.md").read_text() == "Their licence."


def test_what_says_nothing_is_left_out(build):
    names = build.compile_brands(INDEX, ["^bakery$"], {"shop/bakery", "amenity/fuel"})["names"]
    assert set(names) == {"backstube korn", "bk korn brot", "fillup", "go"}


def test_a_package_that_lacks_a_file_leaves_the_brands_as_they_are(build, tmp_path, capsys):
    target = tmp_path / "vendor" / "brands.json"
    target.parent.mkdir()
    target.write_text("kept")
    assert build.main(tmp_path / "nothing", target) == 1
    assert target.read_text() == "kept"
    assert "lacks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("include", "place"),
    [
        (["us-ca.geojson", "us"], "us"),
        (["gb-eng", "fx"], "fr gb"),
        (["001"], "001"),
        (["de", "150"], "001"),
        ([[8.5, 47.3, 20]], "001"),
        ([], "001"),
    ],
)
def test_where_a_brand_is_found(build, include, place):
    assert build.place_of({"locationSet": {"include": include}}) == place


def test_one_name_with_two_meanings_keeps_both(build):
    index = {
        "brands/shop/bakery": {"items": [brand("Duo", "us")]},
        "brands/amenity/fuel": {"items": [brand("Duo", "gb")]},
    }
    compiled = build.compile_brands(index, ["^x$"], {"shop/bakery", "amenity/fuel"})
    assert len(compiled["names"]["duo"]) == 2
