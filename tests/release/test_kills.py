"""A release is killed at random moments: the last one stays whole, and the next run finishes what was begun."""

import multiprocessing
import random
import shutil
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.release.manifest import verify
from pipelines.release.place import Place
from pipelines.release.publish import publish
from tests.release.orders import Document, order

pytestmark = pytest.mark.slow

KILLS = 50
FIRST, SECOND = Document("143"), Document("144")


def _publish(folder: Path, documents: tuple[Document, ...]) -> None:
    publish(Place(folder), order(*documents))


def shown(folder: Path) -> set[str]:
    """The documents that the folder shows by its stable paths, all of one whole release."""
    place = Place(folder)
    assert place.latest is not None
    verify(place.latest)
    assert not [path for path in folder.iterdir() if path.is_symlink() and not path.exists()]
    lines = set(pq.read_table(folder / "budget_lines.parquet")["document_id"].to_pylist())
    assert lines == set(pq.read_table(folder / "documents.parquet")["document_id"].to_pylist())
    return lines


def test_a_killed_release_leaves_the_last_one_whole_and_the_next_run_finishes(tmp_path):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.release.test_kills"])
    randomly = random.Random(12)
    one, both = {str(FIRST.identity["document_id"])}, {str(each.identity["document_id"]) for each in (FIRST, SECOND)}
    finished = context.Process(target=_publish, args=(tmp_path / "timed", (FIRST, SECOND)))
    started = _seconds(finished)
    interrupted = 0
    publish(Place(tmp_path / "first"), order(FIRST))
    for number in range(KILLS):
        folder = Path(shutil.copytree(tmp_path / "first", tmp_path / str(number), symlinks=True))
        process = context.Process(target=_publish, args=(folder, (FIRST, SECOND)))
        process.start()
        process.join(randomly.uniform(0, started * 1.2))
        interrupted += process.is_alive()
        process.kill()
        process.join()
        assert shown(folder) in (one, both)
        publish(Place(folder), order(FIRST, SECOND))
        assert shown(folder) == both
        assert not list(folder.rglob(".*.draft"))
        assert [str(version) for version in Place(folder).versions()] == ["2025.03.01", "2025.03.01.2"]
    assert interrupted >= KILLS // 2


def _seconds(process: BaseProcess) -> float:
    """How long a process takes that nobody kills."""
    timer = multiprocessing.get_context("forkserver").Event()
    process.start()
    seconds = 0.0
    while process.is_alive():
        timer.wait(0.05)
        seconds += 0.05
    process.join()
    assert process.exitcode == 0
    return seconds
