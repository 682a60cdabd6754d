"""The same inputs give the same bytes, in whatever process: dates come from the inputs, not from the clock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.datasets.catalogue import MODELS
from pipelines.release.personal_data import PersonalDataError
from pipelines.release.place import Place
from pipelines.release.publish import publish
from pipelines.run.engine import Processes, Serial
from tests.release.orders import Document, order, record

pytestmark = pytest.mark.slow

PUBLISH = """
import sys
from pathlib import Path
from pipelines.datasets.catalogue import MODELS
from pipelines.release.place import Place
from pipelines.release.publish import publish
from tests.release.orders import Document, order
others = [dataset for dataset in MODELS if dataset != "changes"]
place = Place(Path(sys.argv[1]))
publish(place, order(Document("143"), others=others))
publish(place, order(Document("143", "1.00", "3.00", content="2"), Document("144", year=2024), others=others))
"""


def contents(folder: Path) -> dict[str, bytes]:
    """All files of all releases but the databases and their checksums."""
    files = {
        str(path.relative_to(folder)): path.read_bytes() for path in (folder / "releases").rglob("*") if path.is_file()
    }
    for name in [name for name in files if name.endswith("SHA256SUMS")]:
        files[name] = b"".join(line for line in files[name].splitlines(True) if b".duckdb" not in line)
    return {name: content for name, content in files.items() if not name.endswith(".duckdb")}


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(tmp_path):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        root = str(Path(__file__).parents[2])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root, "TZ": f"Etc/GMT-{seed}"}
        subprocess.run([sys.executable, "-c", PUBLISH, str(folder)], check=True, env=environment)
        made.append(contents(folder))
    require_same(*made)


def test_one_worker_and_two_write_the_same_bytes(tmp_path):
    made = []
    for name, engine in (("serial", Serial()), ("one", Processes(1)), ("two", Processes(2))):
        place = Place(tmp_path / name)
        for documents in (
            [Document("143")],
            [Document("143", "1.00", "3.00", content="2"), Document("144", year=2024)],
        ):
            others = [dataset for dataset in MODELS if dataset != "changes"]
            publish(place, order(*documents, others=others, together=engine.together))
        made.append(contents(place.folder))
    serial, one, two = made
    assert len(serial) > 2 * len(MODELS)
    require_same(serial, one)
    require_same(serial, two)


def test_what_is_personal_stops_a_release_that_workers_write(tmp_path):
    told = record("budget_lines", **Document("143").identity, name="联系我们：13912345678")
    place = Place(tmp_path)
    with pytest.raises(PersonalDataError, match=r"budget_lines.*mobile") as refused:
        publish(place, order(Document("143"), lines=[told], together=Processes(2).together))
    assert [hit.rule for hit in refused.value.hits] == ["mobile"]
    assert place.version is None


def require_same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
