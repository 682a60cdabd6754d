"""The files that deploy it say what they promise, and name commands that exist."""

import copy
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from fnmatch import fnmatch
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from assets.automation import nightly

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
KUBERNETES = "1.33"
"""The oldest release that the manifests are for."""
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
        if not name.startswith("--"):
            assert (ROOT / name).exists(), name


def test_what_goes_as_unneeded_is_of_libraries_and_nothing_that_is_imported():
    import assets.definitions

    patterns = [line for line in (DEPLOY / "unneeded.txt").read_text().splitlines() if not line.startswith("#")]
    assert not [pattern for pattern in patterns if pattern.startswith("/") or ".." in pattern or " " in pattern]
    libraries = Path(sysconfig.get_paths()["platlib"])
    files = [getattr(module, "__file__", None) for module in sys.modules.values()]
    imported = [Path(file).relative_to(libraries) for file in files if file and Path(file).is_relative_to(libraries)]
    assert Path("pyarrow/__init__.py") in imported
    assert assets.definitions.__name__ in sys.modules
    # What pyarrow.fs takes where it is there, and does without.
    kept = {each for path in imported for each in (path, *path.parents) if not path.name.startswith("_s3fs.")}
    assert not [path for path in kept for pattern in patterns if fnmatch(path.as_posix(), pattern)]


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


def test_whatever_starts_runs_says_where_all_lies(manifests):
    from assets.arguments import parser

    image = json.loads(re.findall(r"^CMD (.*)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)[-1])
    unit = re.findall(r"^ExecStart=(.*)$", (DEPLOY / "yusuan.service").read_text(), re.MULTILINE)[-1].split()
    (container,) = pods(manifests)["nightly"]["containers"]
    for command in (image, unit, container["args"]):
        options = parser().parse_args(command[1:])
        # What they name by default lies below the folder that the command is called in.
        for place in (options.raw, options.processed, options.work, options.corrections, options.withdrawals):
            assert Path(place).is_absolute(), (command, place)


@pytest.fixture(scope="module")
def manifests() -> dict[tuple[str, str], dict[str, Any]]:
    found = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())
    each_alone = (each for one in found for each in one.get("items", [one]))
    return {(each["kind"], each["metadata"]["name"]): each for each in each_alone}


def pods(manifests: dict[tuple[str, str], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The specification of each pod, by what makes it."""
    made = {name: each["spec"] for (kind, name), each in manifests.items() if kind in ("CronJob", "Deployment")}
    return {name: spec.get("jobTemplate", {"spec": spec})["spec"]["template"]["spec"] for name, spec in made.items()}


def test_kubernetes_knows_every_field_of_the_manifests(manifests):
    for manifest in manifests.values():
        kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


@pytest.mark.parametrize(
    "damage",
    [
        lambda spec: spec.update(schedul="30 2 * * *"),
        lambda spec: spec["jobTemplate"]["spec"]["template"]["spec"].pop("containers"),
        lambda spec: spec.update(concurrencyPolicy=1),
    ],
)
def test_a_manifest_with_a_mistake_is_found(manifests, damage):
    broken = copy.deepcopy(manifests["CronJob", "nightly"])
    damage(broken["spec"])
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, KUBERNETES, strict=True)


def test_the_cluster_runs_when_dagster_would(manifests):
    schedules = [each["spec"]["schedule"] for (kind, _), each in manifests.items() if kind == "CronJob"]
    assert schedules == nightly.cron_schedule
    assert {each["spec"]["timeZone"] for (kind, _), each in manifests.items() if kind == "CronJob"} == {
        nightly.execution_timezone
    }


def test_every_pod_is_nobody_special_and_runs_what_there_is(manifests):
    claims = {name for kind, name in manifests if kind == "PersistentVolumeClaim"}
    for name, pod in pods(manifests).items():
        assert pod["securityContext"]["runAsUser"] == 10001, name
        mounted = {volume["name"] for volume in pod["volumes"]}
        for container in (*pod.get("initContainers", ()), *pod["containers"]):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["args"][0] in SCRIPTS | {"sh"}
            assert {mount["name"] for mount in container["volumeMounts"]} <= mounted
        wanted = {volume["persistentVolumeClaim"]["claimName"] for volume in pod["volumes"] if "emptyDir" not in volume}
        assert wanted <= claims


def test_services_lead_to_pods_and_the_run_to_a_service(manifests):
    labels = [
        spec["spec"]["template"]["metadata"]["labels"] for (kind, _), spec in manifests.items() if kind == "Deployment"
    ]
    for (kind, _), manifest in manifests.items():
        if kind == "Service":
            assert manifest["spec"]["selector"] in labels
    from assets.arguments import parser

    (container,) = pods(manifests)["nightly"]["containers"]
    options = parser().parse_args(container["args"][1:])
    host, port = options.dask.removeprefix("tcp://").split(":")
    assert [each["port"] for each in manifests["Service", host]["spec"]["ports"]] == [int(port)]


def test_the_settings_are_those_that_are_read(manifests):
    read = set(re.findall(r"YUSUAN_\w+", "".join(path.read_text() for path in (ROOT / "assets").glob("*.py"))))
    assert manifests["ConfigMap", "settings"]["data"].keys() <= read
