"""The standard tables as declared in `tables/*.yaml`: what they are known by, and what their reader wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated

from pydantic import Field

from pipelines.foundation.declaration import DeclarationError, DeclarationFile
from pipelines.interpretation.declared.budget import BudgetTable
from pipelines.interpretation.declared.forms import FormTable, form_declaration, indicator_levels, shared_form
from pipelines.interpretation.declared.lists import ListTable, list_form
from pipelines.interpretation.words.labels import label_key

TableDeclaration = BudgetTable | ListTable | FormTable

TABLES: DeclarationFile[TableDeclaration] = DeclarationFile(  # pyright: ignore[reportUnknownVariableType]
    "pipelines.interpretation.declared",
    "tables/",
    Annotated[TableDeclaration, Field(discriminator="reader")],  # pyright: ignore[reportArgumentType]
    many=True,
)


@cache
def declarations() -> tuple[TableDeclaration, ...]:
    """All declared tables, in the order of their files' names. Raises DeclarationError."""
    tables = TABLES.load_all()
    for table in tables:
        check(table)
    return tables


def check(table: TableDeclaration) -> None:
    """Raise DeclarationError for a table that doesn't go with what its family shares."""
    try:
        if isinstance(table, ListTable):
            list_form(table)
        elif isinstance(table, FormTable):
            form_declaration(table)
    except ValueError as error:
        raise DeclarationError(f"{TABLES.name}: {table.table}: {error}") from error


@cache
def declared_labels() -> frozenset[str]:
    """The keys of all labels, column heads and levels of indicators that the forms declare."""
    return frozenset((*indicator_levels(), *(label_key(text) for text in _texts_of_forms())))


def _texts_of_forms() -> Iterator[str]:
    shared = shared_form()
    own = [table for table in declarations() if isinstance(table, FormTable)]
    labels = [*shared.labels, *(entry for table in own for entry in (*table.labels, *table.overrides))]
    blocks = [*shared.blocks, *(block for table in own for block in table.blocks)]
    for entry in (*labels, *(entry for block in blocks for entry in (*block.columns, *block.rows))):
        yield from entry.texts
