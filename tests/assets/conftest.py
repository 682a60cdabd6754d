"""The runs that tests of the command begin from."""

from functools import partial
from pathlib import Path

import pytest

from tests.assets.runs import Done, RunCommand, begin_from, done_in, run_in, two_budgets


@pytest.fixture(autouse=True, scope="module")
def no_history():
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DAGSTER_HOME", raising=False)
        yield


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Done:
    """The run over two documents that most stories begin with."""
    folder = tmp_path_factory.mktemp("first")
    two_budgets(folder)
    return done_in(folder)


@pytest.fixture
def raw(tmp_path) -> Path:
    return two_budgets(tmp_path)


@pytest.fixture
def run(tmp_path, raw) -> RunCommand:
    return partial(run_in, tmp_path)


@pytest.fixture
def released(first, tmp_path) -> None:
    """The first run was made in the test's folder too."""
    begin_from(first, tmp_path)
