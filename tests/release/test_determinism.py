"""The same inputs give the same bytes, in whatever process: dates come from the inputs, not from the clock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    first, second = made
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
