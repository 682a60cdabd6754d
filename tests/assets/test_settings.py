"""Settings with which no run can work: each is refused in a sentence before anything is done."""

from pathlib import Path

import dagster as dg
import pytest

from assets.__main__ import BAD_USAGE, main
from assets.automation import publish
from assets.definitions import location
from assets.telling import failures
from pipelines.run.watch import Silence

Value = str | int | float


def told(settings: dict[str, Value]) -> list[str]:
    """What a job says that runs with settings of Dagster's own."""
    job = location(Silence()).resolve_job_def(publish.name)
    config = {"resources": {"settings": {"config": settings}}}
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
        assert not result.success
        return [*failures(result)][1:]


def places(folder: Path) -> dict[str, Value]:
    return {name: str(folder / name) for name in ("raw", "processed", "work", "corrections", "local")}


@pytest.mark.parametrize(
    ("option", "number"), [("--workers", "0"), ("--workers", "-3"), ("--workers", "²"), ("--keep", "0")]
)
def test_numbers_that_can_not_be_are_bad_usage(tmp_path, capsys, option, number):
    with pytest.raises(SystemExit) as ended:
        main(["run", f"--raw={tmp_path}", f"--processed={tmp_path / 'processed'}", option, number])
    assert ended.value.code == BAD_USAGE
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"yusuan run: error: argument {option}: a number from 1 on is expected, not {number}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("workers", -3, "a number from 0 on is expected, not -3"),
        ("keep", 0, "a number from 1 on is expected, not 0"),
        ("timeout_seconds", 0.0, "a number above 0 is expected, not 0.0"),
        ("memory_gigabytes", float("nan"), "a number above 0 is expected, not nan"),
    ],
)
def test_numbers_of_the_settings_are_refused_in_a_sentence(tmp_path, name, number, words):
    (tmp_path / "raw").mkdir()
    assert told({**places(tmp_path), name: number}) == [f"yusuan: {name}: {words}"]
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
