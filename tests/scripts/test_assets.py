"""Copying the optional assets: an allow-list, without pointers to source maps."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "assets.py"


@pytest.fixture
def assets():
    spec = importlib.util.spec_from_file_location("assets_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def installed(assets, folder):
    for name in assets.FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a{b:c}\n/*# sourceMappingURL=x.css.map */\n//# sourceMappingURL=y.map")
    (folder / "chart.js" / "other.js").write_bytes(b"not wanted")


def test_only_what_is_listed_is_copied_and_maps_are_not_named(assets, tmp_path):
    installed(assets, tmp_path / "node_modules")
    vendor = tmp_path / "ledgerflow" / "web" / "static" / "vendor"
    assert assets.copy(tmp_path / "node_modules", vendor) == 0
    copied = {str(p.relative_to(vendor)) for p in vendor.rglob("*") if p.is_file()}
    assert copied == set(assets.FILES.values())
    assert all(b"sourceMappingURL" not in (vendor / name).read_bytes() for name in copied)


def test_a_package_that_lacks_a_file_leaves_the_folder_as_it_was(assets, tmp_path, capsys):
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "kept").touch()
    assert assets.copy(tmp_path / "nothing", vendor) == 1
    assert (vendor / "kept").exists()
    assert "lack" in capsys.readouterr().err


def test_without_npm_the_script_says_that_pages_work_anyway(assets, monkeypatch, capsys):
    monkeypatch.setattr(assets.shutil, "which", lambda _name: None)
    assert assets.main() == 3
    assert "The pages work without them" in capsys.readouterr().err


def test_after_copying_the_brands_are_compiled(assets, monkeypatch):
    made = []
    done = assets.subprocess.CompletedProcess((), 0)
    monkeypatch.setattr(assets.shutil, "which", lambda _name: "npm")
    monkeypatch.setattr(assets, "copy", lambda *_folders: 0)
    monkeypatch.setattr(assets.subprocess, "run", lambda command, **_: made.append(command) or done)
    assert assets.main() == 0
    assert [command[-1].rpartition("/")[2] for command in made[1:]] == ["build_knowledge.py"]


def test_nothing_is_compiled_from_a_package_that_lacks_a_file(assets, monkeypatch):
    monkeypatch.setattr(assets.shutil, "which", lambda _name: "npm")
    monkeypatch.setattr(assets, "copy", lambda *_folders: 1)
    ran = []
    done = assets.subprocess.CompletedProcess((), 0)
    monkeypatch.setattr(assets.subprocess, "run", lambda command, **_: ran.append(command) or done)
    assert assets.main() == 1
    assert len(ran) == 1
