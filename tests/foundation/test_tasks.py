"""Tasks and what they need of one another."""

from functools import partial

import pytest

from pipelines.foundation.tasks import Task, one_by_one


def test_each_task_is_done_after_those_that_it_needs_and_told_in_the_order_given():
    done: list[str] = []

    def note(name: str) -> str:
        done.append(name)
        return name.upper()

    tasks = {
        "archive": Task(partial(note, "archive"), needs=("readme", "table")),
        "table": Task(partial(note, "table")),
        "readme": Task(partial(note, "readme"), needs=("table",)),
    }
    assert list(one_by_one(tasks).items()) == [("archive", "ARCHIVE"), ("table", "TABLE"), ("readme", "README")]
    assert done == ["table", "readme", "archive"]


def test_a_task_that_is_needed_and_not_there_is_an_error():
    with pytest.raises(LookupError, match="no such task: readme"):
        one_by_one({"archive": Task(str, needs=("readme",))})
