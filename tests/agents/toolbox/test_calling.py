"""Calls of tools within their limits: whatever a model asks and whatever a tool does."""

import threading
import time

import pytest
from django.core.cache import caches

from ledgerflow.agents.context import RunContext
from ledgerflow.agents.records import CallRecord, ToolSpec
from ledgerflow.agents.toolbox import threads
from ledgerflow.agents.toolbox.calling import REFUSED_KEPT, Toolbox
from tools.outbound.addresses import OutboundPolicy

ECHO = '''
def lamp(context: ToolContext, oil: str, hours: int = 2) -> str:
    """Light a lamp."""
    return f"{oil} for {hours} h"
'''
COUNTING = '''
times = []

def lamp(oil: str) -> str:
    """Count how often it is lit."""
    times.append(oil)
    return f"lit {len(times)}"
'''
FINDING = '''
def lamp(context: ToolContext, oil: str) -> str:
    """Find an address."""
    context.found_add(["https://found.example/page"])
    return "found"
'''
HANGING = '''
import threading
gate = threading.Event()
tried = []

def lamp(context: ToolContext, oil: str) -> str:
    """Hang."""
    gate.wait(3_600)
    try:
        context.fetch("https://x.example/", purpose="page", seconds=1, max_bytes=1)
    except Exception as error:
        tried.append(str(error))
    context.found_add(["https://late.example/"])
    return "late"
'''


def raising(statement, more=""):
    """A tool whose body is one statement."""
    return (
        "from tools.errors import OutboundRefused, ToolFailed, ToolRetry\n"
        f"{more}\n"
        "def lamp(context: ToolContext, oil: str) -> str:\n"
        f"    'Do it.'\n    {statement}\n"
    )


@pytest.fixture
def cached():
    """A run of a business whose cache is empty."""
    caches["default"].clear()
    yield RunContext(searxng_url=None, policy=OutboundPolicy(), scope="1:2")
    caches["default"].clear()


def words(toolbox):
    """The words of what was refused."""
    return [refusal.what for refusal in toolbox.refusals]


def test_a_call_is_answered_and_recorded(box):
    toolbox = box(ECHO)
    record = toolbox.call("lamp", {"oil": "whale"})
    assert (record.outcome, record.result, record.error) == ("ok", "whale for 2 h", "")
    assert (record.position, record.tool_name, record.module_path) == (
        1,
        "lamp",
        "lanterns.desk.lamp",
    )
    assert record.arguments == {"oil": "whale"}
    assert toolbox.calls == [record]
    assert toolbox.refusals == []


def test_the_model_is_told_the_tools_of_the_agent_only(box):
    (told,) = box(ECHO).definitions()
    assert (told.name, told.description) == ("lamp", "Light a lamp.")
    assert list(told.schema["properties"]) == ["oil", "hours"]
    (own_words,) = box(
        ECHO, description=" As the\u202e operator says. " + "x" * 2_000
    ).definitions()
    assert own_words.description.startswith("As the operator says.")
    assert len(own_words.description) == 1_000


@pytest.mark.parametrize(
    "name", ["delete_rule", "lamp ", "LAMP", "", "os.system", "lanterns.desk.lamp", "x" * 10_000]
)
def test_a_tool_outside_the_list_is_refused(box, name):
    heard = []
    toolbox = box(ECHO, on_refusal=heard.append)
    record = toolbox.call(name, {"oil": "whale"})
    assert (record.outcome, record.result, record.module_path) == ("refused", "", "")
    assert record.error.startswith("tool_unknown: there is no tool ")
    assert record.error.endswith("; yours are: lamp")
    assert len(record.tool_name) <= 60
    assert words(toolbox) == ["tool_unknown"]
    assert heard == toolbox.refusals
    assert len(heard[0].detail) <= 300


def test_what_a_model_calls_a_tool_is_masked_in_the_record(box):
    toolbox = box(ECHO)
    record = toolbox.call("send_DE89370400440532013000", {})
    assert "0532" not in record.tool_name + record.error + toolbox.refusals[0].detail


def test_a_run_may_make_so_many_calls(box):
    toolbox = box(ECHO, max_calls=2, calls_per_run=9)
    outcomes = [toolbox.call("lamp", {"oil": "x"}).outcome for _ in range(4)]
    assert outcomes == ["ok", "ok", "refused", "refused"]
    assert words(toolbox) == ["tool_limit", "tool_limit"]
    assert toolbox.calls[-1].error == "tool_limit: a run may make 2 calls, and they are used up"


def test_a_tool_may_be_called_so_often(box):
    toolbox = box(ECHO, calls_per_run=1)
    assert toolbox.call("lamp", {"oil": "x"}).outcome == "ok"
    assert "no more" in toolbox.call("lamp", {"oil": "x"}).error
    assert words(toolbox) == ["tool_limit"]


def test_wrong_arguments_and_unknown_tools_use_up_calls_too(box):
    toolbox = box(ECHO, max_calls=3, calls_per_run=2)
    toolbox.call("other", {})
    toolbox.call("lamp", {})
    assert toolbox.call("lamp", {"oil": "x"}).outcome == "ok"
    assert toolbox.call("lamp", {"oil": "x"}).outcome == "refused"


def test_an_endless_loop_of_calls_fills_no_table(box):
    heard = []
    toolbox = box(ECHO, max_calls=2, on_refusal=heard.append)
    for _ in range(500):
        toolbox.call("lamp", {"oil": "x"})
    assert len(toolbox.calls) == len(toolbox.refusals) == len(heard) == 2 + REFUSED_KEPT


@pytest.mark.parametrize(
    "given", [{}, {"oil": 3}, {"oil": "x", "fuel": "y"}, {"oil": float("nan")}, [], None, "oil"]
)
def test_wrong_arguments_come_back_with_what_would_be_right(box, given):
    toolbox = box(COUNTING)
    record = toolbox.call("lamp", given)
    assert (record.outcome, record.result) == ("retry", "")
    assert record.error.startswith("arguments: the arguments ")
    assert words(toolbox) == ["arguments"]
    assert toolbox.call("lamp", {"oil": "x"}).result == "lit 1"


def test_account_numbers_neither_reach_the_tool_nor_the_record(box):
    record = box(ECHO).call("lamp", {"oil": "ref DE89 3704 0044 0532 0130 00 harbor"})
    assert "harbor" in record.result
    assert "0532" not in record.result + str(record.arguments)


@pytest.mark.parametrize(
    ("statement", "outcome", "said"),
    [
        ("raise ToolRetry('Use fewer words.')", "retry", "Use fewer words."),
        ("raise ToolFailed('It is down.', hint='Set X.')", "failed", "It is down. Set X."),
        ("raise OutboundRefused('Not there.')", "refused", "outbound: Not there."),
        ("raise ValueError('key=CANARY')", "failed", "lamp failed inside (ValueError)"),
        ("raise SystemExit(3)", "failed", "lamp failed inside (SystemExit)"),
        ("raise KeyboardInterrupt", "failed", "lamp failed inside (KeyboardInterrupt)"),
        ("return lamp(context, oil)", "failed", "lamp failed inside (RecursionError)"),
        ("return b'bytes'", "failed", "lamp returned neither text nor JSON"),
        ("raise ToolFailed('x' * 5_000 + chr(0))", "failed", "x" * 500),
    ],
)
def test_what_a_tool_raises_ends_in_its_record(box, statement, outcome, said):
    record = box(raising(statement)).call("lamp", {"oil": "x"})
    assert (record.outcome, record.error, record.result) == (outcome, said, "")
    assert "CANARY" not in str(record)


def test_what_an_ordinary_fault_says_is_not_passed_on(box, caplog):
    box(raising("raise RuntimeError('CANARY')")).call("lamp", {"oil": "x"})
    assert "CANARY" not in caplog.text


def test_an_outbound_refusal_is_noted(box):
    toolbox = box(raising("raise OutboundRefused('Private.')"))
    toolbox.call("lamp", {"oil": "x"})
    assert words(toolbox) == ["outbound"]


def test_an_address_that_no_search_returned_is_noted_by_its_host(box):
    check = "context.was_found('https://evil.example/?leak=CANARY') or 1 / 0"
    toolbox = box(raising(check))
    record = toolbox.call("lamp", {"oil": "x"})
    assert record.outcome == "refused"
    assert record.error.startswith("url_not_found: no search of this run returned")
    assert "evil.example" in toolbox.refusals[0].detail
    assert "CANARY" not in str(record) + str(toolbox.refusals)


def test_a_tool_that_does_without_the_address_still_answers(box):
    check = "return f\"{context.was_found('nothing')}\""
    toolbox = box(raising(check))
    assert toolbox.call("lamp", {"oil": "x"}).result == "False"
    assert words(toolbox) == ["url_not_found"]


def test_ten_megabytes_are_cut_with_a_note(box):
    record = box(raising("return 'x' * 10_000_000"), result_limit=500).call("lamp", {"oil": "x"})
    assert record.was_cut
    assert len(record.result) == 500
    assert record.result.endswith("[cut: the result has more than 500 characters]")


def test_scripts_are_data(box):
    record = box(raising("return '<script>alert(1)</script>\\x00'")).call("lamp", {"oil": "x"})
    assert (record.outcome, record.result) == ("ok", "<script>alert(1)</script>")


def test_a_tool_that_blocks_for_an_hour_is_given_up_and_reaches_out_no_more(box, context):
    import sys

    toolbox = box(HANGING, timeout_seconds=0.1)
    began = time.monotonic()
    record = toolbox.call("lamp", {"oil": "x"})
    assert record.outcome == "timeout"
    assert record.error == "lamp took longer than 0.1 s"
    assert time.monotonic() - began < 2
    module = sys.modules["lanterns.desk"]
    module.gate.set()
    deadline = time.monotonic() + 5
    while threads.abandoned_count() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert module.tried == ["The time of this call is over."]
    assert context.found == set()
    assert context.outbound == []


def test_a_call_has_no_more_time_than_its_run(box):
    toolbox = box(raising("return f'{context.seconds_left:.2f}'"), timeout_seconds=9)
    assert 8 < float(toolbox.call("lamp", {"oil": "x"}).result) <= 9
    assert 1 < float(toolbox.call("lamp", {"oil": "x"}, seconds=2).result) <= 2
    assert toolbox.call("lamp", {"oil": "x"}, seconds=0).outcome == "timeout"


def test_after_too_many_that_hang_no_tool_is_called(box, monkeypatch):
    monkeypatch.setattr(threads, "abandoned_count", lambda: threads.ABANDONED_MAX)
    record = box(COUNTING).call("lamp", {"oil": "x"})
    assert record.outcome == "failed"
    assert "restart the worker" in record.error


def test_calls_side_by_side_are_counted_once_each(box):
    toolbox = box(ECHO, max_calls=8, calls_per_run=8)
    start = threading.Barrier(16)

    def call():
        start.wait()
        toolbox.call("lamp", {"oil": "x"})

    callers = [threading.Thread(target=call) for _ in range(16)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert sorted(record.position for record in toolbox.calls) == list(range(1, 17))
    assert [record.outcome for record in toolbox.calls].count("ok") == 8


def test_an_identical_call_comes_from_the_cache(box, cached):
    toolbox = box(COUNTING, context=cached, cache_seconds=60)
    first, again, other = (toolbox.call("lamp", {"oil": oil}) for oil in ("a", "a", "b"))
    assert (first.result, first.from_cache) == ("lit 1", False)
    assert (again.result, again.from_cache) == ("lit 1", True)
    assert (other.result, other.from_cache) == ("lit 2", False)


def test_another_business_does_not_see_what_is_kept(box, cached):
    first = box(COUNTING, context=cached, cache_seconds=60)
    assert first.call("lamp", {"oil": "a"}).result == "lit 1"
    other = RunContext(searxng_url=None, policy=OutboundPolicy(), scope="1:3")
    second = Toolbox(
        tuple(first._tools.values()), other, max_calls=6, on_refusal=lambda refusal: None
    )
    assert second.call("lamp", {"oil": "a"}).result == "lit 2"


def test_nothing_is_kept_where_the_row_says_zero(box, cached):
    toolbox = box(COUNTING, context=cached, cache_seconds=0)
    assert [toolbox.call("lamp", {"oil": "a"}).result for _ in range(2)] == ["lit 1", "lit 2"]


def test_a_failure_is_not_kept(box, cached):
    toolbox = box(
        raising("opened.append(1)\n    if len(opened) < 2: raise ToolFailed('down')\n"
                "    return 'up'", "opened = []"),
        context=cached, cache_seconds=60,
    )  # fmt: skip
    assert [toolbox.call("lamp", {"oil": "a"}).outcome for _ in range(3)] == ["failed", "ok", "ok"]


def test_what_a_kept_search_found_counts_as_found(box, cached):
    toolbox = box(FINDING, context=cached, cache_seconds=60)
    toolbox.call("lamp", {"oil": "a"})
    cached.found.clear()
    assert toolbox.call("lamp", {"oil": "a"}).from_cache
    assert cached.was_found("https://found.example/page")


@pytest.mark.parametrize("kept", ["text", {"result": 3}, None, {"result": "x"}])
def test_whatever_else_the_cache_holds_is_no_answer(box, cached, monkeypatch, kept):
    monkeypatch.setattr(cached.recall, "get", lambda *key: kept)
    record = box(COUNTING, context=cached, cache_seconds=60).call("lamp", {"oil": "a"})
    assert (record.result, record.from_cache) == ("lit 1", False)


@pytest.mark.parametrize(
    "path",
    ["os.system", "builtins.eval", "subprocess.run", "lanterns.desk._lamp", "lanterns..lamp", ""],
)
def test_a_row_whose_path_was_changed_is_refused_at_the_call(context, path, make_package):
    make_package("lanterns", {"desk.py": '__all__ = ["_lamp"]\ndef _lamp(): ...\n'})
    heard = []
    box = Toolbox((ToolSpec("lamp", path),), context, max_calls=6, on_refusal=heard.append)
    assert box.definitions() == ()
    record = box.call("lamp", {"command": "touch /tmp/x"})
    assert (record.outcome, record.result) == ("refused", "")
    assert "cannot be a tool" in record.error
    assert [refusal.what for refusal in heard] == ["tool_unknown", "tool_unknown"]


def test_a_row_changed_to_a_module_elsewhere_imports_nothing(context, make_package, tmp_path):
    sentinel = tmp_path / "it ran"
    text = f'__all__ = ["lamp"]\n__import__("pathlib").Path({str(sentinel)!r}).touch()\n'
    make_package("bomb", {"__init__.py": text, "desk.py": text}, allowed=False)
    spec = ToolSpec("lamp", "bomb.desk.lamp")
    box = Toolbox((spec,), context, max_calls=6, on_refusal=lambda refusal: None)
    assert box.definitions() == ()
    assert box.call("lamp", {}).outcome == "refused"
    assert not sentinel.exists()


def test_a_package_that_is_no_longer_allowed_is_refused_at_the_next_call(box, settings):
    toolbox = box(ECHO)
    assert toolbox.call("lamp", {"oil": "x"}).outcome == "ok"
    settings.TOOL_PACKAGES = ("tools",)
    assert toolbox.call("lamp", {"oil": "x"}).outcome == "refused"


def test_a_fault_of_the_toolbox_itself_ends_in_the_record(box, context, monkeypatch):
    toolbox = box(ECHO)
    monkeypatch.setattr(context, "for_call", lambda seconds: 1 / 0)
    record = toolbox.call("lamp", {"oil": "x"})
    assert (record.outcome, record.error) == (
        "failed",
        "The tool failed inside (ZeroDivisionError).",
    )


def test_a_replay_answers_the_same_and_calls_nothing(box):
    first = box(COUNTING, max_calls=2)
    said = [first.call("lamp", {"oil": oil}) for oil in ("a", "b", "c")]
    first.call("delete_rule", {"oil": "DE89370400440532013000"})
    again = box(raising("raise AssertionError('called')"), recorded=first.calls)
    for oil, record in zip(("a", "b", "c"), said, strict=True):
        repeated = again.call("lamp", {"oil": oil})
        assert (repeated.result, repeated.outcome, repeated.error) == (
            record.result,
            record.outcome,
            record.error,
        )
    again.call("delete_rule", {"oil": "DE89370400440532013000"})
    assert again.refusals == first.refusals


def test_a_replay_has_no_answer_for_what_was_not_asked(box):
    toolbox = box(ECHO, recorded=[CallRecord(1, "lamp", "x", {"oil": "a"}, "lit", "ok")])
    assert toolbox.call("lamp", {"oil": "b"}).error == "the recording holds no such call"
    assert toolbox.call("lamp", {"oil": "a"}).result == "lit"


def test_a_replay_knows_the_address_that_a_search_returned(box, context):
    url = "https://example.com/shops/123456789012"
    context.found_add([url])
    first = box(ECHO)
    assert first.call("lamp", {"oil": url}).arguments == {"oil": url}
    fresh = RunContext(searxng_url=None, policy=OutboundPolicy())
    again = box(ECHO, recorded=first.calls, context=fresh)
    assert again.call("lamp", {"oil": url}).result == f"{url} for 2 h"


def test_a_replay_needs_no_tool_that_is_still_there(context):
    spec = ToolSpec("lamp", "gone.desk.lamp", description="Was there.")
    box = Toolbox((spec,), context, max_calls=6, on_refusal=lambda refusal: None, recorded=[])
    (told,) = box.definitions()
    assert (told.name, told.description, told.schema) == ("lamp", "Was there.", {"type": "object"})
    assert box.refusals == []
