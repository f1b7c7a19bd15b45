"""One id for all that one page, command or job did."""

import contextvars

from ledgerflow.core.requests import (
    COMMAND,
    JOB,
    WEB,
    current_request_id,
    new_request_id,
    request_begin,
    request_scope,
)


def test_work_inside_a_scope_has_one_id_and_the_next_another():
    def work():
        before = current_request_id()
        with request_scope(JOB) as first:
            assert current_request_id() == first
            with request_scope(WEB) as inner:
                assert current_request_id() == inner != first
            assert current_request_id() == first
        assert current_request_id() == before
        with request_scope(JOB) as second:
            assert second != first

    contextvars.Context().run(work)


def test_a_command_begins_work_for_the_rest_of_its_process():
    def work():
        assert current_request_id() == ""
        assert request_begin(COMMAND) == current_request_id()

    contextvars.Context().run(work)


def test_ids_say_their_kind_and_fit_the_column():
    found = new_request_id(COMMAND)
    assert found.startswith("cli-")
    assert len(found) <= 64
