"""How labels are compared: what of a printed label says nothing, in forms and in the heads of lists."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.foundation.amounts import MONEY_UNIT
from pipelines.foundation.text import YEAR, fold_text, strip_list_number

_BRACKETS = re.compile(r"\([^()]*\)")
_WITHOUT_WEIGHT = re.compile(
    rf"{YEAR}年度?|^其中:?|\((?:金额)?(?:单位:)?{MONEY_UNIT}\)|单位:{MONEY_UNIT}|[\"'的]|[:,。]+$"
)


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """A label's text for comparing: folded, without list number, bracketed words and closing colon."""
    return _BRACKETS.sub("", whole_key(text)).rstrip(":.。")


@lru_cache(maxsize=8192)
def whole_key(text: str) -> str:
    """A label's text for comparing with its bracketed words, which may tell it apart: `单位名称（项目名称）`."""
    return fold_text(strip_list_number(fold_text(text))[1]).rstrip(":.。")


@lru_cache(maxsize=8192)
def label_core(label: str) -> str:
    """A header label as labels are compared: folded, without unit, year, quotes, `其中` and 的."""
    return _WITHOUT_WEIGHT.sub("", fold_text(label))
