"""How to add up a dataset: which rows, and a query that does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipelines.datasets.catalogue import columns

_GROUP = ("table", "flow", "measure", "fund", "period", "phase", "amount_year")
_OF_ITS_YEAR = "phase = 'budget' AND amount_year = fiscal_year"


@dataclass(frozen=True)
class _Query:
    """What is asked, in Chinese and in English, and which rows beside the additive ones it takes."""

    zh: str
    en: str
    where: tuple[str, ...] = ()


_QUERIES: Mapping[str, _Query] = MappingProxyType(
    {
        "budget_lines": _Query(
            "各文件的支出总额",
            "the total expenditure of each document",
            ("\"table\" = 'expenditure'", "measure = 'total'", _OF_ITS_YEAR),
        ),
        "projects": _Query("各文件的项目支出总额", "the project expenditure of each document"),
        "procurement": _Query("各文件的政府采购总额", "the government procurement of each document"),
        "purchased_services": _Query("各文件的购买服务总额", "the services purchased by each document's department"),
        "asset_allocation": _Query("各文件的资产配置总额", "the assets asked for in each document"),
    }
)


_ADDITIVE = (
    "{group}的各行中，`additive` 的行合成印出的合计，每一元只计一次；合计、上级科目、其中项和重复印出的行不在其中。",
    "Of the rows of {group_en}, those with `additive` make up the printed total, each yuan once: no total, no class "
    "above its items, no of-which, no repetition.",
)
_OVER_FUNDS = (
    "资金之间、时期之间有包含关系（`all` 包含各项资金，未分时期的包含本年和结转）：跨资金、时期汇总时用 `in_total`。",
    "Funds and periods lie within each other (`all` has every fund in it, a null `period` this year and what is "
    "carried over): over several of them, add up by `in_total`.",
)
_UNPROVED = (
    "`additive` 为空的组未能证实，原因见 `findings` 的 `rows_add_up`；只印合计的表没有可加的行。"
    "单位的文件包含在其部门的文件之内（`documents.contained_in`）：多份文件相加时只取不被包含的。",
    "Where `additive` is null it is not proved, and `rows_add_up` in `findings` says why; a table that prints a total "
    "alone has no additive rows. A unit's document is within its department's (`documents.contained_in`): over many "
    "documents, take those that are within no other.",
)


def how_to_sum(dataset: str) -> Iterator[str]:
    """The paragraphs that tell how a dataset is added up; none for one that has nothing to add up."""
    query = sum_query(dataset)
    if query is None:
        return
    names = _names(dataset)
    group = [f"`{name}`" for name in _GROUP if name in names]
    told = [_ADDITIVE, *([_OVER_FUNDS] if "in_total" in names else []), _UNPROVED]
    of = {"group": "、".join(["同一文件", *group]), "group_en": ", ".join(["one document", *group])}
    yield "".join(zh for zh, _ in told).format(**of)
    yield " ".join(en for _, en in told).format(**of)
    asked = _QUERIES[dataset]
    yield f"{asked.zh} {asked.en}:"
    yield f"```sql\n{query}\n```"


def sum_query(dataset: str) -> str | None:
    """A query in SQL that adds up a dataset by document, from published Parquet files; None where nothing adds up."""
    names = _names(dataset)
    if "additive" not in names:
        return None
    conditions = ("in_total" if "in_total" in names else "additive", *_QUERIES[dataset].where, "contained_in IS NULL")
    return (
        f"SELECT document_id, sum(amount_yuan) AS amount_yuan\nFROM '{dataset}.parquet'\n"
        "JOIN (SELECT document_id, contained_in FROM 'documents.parquet') USING (document_id)\n"
        f"WHERE {' AND '.join(conditions)}\nGROUP BY document_id\nORDER BY document_id"
    )


def _names(dataset: str) -> frozenset[str]:
    return frozenset(column.name for column in columns(dataset))
