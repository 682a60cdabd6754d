"""A stage for all documents: what is kept is not done again, and a crash or a hang costs one document."""

import os
import signal
import time
from pathlib import Path

import pytest

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.foundation.store import FolderStore
from pipelines.run.batch import ATTEMPTS, Tally, due, results, run_stage
from pipelines.run.engine import Processes, Serial
from pipelines.run.stage import Job, Stage

ENGINE = Processes(workers=2, timeout_seconds=3)


def make(job: Job, folder: Path) -> None:
    """What a file's name says happens to it."""
    match job.source.file:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hanging":
            time.sleep(600)
        case "erring":
            raise KeyError("nobody foresaw")
        case "refused":
            raise QuarantineError("refused", "not_a_budget", "a letter")
    (folder / "result").write_text(job.source.file)


STAGE = Stage("made", f"{__name__}:make", made_by="hand")


@pytest.fixture
def jobs(tmp_path):
    names = ["one", "two", "refused", "killed", "three", "hanging", "erring", "four"]
    return [
        Job(Source(tmp_path / name, name, f"{number:064d}", 1, "pdf"), FolderStore(tmp_path / "work"))
        for number, name in enumerate(names)
    ]


@pytest.mark.slow
def test_a_crash_a_hang_and_an_error_cost_one_document_each(jobs):
    assert run_stage(STAGE, jobs, ENGINE) == Tally(done=8, kept=0, refused=1, failed=3)
    assert [job.source.file for job in results(STAGE, jobs)] == ["one", "two", "three", "four"]
    failures = {job.source.file: failure.refusal for job in jobs if (failure := STAGE.failure(job))}
    assert {file: refusal.reason for file, refusal in failures.items()} == {
        "killed": "failed",
        "hanging": "too_complex",
        "erring": "failed",
    }
    assert failures["erring"].message == "made: an error of the program (KeyError: 'nobody foresaw')"


def test_a_second_run_does_only_what_failed(jobs):
    sound = [job for job in jobs if job.source.file not in ("killed", "hanging")]
    run_stage(STAGE, sound, Serial())
    assert run_stage(STAGE, sound, Serial()) == Tally(done=1, kept=5, refused=1, failed=1)


def test_a_document_that_fails_again_and_again_is_left_alone(jobs):
    erring = [job for job in jobs if job.source.file == "erring"]
    tallies = [run_stage(STAGE, erring, Serial()) for _ in range(ATTEMPTS + 1)]
    assert [tally.done for tally in tallies] == [1] * ATTEMPTS + [0]
    assert tallies[-1] == Tally(done=0, kept=1, refused=0, failed=1)
    assert [due(STAGE, erring[0], again=again) for again in (False, True)] == [False, True]
    assert run_stage(STAGE, erring, Serial(), again=True).done == 1
    assert run_stage(STAGE, erring, Serial()).done == 0
