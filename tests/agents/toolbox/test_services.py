"""Rows of tools against the functions that there are."""

import pytest
from django.db import connection

from ledgerflow.agents.models import Tool
from ledgerflow.agents.toolbox.services import (
    offered_paths,
    tool_named,
    tools_check,
    tools_sync,
)
from ledgerflow.core.errors import InputError

SHIPPED = {"search_web", "read_page", "lookup_merchant", "find_similar"}
LAMP = '__all__ = ["lamp"]\ndef lamp() -> str:\n    "Light."\n'


@pytest.fixture(autouse=True)
def _database(db):
    """Rows."""


def test_a_sync_adds_the_shipped_tools_switched_off():
    report = tools_sync()
    assert set(report.made) == SHIPPED
    assert (report.known, report.faults) == ((), ())
    rows = {tool.name: tool for tool in Tool.objects.all()}
    assert rows["search_web"].module_path == "tools.search_tool.search_web"
    assert not any(tool.is_enabled for tool in rows.values())
    assert tools_check() == []


def test_a_second_sync_changes_nothing_that_an_operator_changed():
    tools_sync()
    Tool.objects.filter(name="search_web").update(
        name="web", is_enabled=True, timeout_seconds=3, description="Mine."
    )
    report = tools_sync()
    assert report.made == ()
    assert set(report.known) == SHIPPED - {"search_web"} | {"web"}
    row = Tool.objects.get(name="web")
    assert (row.is_enabled, row.timeout_seconds, row.description) == (True, 3, "Mine.")


def test_an_operator_s_own_package_is_offered_with_its_front_doors_only(make_package):
    files = {
        "__init__.py": LAMP,
        "desk.py": LAMP.replace("lamp", "desk"),
        "inner/__init__.py": '__all__ = ["_hidden", "light"]\nfrom .deep import light\n',
        "inner/deep.py": LAMP.replace("lamp", "light"),
        "loose.py": "def nothing(): ...\n",
        "not-a-name.py": LAMP,
    }
    make_package("lanterns", files)
    paths = [path for path in offered_paths() if path.startswith("lanterns")]
    assert paths == ["lanterns.lamp", "lanterns.desk.desk", "lanterns.inner.light"]
    assert set(tools_sync().made) == SHIPPED | {"lamp", "desk", "light"}


def test_what_is_exported_and_is_no_tool_is_told(make_package):
    make_package(
        "lanterns",
        {
            "desk.py": '__all__ = ["lamp", "Oil"]\nclass Oil: ...\ndef lamp(oil):\n    "Light."\n',
            "good.py": LAMP,
        },
    )
    report = tools_sync()
    assert "lamp" in report.made
    told = {fault.module_path: fault.message for fault in report.faults}
    assert "oil has no type" in told["lanterns.desk.lamp"]
    assert "not a plain function" in told["lanterns.desk.Oil"]


def test_two_functions_of_one_name_get_two_rows(make_package):
    make_package("lanterns", {f"{name}.py": LAMP for name in ("desk", "hall")})
    make_package("torches", {"hall.py": LAMP})
    made = set(tools_sync().made) - SHIPPED
    assert made == {"lamp", "hall_lamp", "torches_hall_lamp"}


def test_a_package_that_is_not_there_is_told(settings):
    settings.TOOL_PACKAGES = ("tools", "none_such_package")
    (fault,) = tools_sync().faults
    assert fault.module_path == "none_such_package"
    assert "no package 'none_such_package'" in fault.message
    assert "LEDGERFLOW_TOOL_PACKAGES" in fault.hint


def test_a_row_that_was_changed_by_sql_is_found():
    tools_sync()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agents_tool SET module_path = 'os.system', is_enabled = true"
            " WHERE name = 'search_web'"
        )
        cursor.execute(
            "UPDATE agents_tool SET module_path = 'tools.page_tool.gone' WHERE name = 'read_page'"
        )
    faults = {fault.name: fault for fault in tools_check()}
    assert set(faults) == {"search_web", "read_page"}
    assert faults["search_web"].is_enabled
    assert "'os' is not an allowed package" in faults["search_web"].message
    assert "does not export 'gone'" in faults["read_page"].message


def test_a_tool_is_found_by_its_name():
    tools_sync()
    assert tool_named("search_web").module_path == "tools.search_tool.search_web"
    with pytest.raises(InputError, match=r"no tool 'web'. Known: find_similar, lookup_merch") as no:
        tool_named("web")
    assert no.value.code == "unknown_tool"
