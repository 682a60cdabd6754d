"""The files that deploy it say what they promise, and name commands that exist."""

import re
import shutil
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
SCRIPTS = {script.name for script in entry_points(group="console_scripts")}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, object]]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def test_every_service_is_nobody_special_and_writes_where_it_may(services):
    assert {"webserver", "daemon"} <= services.keys()
    for service in services.values():
        assert service["read_only"] is True
        assert service["user"] == "10001:10001"
        assert service["cap_drop"] == ["ALL"]
        assert service["command"][0] in SCRIPTS


def test_the_compose_file_names_files_that_exist(services):
    build = services["daemon"]["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()
    mounted = [volume.split(":")[0] for volume in services["daemon"]["volumes"]]
    assert (DEPLOY / mounted[1]).resolve() == ROOT / ".dagster" / "dagster.yaml"


def test_the_image_is_made_in_stages_and_runs_without_rights():
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    assert len([line for line in lines if line.startswith("FROM ")]) == 2
    last = next(index for index in reversed(range(len(lines))) if lines[index].startswith("FROM "))
    assert any(line.startswith("USER yusuan") for line in lines[last:])
    copied = re.findall(r"^COPY (?!--from)(\S+(?: \S+)*) \S+$", "\n".join(lines), re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("unit", ["yusuan.service", "yusuan.timer"])
def test_systemd_understands_the_units(tmp_path, unit):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for each in ("yusuan.service", "yusuan.timer"):
        text = (DEPLOY / each).read_text()
        # What they start is not installed here.
        (tmp_path / each).write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True
    )
    assert [line for line in found.stderr.splitlines() if str(tmp_path) in line or unit in line] == []


def test_what_the_docs_tell_to_type_is_understood():
    from assets.arguments import parser

    text = (ROOT / "docs" / "operations.md").read_text() + (DEPLOY / "yusuan.service").read_text()
    typed = re.findall(r"bin/yusuan ((?:run|fetch)[^\n|&]*)", text)
    assert len(typed) >= 4
    for line in typed:
        parser().parse_args(line.split())
