"""The published names are the project's interface: what the contract lists must be declared."""

import re
from pathlib import Path

import pytest

from pipelines.datasets.catalogue import MODELS, columns

CONTRACT = Path(__file__).parents[3] / "shared" / "contract.md"
# Of documents, of bodies that many pages name, of the project's own.
NOT_OF_ONE_PLACE = {
    "changes",
    "changes_over_years",
    "documents",
    "department_budgets",
    "departments",
    "department_names",
    "corrections",
    "fetches",
    "classifications",
}
NAME = re.compile(r"`([a-z][a-z0-9_]*)`")


@pytest.fixture(scope="module")
def contract() -> str:
    if not CONTRACT.exists():
        pytest.skip(f"the contract is not here: {CONTRACT}")
    return CONTRACT.read_text(encoding="utf-8")


def section(contract: str, heading: str) -> str:
    return contract.split(f"\n## {heading}")[1].split("\n## ")[0]


def in_first_cells(text: str) -> set[str]:
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return set(NAME.findall(" ".join(rows)))


def declared(dataset: str) -> set[str]:
    return {column.name for column in columns(dataset)}


def test_every_dataset_is_declared(contract):
    named = set(re.findall(r"^(?:## |- \*\*)([a-z_]+)(?: —|\*\*)", contract, re.MULTILINE))

    # Datasets may be added to the contract, none may go.
    assert named
    assert named <= set(MODELS)


def test_shared_columns_are_in_every_dataset_read_from_a_document(contract):
    shared = in_first_cells(section(contract, "Columns that every dataset has"))

    assert shared
    for dataset in set(MODELS) - NOT_OF_ONE_PLACE:
        assert shared <= declared(dataset), dataset


def test_long_tables_of_columns(contract):
    for dataset in ("budget_lines", "performance_targets"):
        text = section(contract, f"{dataset} —").split("\n\n")[0]
        assert in_first_cells(text), dataset
        assert in_first_cells(text) <= declared(dataset), dataset


def test_listed_columns(contract):
    listed = {
        name: text
        for heading in ("projects", "procurement")
        for part in section(contract, f"{heading} —").split("\n- **")
        for name, text in [(part.split("**")[0] if "**" in part else heading, part)]
    }
    listed |= {name: section(contract, f"{name} —") for name in ("narrative_figures", "classifications")}

    for dataset, text in listed.items():
        outside_brackets = re.sub(r"\([^)]*\)", "", text).replace("directory_level1..3", "directory_level1")
        names = set(NAME.findall(outside_brackets)) - {"all"}
        assert names, dataset
        assert names <= declared(dataset), dataset
