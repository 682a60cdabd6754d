"""What every dataset declaration is made of: Arrow types, documented fields, row rules, the shared columns.

A dataset is one pandera ``DataFrameModel`` (see the sibling modules). Its fields are declared with `field`,
which takes the checks and the documentation together; `pipelines.datasets.catalogue` reads both back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, Self, TypeAlias, cast

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandera.api.pandas.model_config import BaseConfig
from pandera.typing import Series
from pyarrow.compute import Expression

from pipelines.datasets.row_rules import RowRule, ValuesRule

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

ROW_KEY = "r_[a-z2-7]{16}"
"""What the key of a row looks like (`pipelines.datasets.row_keys`)."""

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
    default: object

    def __deepcopy__(self, memo: object) -> Self:
        # Pandera copies each column into its schema, with all values of an enumeration; nothing here changes.
        return self


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
    default: object = None,
) -> Series:
    """One column: its Chinese title, its meaning in both languages, its unit and its checks.

    ``values`` are the enum, ``pattern`` is matched against the whole text, ``minimum`` and ``maximum`` are
    inclusive. The ``key`` columns of a dataset together name one row; they are never null. ``default`` is the value
    of a record that leaves the column out.
    """
    labels = None if values is None else dict(values)
    note = Note(title, zh, en, unit, key, labels, pattern, minimum, maximum, place, default)
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


def rule(column: str, *, zh: str, en: str) -> Callable[[Callable[[], Expression]], object]:
    """Declare a row rule: a static method that gives the expression that is true of a row where the rule holds.

    ``column`` is the one a violation is reported under. Where a value is missing, which makes the expression null, the
    rule is not violated: what may be null is the fields' business.
    """

    return lambda holds: _check(RowRule(holds.__name__, holds()), column, zh, en)


def rule_of_values(
    column: str, columns: tuple[str, ...], *, zh: str, en: str
) -> Callable[[Callable[..., bool]], object]:
    """Declare a row rule that no expression can say: a static method that says whether the values of some columns fit,
    which many rows have in common."""
    return lambda fit: _check(ValuesRule(fit.__name__, columns, fit), column, zh, en)


def _check(rule: RowRule | ValuesRule, column: str, zh: str, en: str) -> object:
    # Pandera would first look for rows of which all is missing; there are none.
    return pandera.dataframe_check(rule, title=column, description=zh, error=en, ignore_na=False)


class Published(pandera.DataFrameModel):
    """A dataset that leaves the house: no column but the declared ones, no row twice under its key."""

    class Config(BaseConfig):
        strict = True

    row_key: Text = field(
        "行标识",
        zh="由行的内容得出的标识，重新读取或移页后不变；发布时填入",
        en="key made of what the row is about: it survives another reading and a moved page; given on publication",
        pattern=ROW_KEY,
        place="provenance",
    )

    @pandera.dataframe_check(title="key", description="主键不重复", error="the key names one row", ignore_na=False)
    @classmethod
    def key_is_unique(cls, frame: pd.DataFrame) -> pd.Series:
        keys = key(cls)
        if keys:
            return ~frame.duplicated(keys, keep=False)
        return frame["row_key"].isna() | ~frame["row_key"].duplicated(keep=False)


def notes(model: type[pandera.DataFrameModel]) -> dict[str, Note]:
    """The documentation of a model's fields by column name, in the order of declaration."""
    return {name: column.metadata["note"] for name, column in model.to_schema().columns.items()}


def key(model: type[pandera.DataFrameModel]) -> list[str]:
    """The columns that name one row of a dataset: its key columns, within the document where it has one."""
    columns = model.to_schema().columns
    own = [name for name, note in notes(model).items() if note.key]
    within = own and "document_id" in columns and not columns["document_id"].nullable
    return ["document_id", *own] if within else own
