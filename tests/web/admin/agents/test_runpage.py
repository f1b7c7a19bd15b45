"""A run told step by step, from its recorded messages and calls."""

from types import SimpleNamespace

from ledgerflow.web.admin.agents.runpage import SHORT, pretty, run_steps


def call(name, **arguments):
    return SimpleNamespace(
        tool_name=name, arguments=arguments, result="results", outcome="ok", error=""
    )


def told(messages, calls=()):
    return [(step.kind, step.title) for step in run_steps(messages, calls)]


def test_a_run_is_told_in_its_order():
    first = call("search_web", query="old mill")
    messages = [
        {"role": "system", "text": "You place payees."},
        {"role": "user", "text": '{"payee": "Old Mill"}'},
        {
            "role": "model",
            "text": "I look.",
            "calls": [{"id": "c1", "name": "search_web", "arguments": '{"query":"old mill"}'}],
            "input_tokens": 1_200,
            "output_tokens": 30,
        },
        {"role": "tool", "id": "c1", "name": "search_web", "text": "results"},
        {"role": "model", "text": "", "calls": [{"id": "c2", "name": "answer", "arguments": "{}"}]},
        {"role": "user", "text": "The account is none of those offered."},
        {"role": "note", "text": "tried again after 429"},
        {"role": "end", "state": "review", "code": "no_answer", "text": "No usable answer."},
    ]
    assert told(messages, [first]) == [
        ("system", "The model was told"),
        ("user", "It was given, as data"),
        ("model", "The model said"),
        ("call", "The model called search_web"),
        ("answer", "The model answered"),
        ("again", "It was asked again"),
        ("note", "Note"),
        ("end", "The run ended"),
    ]
    steps = run_steps(messages, [first])
    assert steps[3].call is first
    assert steps[3].asked_for == "old mill"
    assert steps[2].meta == "1,200 tokens in, 30 tokens out"


def test_a_call_that_was_refused_shows_what_the_model_was_told():
    messages = [
        {"role": "model", "text": "", "calls": [{"id": "x", "name": "delete", "arguments": "{}"}]},
        {"role": "tool", "id": "x", "name": "delete", "text": "There is no such tool."},
    ]
    steps = run_steps(messages, [])
    assert [step.kind for step in steps] == ["call", "tool"]
    assert steps[1].text == "There is no such tool."


def test_a_call_that_was_not_made_does_not_take_the_record_of_the_next():
    wanted = '{"query":"old mill"}'
    messages = [
        {"role": "model", "calls": [{"id": "a", "name": "search_web", "arguments": wanted}]},
        {"role": "tool", "id": "a", "name": "search_web", "text": "That repeats the instructions."},
        {"role": "model", "calls": [{"id": "b", "name": "search_web", "arguments": wanted}]},
        {"role": "tool", "id": "b", "name": "search_web", "text": "results"},
    ]
    made = call("search_web", query="old mill")
    steps = run_steps(messages, [made])
    assert [(step.kind, step.call) for step in steps] == [
        *(("call", None), ("tool", None), ("call", made))
    ]


def test_calls_that_no_message_names_come_last():
    assert told([], [call("read_page", url="https://a.example/")]) == [("call", "Called read_page")]


def test_entries_of_an_unknown_shape_are_shown_as_they_are():
    steps = run_steps([["odd"], {"kind": "request"}, 7, {"role": "model", "calls": [3]}], [])
    assert [step.text for step in steps][:2] == ['[\n  "odd"\n]', '{\n  "kind": "request"\n}']
    assert steps[-1].text == "(nothing)"
    assert run_steps({"not": "a list"}, []) == []


def test_long_texts_are_folded():
    (step,) = run_steps([{"role": "system", "text": "x" * (SHORT + 1)}], [])
    assert step.is_long
    assert len(step.beginning) == SHORT + 2


def test_json_is_shown_with_indents_and_other_text_as_it_is():
    assert pretty('{"a": "\\u00e9"}') == '{\n  "a": "é"\n}'
    assert pretty('<data>{"a":1}</data>') == '{\n  "a": 1\n}'
    assert pretty("{not json") == "{not json"
    assert pretty("plain") == "plain"


def test_json_nested_by_an_attacker_is_shown_as_text():
    deep = "[" * 20_000
    assert pretty(deep) == deep
    closed = "[" * 900 + "]" * 900
    assert pretty(closed) == closed
    assert pretty('{"n": ' + "9" * 5_000 + "}").endswith("9}")
