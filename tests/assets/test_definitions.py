"""The location loads, and its graph reads like the picture of the corridor."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import dagster as dg
import pytest

from assets.automation import ALERT_URL, failure_notice, new_documents, nightly, publish
from assets.datasets import dataset_key
from assets.definitions import defs
from assets.settings import Settings
from pipelines.datasets.catalogue import columns
from pipelines.run.accounts import DATASETS, PROOF

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
    assert parents == {
        "fetched": set(),
        "documents": {"fetched"},
        "grids": {"documents"},
        "disclosures": {"grids"},
        "tables": {"disclosures"},
        **{key: {"tables"} for key in published - proof - own - fetches},
        **dict.fromkeys(proof, published - proof - own - fetches),
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


def test_it_runs_in_one_process_on_one_machine(location):
    assert location.resolve_job_def(publish.name).executor_def.name == dg.in_process_executor.name
    assert nightly.cron_schedule == "30 2 * * *"


def test_the_sensor_asks_for_a_run_when_files_change(tmp_path):
    def tick(cursor: str | None) -> tuple[str | None, bool]:
        settings = Settings(raw=str(tmp_path))
        with dg.build_sensor_context(cursor=cursor, resources={"settings": settings}) as context:
            answer = new_documents(context)
            return context.cursor, isinstance(answer, dg.RunRequest)

    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.pdf").write_bytes(b"one")
    first, asked = tick(None)
    assert asked
    assert tick(first) == (first, False)
    (tmp_path / "below" / "a.pdf").write_bytes(b"another")
    second, asked = tick(first)
    assert asked
    (tmp_path / "b.pdf").write_bytes(b"more")
    assert tick(second)[1]


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


def test_a_failed_run_is_told(monkeypatch):
    @dg.op
    def fails() -> None:
        raise RuntimeError("no space left")

    @dg.job
    def failing() -> None:
        fails()

    with listener() as (address, heard), dg.DagsterInstance.ephemeral() as instance:
        result = failing.execute_in_process(instance=instance, raise_on_error=False)
        event = next(event for event in result.all_events if event.is_run_failure)
        context = dg.build_run_status_sensor_context(
            sensor_name="failure_notice",
            dagster_event=event,
            dagster_instance=instance,
            dagster_run=result.dagster_run,
        ).for_run_failure()
        monkeypatch.setitem(os.environ, ALERT_URL, address)
        failure_notice(context)
    assert [notice["run"] for notice in heard] == [result.run_id]
    assert "failing failed" in heard[0]["text"]
