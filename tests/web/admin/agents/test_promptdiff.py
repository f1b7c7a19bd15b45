"""What changed between two prompts, line by line."""

from ledgerflow.web.admin.agents.promptdiff import prompt_diff


def kinds(before, after):
    return [(line.kind, line.text) for line in prompt_diff(before, after)]


def test_added_and_removed_lines_stand_among_their_neighbours():
    assert kinds("a\nb\nc", "a\nB\nc\nd") == [
        ("same", "a"),
        ("removed", "b"),
        ("added", "B"),
        ("same", "c"),
        ("added", "d"),
    ]


def test_lines_that_look_like_marks_of_a_diff_are_lines():
    assert kinds("--- x\n@@ y", "--- x\n@@ z\n+++ w")[-1] == ("added", "+++ w")


def test_changes_far_apart_have_a_gap_between_them():
    before = "\n".join(str(number) for number in range(40))
    after = before.replace("\n5\n", "\nfive\n").replace("\n35\n", "\nthirty-five\n")
    found = [kind for kind, _ in kinds(before, after)]
    assert found.count("gap") == 1
    assert len(found) < 20


def test_the_same_text_has_no_change():
    assert prompt_diff("a\nb", "a\nb") == []
