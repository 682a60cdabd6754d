from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest

from pipelines.datasets.frames import frame, to_table


@pytest.fixture
def funding() -> Callable[..., pa.Table]:
    """A table of project_funding: one row per amount, of one document."""

    def make(*amounts: str | None, department: str = "143", **columns: object) -> pa.Table:
        row = {
            "document_id": f"420107-{department}-2025-budget",
            "fiscal_year": 2025,
            "division_code": "420107",
            "department_code": department,
            "department_name": "城市运行管理中心",
            "page": 27,
            "fund": "all",
        }
        rows = [row | columns | {"amount_yuan": None if text is None else Decimal(text)} for text in amounts]
        return to_table("project_funding", frame("project_funding", rows))

    return make
