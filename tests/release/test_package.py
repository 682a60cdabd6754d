import hashlib
import json

import pytest

from pipelines.datasets.catalogue import MODELS, arrow_schema, columns
from pipelines.datasets.dictionary import dictionary, table_schema
from pipelines.release.package import DESCRIPTOR
from pipelines.release.place import Place
from pipelines.release.publish import publish
from tests.release.orders import Document, order


def test_the_descriptor_names_every_file_with_its_digest(tmp_path):
    outcome = publish(Place(tmp_path), order(Document("143")))
    package = json.loads((outcome.folder / DESCRIPTOR).read_text(encoding="utf-8"))
    assert package["version"] == "2025.03.01"
    assert package["schemaVersion"] == "1.0.0"
    assert package["created"] == "2025-03-01T00:00:00Z"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        data = (outcome.folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    tables = {resource["name"]: resource for resource in package["resources"] if resource.get("type") == "table"}
    assert set(tables) == {"documents", "budget_lines", "findings", "changes"}
    assert all(resource["schema"]["primaryKey"] for resource in tables.values())
    same = {resource["name"]: resource["sameRowsAs"] for resource in package["resources"] if "sameRowsAs" in resource}
    assert same == {f"{name}.parquet": name for name in tables}


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


def test_the_dictionary_names_every_column_value_and_rule():
    text = dictionary()

    for dataset in MODELS:
        assert f"## {dataset} " in text
        for column in columns(dataset):
            assert f"| `{column.name}` | {column.note.title} |" in text
            for value in column.note.values or ():
                assert f"- `{value}` " in text
    assert "- `level` 合计行为 0 级，项目行不为 0; total rows have level 0, items have not" in text
