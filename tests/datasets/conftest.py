from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from pipelines.datasets.catalogue import columns

Record = dict[str, object]
ROWS = yaml.safe_load(Path(__file__).with_name("rows.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def record() -> Callable[..., Record]:
    """A valid record of a dataset, with the given columns changed."""

    def make(dataset: str, **changes: object) -> Record:
        money = {column.name for column in columns(dataset) if pa.types.is_decimal(column.type)}
        return {
            name: Decimal(value) if name in money and isinstance(value, str) else value
            for name, value in (ROWS[dataset] | changes).items()
        }

    return make
