"""The declarations for readers: a data dictionary for people, a Table Schema for programs."""

from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict

import pyarrow as pa

from pipelines.datasets.catalogue import MODELS, Column, columns, of_documents, primary_key, rules, titles
from pipelines.datasets.sums import how_to_sum

_INTRODUCTION = """\
# 数据字典 Data dictionary

金额单位为元，`decimal(18, 2)`，不是浮点数；代码是文本，保留前导零；原文空白为空值，印出的 0 是真正的零。
Money is in yuan, `decimal(18, 2)`, never a float; codes are text with their leading zeros; a cell printed
empty is null, a printed zero is a zero. Each dataset is published as Parquet and as CSV (UTF-8 with BOM):
the same rows in the same order.
"""


class FieldDescriptor(TypedDict):
    """A column in a Table Schema."""

    name: str
    type: str
    title: str
    description: str
    unit: NotRequired[str]
    categories: NotRequired[list[dict[str, str]]]
    constraints: NotRequired[dict[str, object]]


class TableSchema(TypedDict):
    """A Table Schema of the Data Package standard, version 2; ``unit`` of a field is ours."""

    fields: list[FieldDescriptor]
    primaryKey: list[str]
    foreignKeys: NotRequired[list[dict[str, object]]]


def dictionary(datasets: Iterable[str] = tuple(MODELS)) -> str:
    """The data dictionary in Markdown, Chinese and English."""
    return "\n".join([_INTRODUCTION, *("\n".join(_chapter(dataset)) for dataset in datasets)])


def table_schema(dataset: str) -> TableSchema:
    """The Table Schema (Data Package v2) of a dataset: fields, keys, units and labels of values."""
    fields = [_field(column) for column in columns(dataset)]
    schema: TableSchema = {"fields": fields, "primaryKey": list(primary_key(dataset))}
    if dataset != "documents" and of_documents(dataset):
        reference = {"resource": "documents", "fields": ["document_id"]}
        schema["foreignKeys"] = [{"fields": ["document_id"], "reference": reference}]
    return schema


def _chapter(dataset: str) -> Iterator[str]:
    title, zh, en = titles(dataset)
    yield f"## {dataset} {title}\n\n{zh}。\n{en}\n"
    yield "主键 Primary key: " + ", ".join(f"`{name}`" for name in primary_key(dataset)) + "\n"
    yield _row("列 Column", "名称 Title", "类型 Type", "单位 Unit", "可空 Null", "说明", "Description")
    yield _row(*["---"] * 7)
    for column in columns(dataset):
        note = column.note
        null = "是 yes" if column.nullable else ""
        yield _row(f"`{column.name}`", note.title, str(column.type), note.unit or "", null, note.zh, note.en)
    yield ""
    for column in columns(dataset):
        if column.note.values is not None:
            yield f"`{column.name}`:\n"
            yield from (f"- `{value}` {zh}; {en}" for value, (zh, en) in column.note.values.items())
            yield ""
    if checks := rules(dataset):
        yield "检查 Checks:\n"
        yield from (f"- `{check.column}` {check.zh}; {check.en}" for check in checks)
        yield ""
    if told := [*how_to_sum(dataset)]:
        yield "### 如何汇总 How to sum this\n"
        yield from (f"{paragraph}\n" for paragraph in told)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _field(column: Column) -> FieldDescriptor:
    note = column.note
    described: FieldDescriptor = {
        "name": column.name,
        "type": field_type(column.type),
        "title": note.title,
        "description": f"{note.zh} / {note.en}",
    }
    if note.unit is not None:
        described["unit"] = note.unit
    if note.values is not None:
        described["categories"] = [{"value": value, "label": label.zh} for value, label in note.values.items()]
    if constraints := _constraints(column):
        described["constraints"] = constraints
    return described


def _constraints(column: Column) -> dict[str, object]:
    note = column.note
    found = {
        "required": None if column.nullable else True,
        "enum": None if note.values is None else list(note.values),
        "pattern": None if note.pattern is None else f"(?:{note.pattern})",
        "minimum": note.minimum,
        "maximum": note.maximum,
    }
    return {name: value for name, value in found.items() if value is not None}


def field_type(type_: pa.DataType) -> str:
    """What a Data Package calls the type of a column."""
    names = (
        (pa.types.is_string, "string"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "number"),
        (pa.types.is_decimal, "number"),
        (pa.types.is_date, "date"),
    )
    return next(name for holds, name in names if holds(type_))
