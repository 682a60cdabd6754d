import hashlib
import json

import pytest

from pipelines.datasets.catalogue import MODELS, arrow_schema, columns
from pipelines.datasets.dictionary import dictionary, table_schema
from pipelines.datasets.frames import frame, to_table
from pipelines.release.package import CHECKSUMS, DESCRIPTOR, DICTIONARY, write_package, write_release
from pipelines.release.personal_data import PersonalDataError
from pipelines.release.writing import write_dataset

DATASET = "project_funding"


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_a_release_is_a_data_package_with_checksums(funding, tmp_path):
    write_release({DATASET: [funding("1.00")], "projects": []}, tmp_path, "1.2.3")

    files = contents(tmp_path)
    sums = dict(line.split("  ")[::-1] for line in files.pop(CHECKSUMS).decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert list(sums) == sorted(sums)

    package = json.loads(files[DESCRIPTOR])
    resource = package["resources"][0]
    assert package["version"] == "1.2.3"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [each["name"] for each in package["resources"]] == [
        DATASET,
        f"{DATASET}.parquet",
        "projects",
        "projects.parquet",
    ]
    assert resource["path"] == f"{DATASET}.csv"
    assert resource["rows"] == 1
    assert resource["bytes"] == len(files[resource["path"]])
    assert resource["hash"] == f"sha256:{sums[resource['path']]}"


def test_two_releases_of_the_same_rows_have_the_same_bytes(funding, tmp_path):
    for name in ("first", "second"):
        write_release({DATASET: [funding("1.00")], "cells": []}, tmp_path / name, "1.2.3")

    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_the_package_of_datasets_written_one_by_one_is_the_same(funding, tmp_path):
    write_release({"projects": [], DATASET: [funding("1.00")]}, tmp_path / "together", "1.2.3")
    for dataset, tables in ((DATASET, [funding("1.00")]), ("projects", [])):
        write_dataset(dataset, tables, tmp_path / "apart")

    published = write_package(tmp_path / "apart", "1.2.3")

    assert [each.dataset for each in published] == ["projects", DATASET]
    assert contents(tmp_path / "together") == contents(tmp_path / "apart")


def test_one_bad_dataset_keeps_all_others_where_they_were(funding, tmp_path):
    write_release({DATASET: [funding("1.00")], "projects": []}, tmp_path, "1.2.3")
    before = contents(tmp_path)

    with pytest.raises(PersonalDataError):
        write_release({DATASET: [funding("2.00")], "projects": [], "project_activities": personal()}, tmp_path, "1.2.4")

    assert contents(tmp_path) == before


def personal():
    row = {
        "document_id": "420107-143-2025-budget",
        "fiscal_year": 2025,
        "page": 1,
        "remark": "联系人：王小明",
    }
    return [to_table("project_activities", frame("project_activities", [row]))]


@pytest.mark.parametrize("dataset", MODELS)
def test_the_table_schema_is_the_declaration(dataset):
    schema = table_schema(dataset)
    fields = {field["name"]: field for field in schema["fields"]}

    assert list(fields) == arrow_schema(dataset).names
    for column in columns(dataset):
        field = fields[column.name]
        assert field["title"] and column.note.zh in field["description"] and column.note.en in field["description"]
        assert field.get("constraints", {}).get("required", False) == (not column.nullable)
        assert field.get("unit") == column.note.unit


def test_types_and_keys_of_the_table_schema():
    budget = table_schema("budget_lines")
    types = {field["name"]: field["type"] for field in budget["fields"] + table_schema("documents")["fields"]}

    assert types["amount_yuan"] == "number"
    assert types["fiscal_year"] == "integer"
    assert types["code"] == "string"
    assert types["published_on"] == "date"
    assert types["newly_established"] == "boolean"
    assert budget.get("primaryKey") == ["document_id", "table_no", "row", "column"]
    reference = {"resource": "documents", "fields": ["document_id"]}
    assert budget.get("foreignKeys") == [{"fields": ["document_id"], "reference": reference}]
    assert "foreignKeys" not in table_schema("documents")
    assert "foreignKeys" not in table_schema("classifications")


def test_the_dictionary_names_every_column_value_and_rule(funding, tmp_path):
    text = dictionary()

    for dataset in MODELS:
        assert f"## {dataset} " in text
        for column in columns(dataset):
            assert f"| `{column.name}` | {column.note.title} |" in text
            for value in column.note.values or ():
                assert f"- `{value}` " in text
    assert "- `level` 合计行为 0 级，项目行不为 0; total rows have level 0, items have not" in text

    write_release({DATASET: []}, tmp_path, "1.2.3")
    assert (tmp_path / DICTIONARY).read_text(encoding="utf-8") == dictionary([DATASET])
