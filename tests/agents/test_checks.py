"""The system check of tools: a word for each that will be refused, and no more than a word."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from ledgerflow.agents import checks
from ledgerflow.agents.models import Tool


def change_by_sql(name, path):
    """What somebody with a database shell does."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agents_tool SET module_path = %s WHERE name = %s", [path, name])


@pytest.fixture
def tools(db):
    """Two tools in order, one of them switched on."""
    Tool.objects.create(
        name="search_web", module_path="tools.search_tool.search_web", is_enabled=True
    )
    Tool.objects.create(name="read_page", module_path="tools.page_tool.read_page")


def found():
    """What Django's own run of the checks says of agents."""
    said = run_checks(tags=[Tags.database], databases=["default"])
    return [one for one in said if one.id.startswith("agents.")]


def test_tools_in_order_need_no_word(tools):
    assert found() == []


def test_a_row_that_points_at_the_shell_is_warned_of_and_does_not_stop_the_start(tools):
    change_by_sql("search_web", "os.system")
    (warning,) = found()
    assert (warning.id, warning.is_serious()) == ("agents.W001", False)
    assert "Tool search_web is switched on and will be refused" in warning.msg
    assert "LEDGERFLOW_TOOL_PACKAGES" in warning.hint


def test_a_tool_that_is_switched_off_needs_no_word(tools):
    change_by_sql("read_page", "os.system")
    assert found() == []


def test_no_row_is_read_where_no_database_is_asked_for(tools):
    change_by_sql("search_web", "os.system")
    assert checks.tool_rows(databases=None) == checks.tool_rows(databases=["other"]) == []


def test_before_the_first_migration_there_is_nothing_to_check(db, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert checks.tool_rows(databases=["default"]) == []


def test_the_start_says_it_on_standard_error(tools, capsys):
    from ledgerflow.cli.setup import warn_of_broken_tools

    warn_of_broken_tools()
    assert capsys.readouterr().err == ""
    change_by_sql("search_web", "os.system")
    warn_of_broken_tools()
    assert "warning: Tool search_web is switched on" in capsys.readouterr().err
