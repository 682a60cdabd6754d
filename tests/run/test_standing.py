"""What is told of the publication when a run has ended early: what stands there, whatever the run came to."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.release.place import Place
from pipelines.release.version import Version
from pipelines.run.places import Places
from pipelines.run.standing import Standing

FIRST, SECOND = Version(date(2026, 3, 1)), Version(date(2026, 3, 2))


def publish(folder: Path, version: Version) -> None:
    place = Place(folder)
    with place.draft() as draft:
        (draft / "README.md").write_text(str(version))
        place.keep(draft, version)
    place.publish(version)


@pytest.fixture
def places(tmp_path) -> Places:
    return Places(str(tmp_path / "raw"), str(tmp_path / "processed"), tmp_path / "local")


def test_a_first_release_and_a_next_one_are_named(places):
    standing = Standing.of(places)
    assert standing.told() == "nothing was published"
    publish(places.processed_folder, FIRST)
    assert standing.told() == "release 2026.03.01 was published"
    standing = Standing.of(places)
    assert standing.told() == "nothing was published"
    publish(places.processed_folder, SECOND)
    assert standing.told() == "release 2026.03.02 was published"


def test_what_can_not_be_told_is_not_guessed(places):
    publish(places.processed_folder, FIRST)
    standing = Standing.of(places)
    Place(places.processed_folder).path(FIRST).rename(places.processed_folder / "moved")
    assert standing.told().startswith("whether a release was published can't be told: ")


def test_an_interruption_says_what_was_published_before_it(places):
    standing = Standing.of(places)
    with pytest.raises(KeyboardInterrupt) as interruption, standing.told_to_interruptions():
        publish(places.processed_folder, FIRST)
        raise KeyboardInterrupt
    assert str(interruption.value) == "release 2026.03.01 was published"
