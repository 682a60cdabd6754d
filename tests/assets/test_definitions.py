"""The location loads, and its graph reads like the picture of the corridor."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import yaml
from dagster._utils.schedules import schedule_execution_time_iterator

from assets.automation import new_documents, nightly, publish, publish_folder
from assets.datasets import dataset_assets, dataset_key
from assets.definitions import defs
from assets.fetching import fetched
from assets.notice import ALERT_URL, UI_URL, failure_notice
from assets.settings import Settings
from assets.telling import failures
from pipelines.analysis.sheets import SHEETS
from pipelines.datasets.catalogue import columns
from pipelines.run.datasets import DATASETS, PROOF
from pipelines.run.gathering import gather
from pipelines.run.run import Run
from pipelines.run.stage import Refusal
from pipelines.run.stages import READ

STAGES = ["documents", "grids", "disclosures", "tables"]


@pytest.fixture(scope="module")
def location() -> dg.Definitions:
    return defs()


def test_the_location_is_sound(location):
    dg.Definitions.validate_loadable(location)


def test_the_graph_is_the_corridor(location):
    graph = location.resolve_asset_graph()
    parents = {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    published = {dataset_key(dataset).to_user_string() for dataset in DATASETS}
    proof = {f"processed/{dataset}" for dataset in PROOF}
    own = {"processed/classifications", "processed/corrections"}
    fetches = {"processed/fetches"}
    sheets = {f"processed/{dataset}": sheet.needs for dataset, sheet in SHEETS.items()}
    read = published - proof - own - fetches - sheets.keys()
    assert parents == {
        "fetched": set(),
        "documents": {"fetched"},
        "grids": {"documents"},
        "disclosures": {"grids"},
        "tables": {"disclosures"},
        **{key: {"tables"} for key in read},
        **dict.fromkeys(proof, read),
        **{key: {f"processed/{need}" for need in ("documents", *needs)} for key, needs in sheets.items()},
        **{key: {"fetched"} for key in fetches},
        **{key: set() for key in own},
        "release": published,
    }


def test_every_asset_says_what_it_is(location):
    specs = list(location.resolve_all_asset_specs())
    assert {spec.key for spec in specs} >= {dataset_key(dataset) for dataset in DATASETS}
    for spec in specs:
        assert spec.description
        assert spec.owners
        assert spec.kinds
        assert spec.group_name in ("reading", "datasets", "proof", "release")


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_shows_its_columns(location, dataset):
    spec = next(spec for spec in location.resolve_all_asset_specs() if spec.key == dataset_key(dataset))
    shown = spec.metadata["dagster/column_schema"].columns
    assert [column.name for column in shown] == [column.name for column in columns(dataset)]
    assert all(column.description for column in shown)


def test_every_dataset_is_checked_before_the_release(location):
    graph = location.resolve_asset_graph()
    blocking = {(key.asset_key, key.name) for key in graph.asset_check_keys if graph.get(key).blocking}
    assert blocking == {(dataset_key(dataset), "schema") for dataset in DATASETS}
    others = {(key.asset_key, key.name) for key in graph.asset_check_keys} - blocking
    assert others == {(dataset_key("findings"), "identities")}


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    places = tmp_path_factory.mktemp("places")
    (places / "raw").mkdir()
    return Settings(raw=str(places / "raw"), work=str(places / "work"), corrections=str(places / "corrections"))


def test_one_dataset_is_made_alone_with_its_check(settings):
    corrections = dataset_key("corrections")
    made = dg.materialize([dataset_assets()], selection=[corrections], resources={"settings": settings})
    (event,) = made.get_asset_materialization_events()
    assert event.asset_key == corrections
    assert event.materialization.metadata["dagster/row_count"].value == 0
    (check,) = made.get_asset_check_evaluations()
    assert (check.asset_key, check.check_name, check.passed) == (corrections, "schema", True)


def test_a_dataset_that_was_made_is_checked_alone(settings):
    gather("corrections", settings.run)
    selection = dg.AssetSelection.checks(dg.AssetCheckKey(dataset_key("corrections"), "schema"))
    checked = dg.materialize([dataset_assets()], selection=selection, resources={"settings": settings})
    assert [*checked.get_asset_materialization_events()] == []
    assert [check.passed for check in checked.get_asset_check_evaluations()] == [True]


SCHEMA_OF_FINDINGS = dg.AssetCheckKey(dataset_key("findings"), "schema")
IDENTITIES = dg.AssetCheckKey(dataset_key("findings"), "identities")


@pytest.mark.parametrize(
    ("asked", "step", "words"),
    [
        (dg.AssetSelection.assets("grids"), "grids", "nothing was read of {}"),
        (dg.AssetSelection.assets("tables"), "tables", "nothing was read of {}"),
        (dg.AssetSelection.assets(dataset_key("budget_lines")), "datasets", "nothing was read of {}"),
        (dg.AssetSelection.assets("release"), "release", "nothing was read of {}"),
        (dg.AssetSelection.checks(SCHEMA_OF_FINDINGS), "datasets", "no rows of findings"),
        (dg.AssetSelection.checks(IDENTITIES), "datasets", "no rows of findings"),
    ],
)
def test_what_follows_from_what_is_not_made_says_so_alone(location, tmp_path, asked, step, words):
    (line,) = made_alone(location, asked, tmp_path)
    assert line.startswith(f"yusuan: {step}: {words.format(tmp_path / 'raw')} ")


def test_a_release_alone_says_which_datasets_are_to_be_made_first(location, tmp_path):
    (tmp_path / "raw").mkdir()
    Run(tmp_path / "raw", tmp_path / "work", tmp_path / "corrections").take_stock()
    (line,) = made_alone(location, dg.AssetSelection.assets("release"), tmp_path)
    assert line.startswith(f"yusuan: release: no rows of {DATASETS[0]}, ")


def made_alone(location: dg.Definitions, asked: dg.AssetSelection, folder: Path) -> list[str]:
    """What is told of assets or checks that are made alone in a folder, and fail."""
    (folder / "raw").mkdir(exist_ok=True)
    places = {name: str(folder / name) for name in ("raw", "processed", "work", "corrections", "local")}
    job = dg.define_asset_job("alone", selection=asked)
    definitions = dg.Definitions.merge(location, dg.Definitions(jobs=[job]))
    result = definitions.resolve_job_def("alone").execute_in_process(
        run_config={"resources": {"settings": {"config": places}}}, raise_on_error=False
    )
    assert not result.success
    return [*failures(result, "nothing was published")][1:]


def test_it_has_a_step_for_each_stage_and_one_for_all_datasets(location):
    steps = {node.name for node in location.resolve_job_def(publish.name).nodes}
    assert steps == {"fetched", *STAGES, "datasets", "release"}


def test_it_runs_in_one_process_on_one_machine(location):
    assert location.resolve_job_def(publish.name).executor_def.name == dg.in_process_executor.name


def test_it_runs_nightly_while_budgets_are_published_and_else_weekly():
    assert nightly.execution_timezone == "Asia/Shanghai"

    def nights(begin: str, end: str) -> list[str]:
        first, last = (datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Asia/Shanghai")) for day in (begin, end))
        ticks = schedule_execution_time_iterator(first.timestamp(), nightly.cron_schedule, "Asia/Shanghai")
        return [f"{tick:%m-%d %H:%M}" for tick in takewhile(lambda tick: tick < last, ticks)]

    assert nights("2026-04-28", "2026-05-12") == [
        "04-28 02:30",
        "04-29 02:30",
        "04-30 02:30",
        "05-04 02:30",
        "05-11 02:30",
    ]


def test_the_folder_is_published_without_fetching(location):
    keys = location.resolve_job_def(publish_folder.name).asset_layer.executable_asset_keys
    assert location.resolve_job_def(publish.name).asset_layer.executable_asset_keys - keys == {fetched.key}
    assert dg.AssetKey("release") in keys


def test_the_sensor_asks_for_a_run_when_files_have_changed_and_stay(tmp_path):
    cursor: str | None = None

    def asks() -> bool:
        nonlocal cursor
        settings = Settings(raw=str(tmp_path))
        with dg.build_sensor_context(cursor=cursor, resources={"settings": settings}) as context:
            answer = new_documents(context)
            cursor = context.cursor
            return isinstance(answer, dg.RunRequest)

    (tmp_path / "below").mkdir()
    growing = tmp_path / "below" / "a.pdf"
    growing.write_bytes(b"one")
    assert [asks(), asks(), asks()] == [False, True, False]
    for size in range(2, 5):
        growing.write_bytes(b"x" * 10 * size)
        assert not asks()
    assert [asks(), asks()] == [True, False]
    (tmp_path / "b.pdf").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".fetches.jsonl").write_text("{}")
    assert [asks(), asks()] == [False, True]
    growing.unlink()
    assert [asks(), asks()] == [False, True]


def test_the_sensor_waits_for_its_folder(tmp_path):
    settings = Settings(raw=str(tmp_path / "nothing"))
    with dg.build_sensor_context(resources={"settings": settings}) as context:
        assert isinstance(new_documents(context), dg.SkipReason)


@contextmanager
def listener() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address on this machine and what is posted to it."""
    heard: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", heard
        server.shutdown()


def failed_run(
    instance: dg.DagsterInstance, tags: dict[str, str], settings: Settings
) -> tuple[dg.RunFailureSensorContext, str]:
    @dg.op
    def fails() -> None:
        raise RuntimeError("no space left")

    @dg.job
    def failing() -> None:
        fails()

    result = failing.execute_in_process(instance=instance, raise_on_error=False, tags=tags)
    event = next(event for event in result.all_events if event.is_run_failure)
    context = dg.build_run_status_sensor_context(
        sensor_name="failure_notice",
        dagster_event=event,
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        resources={"settings": settings},
    ).for_run_failure()
    return context, result.run_id


def test_a_failed_launch_is_told_with_its_cause_its_documents_and_its_log(monkeypatch, tmp_path):
    settings = Settings(raw=str(tmp_path / "raw"), work=str(tmp_path / "work"))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "hanging.pdf").write_bytes(b"%PDF-1.4")
    settings.run.take_stock()
    (job,) = settings.run.jobs()
    READ.record_failure(job, Refusal("too_complex", "pages: it takes longer than 900 seconds"))
    monkeypatch.setitem(os.environ, UI_URL, "https://dagster.example.org")
    with listener() as (address, heard), dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setitem(os.environ, ALERT_URL, address)
        context, run_id = failed_run(instance, {}, settings)
        with context:
            failure_notice(context)
    assert [notice["run"] for notice in heard] == [run_id]
    lines = heard[0]["text"].splitlines()
    assert "failing failed" in lines[0]
    assert lines[1:] == [
        "fails: RuntimeError: no space left",
        "documents that fail: 1 (hanging.pdf)",
        f"log: https://dagster.example.org/runs/{run_id}",
    ]


def test_a_run_that_is_tried_again_is_not_told(monkeypatch):
    with listener() as (address, heard), dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setitem(os.environ, ALERT_URL, address)
        context, _ = failed_run(instance, {"dagster/will_retry": "true"}, Settings())
        with context:
            failure_notice(context)
    assert heard == []


def test_the_instance_keeps_to_itself_and_retries_crashes_alone():
    config = yaml.safe_load(Path(".dagster/dagster.yaml").read_text())
    with dg.instance_for_test(overrides=config) as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
        assert not instance.run_retries_retry_on_asset_or_op_failure
        assert instance.run_retries_max_retries == 1
        assert instance.run_monitoring_max_runtime_seconds == 86_400
