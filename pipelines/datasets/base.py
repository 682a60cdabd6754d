"""What every dataset declaration is made of: Arrow types, documented fields, row rules, the shared columns.

A dataset is one pandera ``DataFrameModel`` (see the sibling modules). Its fields are declared with `field`,
which takes the checks and the documentation together; `pipelines.datasets.catalogue` reads both back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, TypeAlias, cast

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandera.api.pandas.model_config import BaseConfig
from pandera.typing import Series

Text: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.string()]]
Flag: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.bool_()]]
Level: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.int8()]]
Year: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.int16()]]
Whole: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.int32()]]
Size: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.int64()]]
Point: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.float32()]]
Number: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.float64()]]
Money: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.decimal128(18, 2)]]
Date: TypeAlias = Series[Annotated[pd.ArrowDtype, pa.date32()]]

DIVISION_CODE = r"[1-9]\d{5}"
FUNCTION_CODE = r"2\d{2}(\d{2}(\d{2})?)?"
ECONOMIC_CODE = r"3\d{2}(\d{2})?"
GOVERNMENT_ECONOMIC_CODE = r"5\d{2}(\d{2})?"
REVENUE_CODE = r"1\d{2}(\d{2}){0,3}"
CATALOGUE_CODE = r"[ABC]\d{0,8}"
PRINTED_CODE = r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*"
DOCUMENT_ID = (
    rf"({DIVISION_CODE}|cn)-[^\s/\\]+-(19|20)\d{{2}}-(budget|final_accounts)(-unit)?(-([2-9]|[1-9]\d+))?"
)

Place = Literal["identity", "value", "provenance"]


class Label(NamedTuple):
    """What one value of an enumerated column means, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Note:
    """The documentation of a field, kept as pandera field metadata. ``place`` groups the columns in print."""

    title: str
    zh: str
    en: str
    unit: str | None
    key: bool
    values: Mapping[str, Label] | None
    pattern: str | None
    minimum: float | None
    maximum: float | None
    place: Place


def field(
    title: str,
    zh: str,
    en: str,
    *,
    nullable: bool = True,
    key: bool = False,
    unit: str | None = None,
    values: Mapping[str, Label] | None = None,
    pattern: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    place: Place = "value",
) -> Series:
    """One column: its Chinese title, its meaning in both languages, its unit and its checks.

    ``values`` are the enum, ``pattern`` is matched against the whole text, ``minimum`` and ``maximum`` are
    inclusive. The ``key`` columns of a dataset together name one row; they are never null.
    """
    labels = None if values is None else dict(values)
    note = Note(title, zh, en, unit, key, labels, pattern, minimum, maximum, place)
    return cast(
        Series,
        pandera.Field(
            nullable=nullable and not key,
            isin=None if values is None else list(values),
            str_matches=None if pattern is None else f"^(?:{pattern})$",
            ge=minimum,
            le=maximum,
            title=title,
            description=zh,
            metadata={"note": note},
        ),
    )


def rule(column: str, *, zh: str, en: str) -> Callable[[Callable[[pd.DataFrame], pd.Series]], object]:
    """Declare a row rule: a static method that says for each row of a frame whether the rule holds.

    ``column`` is the one a violation is reported under. Where a value is missing the rule is not violated:
    what may be null is the fields' business.
    """

    def declare(holds: Callable[[pd.DataFrame], pd.Series]) -> object:
        def check(_: type[pandera.DataFrameModel], frame: pd.DataFrame) -> pd.Series:
            return holds(frame).fillna(True).astype(bool)

        check.__name__ = holds.__name__
        return pandera.dataframe_check(check, title=column, description=zh, error=en)

    return declare


def known(condition: pd.Series) -> pd.Series:
    """The condition with what is missing taken as not met."""
    return condition.fillna(False).astype(bool)


def implies(condition: pd.Series, consequence: pd.Series) -> pd.Series:
    """Row by row: where the condition is true, the consequence is. A missing condition demands nothing."""
    return ~known(condition) | consequence


class Published(pandera.DataFrameModel):
    """A dataset that leaves the house: no column but the declared ones, no row twice under its key."""

    class Config(BaseConfig):
        strict = True

    @pandera.dataframe_check(title="key", description="主键不重复", error="the key names one row")
    @classmethod
    def key_is_unique(cls, frame: pd.DataFrame) -> pd.Series:
        keys = key(cls)
        return ~frame.duplicated(keys, keep=False) if keys else pd.Series(True, index=frame.index)


def notes(model: type[pandera.DataFrameModel]) -> dict[str, Note]:
    """The documentation of a model's fields by column name, in the order of declaration."""
    return {name: column.metadata["note"] for name, column in model.to_schema().columns.items()}


def key(model: type[pandera.DataFrameModel]) -> list[str]:
    """The columns that name one row of a dataset: its key columns, within the document where it has one."""
    own = [name for name, note in notes(model).items() if note.key]
    return ["document_id", *own] if own and issubclass(model, OfDocument) else own


class OfDocument(Published):
    """Rows that belong to one source document."""

    document_id: Text = field(
        "文件标识",
        zh="区划代码-部门代码-预算年度-阶段；关联 documents 表",
        en="division, department, budget year and stage of the source document; joins to documents",
        nullable=False,
        pattern=DOCUMENT_ID,
        place="identity",
    )
    fiscal_year: Year = field(
        "预算年度",
        zh="文件的预算年度",
        en="the budget year of the document",
        nullable=False,
        minimum=1990,
        maximum=2100,
        place="identity",
    )
    division_code: Text = field(
        "行政区划代码",
        zh="GB/T 2260 六位行政区划代码；中央单位为空",
        en="six-digit administrative division code (GB/T 2260); null for central bodies",
        pattern=DIVISION_CODE,
        place="identity",
    )
    department_code: Text = field(
        "部门代码", zh="部门代码，按原文", en="the department's code, as printed", place="identity"
    )
    department_name: Text = field(
        "部门名称", zh="部门名称，按原文", en="the department's name, as printed", place="identity"
    )

    @rule("document_id", zh="与区划、部门代码、年度一致", en="repeats division, department code and year")
    @staticmethod
    def identifier_agrees(frame: pd.DataFrame) -> pd.Series:
        parts = frame["document_id"].str.extract(r"^(\w+)-(.+)-(\d{4})-(?:budget|final_accounts)")
        year = frame["fiscal_year"].astype(pd.ArrowDtype(pa.string()))
        return (
            (parts[0] == frame["division_code"].fillna("cn"))
            & (parts[1] == frame["department_code"].fillna(parts[1]))
            & (parts[2] == year)
        )


class Located(OfDocument):
    """Rows that were read from one place of a page."""

    page: Whole = field(
        "页码",
        zh="数值所在的原文页码，从 1 起",
        en="page of the source where the value is printed, from 1",
        nullable=False,
        minimum=1,
        place="provenance",
    )
    x0: Point = field(
        "左",
        zh="单元格左边，PDF 点，原点在所示页面左下角",
        en="left edge of the source cell, origin at the lower left of the page as shown",
        unit="pt",
        place="provenance",
    )
    y0: Point = field(
        "下", zh="单元格下边", en="lower edge of the source cell", unit="pt", place="provenance"
    )
    x1: Point = field(
        "右", zh="单元格右边", en="right edge of the source cell", unit="pt", place="provenance"
    )
    y1: Point = field(
        "上", zh="单元格上边", en="upper edge of the source cell", unit="pt", place="provenance"
    )
    source_text: Text = field(
        "原文", zh="单元格原文，空白已归并", en="the cell as printed, white space folded", place="provenance"
    )

    @rule("x0", zh="四边齐全，或全为空", en="the box has its four edges, in order, or none")
    @staticmethod
    def box_is_whole(frame: pd.DataFrame) -> pd.Series:
        missing = frame[["x0", "y0", "x1", "y1"]].isna()
        ordered = (frame["x0"] <= frame["x1"]) & (frame["y0"] <= frame["y1"])
        return missing.all(axis=1) | (~missing.any(axis=1) & known(ordered))
