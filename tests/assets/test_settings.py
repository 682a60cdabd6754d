"""Settings with which no run can work: each is refused in a sentence before anything is done."""

from collections.abc import Mapping

import dagster as dg
import pytest

from assets.__main__ import BAD_USAGE, main
from assets.automation import publish
from assets.definitions import location
from assets.telling import failures
from pipelines.run.watch import Silence

Value = str | int | float


def told(settings: Mapping[str, Value]) -> list[str]:
    """What a job says that runs with settings of Dagster's own."""
    job = location(Silence()).resolve_job_def(publish.name)
    config = {"resources": {"settings": {"config": settings}}}
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
        assert not result.success
        return [*failures(result, "")][1:]


@pytest.fixture
def apart(tmp_path) -> dict[str, str]:
    """The places of a run, with a link to the documents beside them."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "linked").symlink_to("raw")
    return {name: str(tmp_path / name) for name in ("raw", "processed", "work", "corrections", "local")}


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
    ("name", "value", "words"),
    [
        ("workers", -3, "a number from 0 on is expected, not -3"),
        ("keep", 0, "a number from 1 on is expected, not 0"),
        ("timeout_seconds", 0.0, "a number above 0 is expected, not 0.0"),
        ("memory_gigabytes", float("nan"), "a number above 0 is expected, not nan"),
        ("validators", "none", "all or own is expected, not none"),
    ],
)
def test_what_settings_can_not_be_is_refused_in_a_sentence(tmp_path, apart, name, value, words):
    assert told({**apart, name: value}) == [f"yusuan: {name}: {words}"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["linked", "raw"]


MISPLACED = [
    ("processed", "raw"),
    ("processed", "raw/below/processed"),
    ("work", "linked/work"),
    ("corrections", "raw/corrections"),
    ("local", "raw/below/../local"),
    ("processed", "."),
    ("work", "linked/.."),
]


@pytest.mark.parametrize(("name", "place"), MISPLACED)
def test_places_among_the_documents_and_around_them_are_bad_usage(tmp_path, apart, capsys, name, place):
    folders = apart | {name: str(tmp_path / place)}
    assert main(["run", "--serial", *(f"--{each}={folder}" for each, folder in folders.items())]) == BAD_USAGE
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert out == ""
    assert folders["raw"] in line
    assert folders[name] in line
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["linked", "raw"]


def test_a_place_below_that_of_the_documents_in_object_storage_is_bad_usage(apart, capsys):
    folders = apart | {"raw": "s3://bucket/raw", "processed": "s3://bucket/raw/processed"}
    assert main(["run", "--serial", *(f"--{each}={folder}" for each, folder in folders.items())]) == BAD_USAGE
    assert capsys.readouterr().err.splitlines() == [
        "yusuan: s3://bucket/raw/processed: processed can't lie in the place of the documents, s3://bucket/raw"
    ]


def test_what_is_fetched_is_not_mirrored_among_the_documents(apart):
    assert main(["fetch", f"--raw={apart['raw']}", f"--local={apart['raw']}/local"]) == BAD_USAGE


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), [("processed", "raw/processed"), ("work", ".")])
def test_places_of_the_settings_are_refused_in_a_sentence(tmp_path, apart, name, place):
    (line,) = told({**apart, name: str(tmp_path / place)})
    assert str(tmp_path / place) in line
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["linked", "raw"]
