"""Planned purchases as an OCDS 1.1 release package: each row of `procurement` is a contracting process in planning.

Only the rows whose `additive` is true are told: each yuan once, and none of what no sum proves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from pipelines.foundation.record import Record
from pipelines.release.batches import batches_of
from pipelines.release.catalogue import words
from pipelines.release.package import Edition, package

OCDS = "ocds.json"
_DATASET = "procurement"
_VERSION = "1.1"


def write_ocds(release: Path, edition: Edition) -> None:
    """Write ``ocds.json``, one release after the other; no file where no purchase is known, as no package is empty."""
    told = _releases(release, edition)
    first = next(told, None)
    if first is None:
        return
    head = json.dumps(_head(edition), ensure_ascii=False, indent=2).removesuffix("\n}")
    with (release / OCDS).open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{head},\n  "releases": [\n    {first}')
        stream.writelines(f",\n    {each}" for each in told)
        stream.write("\n  ]\n}\n")


def _head(edition: Edition) -> Mapping[str, object]:
    return {
        "uri": f"{words().base}{OCDS}" if words().base else f"urn:{package().name}:{edition.version}:{OCDS}",
        "version": _VERSION,
        "publishedDate": _date(edition),
        "publisher": {"name": package().publisher},
        "license": package().licence.path,
    }


def _releases(release: Path, edition: Edition) -> Iterator[str]:
    if _DATASET not in {each.dataset for each in edition.publications}:
        return
    for batch in batches_of(release / f"{_DATASET}.parquet"):
        for row in batch.to_pylist():
            if row["additive"] and row["amount_yuan"] is not None:
                yield json.dumps(_without_nulls(planned(row, _date(edition))), ensure_ascii=False)


def planned(row: Record, date: str) -> Mapping[str, object]:
    """The OCDS release of a row of `procurement`; what the row leaves open is None."""
    key, buyer = str(row["row_key"]), _buyer(row)
    what = row["catalogue_name"] or row["project_name"]
    return {
        "ocid": f"{words().ocid_prefix}-{key}",
        "id": f"{key}-planning",
        "date": date,
        "tag": ["planning"],
        "initiationType": "tender",
        "language": "zh",
        "parties": [{**buyer, "roles": ["buyer"]}],
        "buyer": buyer,
        "planning": {
            "budget": {
                "description": row["fund_source"],
                "amount": _value(row["amount_yuan"]),
                "project": row["project_name"],
                "projectID": row["project_code"],
                "source": f"{row['document_id']}, p. {row['page']}",
            }
        },
        "tender": {
            "id": f"{key}-tender",
            "title": what,
            "status": "planning",
            "items": [
                {
                    "id": "1",
                    "description": what,
                    "classification": {
                        "scheme": words().procurement_scheme if row["catalogue_code"] else None,
                        "id": row["catalogue_code"],
                        "description": row["catalogue_name"],
                    },
                    "quantity": row["quantity"],
                    "unit": {"name": row["measure_unit"], "value": _value(row["unit_price_yuan"])},
                }
            ],
        },
    }


def _buyer(row: Record) -> Mapping[str, object]:
    """Who buys: the unit that the row names, else the department."""
    unit = row["unit_name"] or row["unit_code"]
    name = row["unit_name"] or row["department_name"]
    return {"id": f"{row['department_key'] or row['document_id']}{f'/{unit}' if unit else ''}", "name": name}


def _value(yuan: object) -> Mapping[str, object] | None:
    return {"amount": float(yuan), "currency": "CNY"} if isinstance(yuan, Decimal) else None


def _date(edition: Edition) -> str:
    return f"{edition.day.isoformat()}T00:00:00+08:00"


def _without_nulls(value: object) -> object:
    """The value without members that say nothing."""
    if isinstance(value, Mapping):
        kept = {name: _without_nulls(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, {}, [])}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value
