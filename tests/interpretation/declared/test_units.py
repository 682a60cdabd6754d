"""The units of money in labels: each that there is."""

from __future__ import annotations

import pytest

from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.interpretation.declared.form_labels import printed_unit
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.captions import read_caption


@pytest.mark.parametrize("unit", YUAN_PER_UNIT)
def test_a_unit_is_read_wherever_it_is_printed(unit: str):
    label = read_label(f"合计（{unit}）")
    assert (label.unit, label.unknown, label.get("line")) == (unit, "", "total")
    assert printed_unit(f"资金金额（{unit}）") == unit
    assert read_caption([f"单位：{unit}"], []).printed_unit == unit
