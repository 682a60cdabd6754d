"""Forms of an official name in which two printings of it are equal."""

import re
from functools import lru_cache

from pipelines.foundation.text import fold_text

_BRACKETS = str.maketrans("[{【〔〖〈", "((((((") | str.maketrans("]}】〕〗〉", "))))))")
_NAMES_AT_ONCE = 10_000
_ENDINGS = re.compile(r"(?<=.)(?:支出)?(?:\([类款项]\)|类)?$")


@lru_cache(_NAMES_AT_ONCE)
def normalize_name(text: str) -> str:
    """Fold a printed name for comparing: characters, white space, quotes, dashes and brackets unified, and the bracket
    closed that a printing leaves open at its end."""
    name = fold_text(text).translate(_BRACKETS)
    return f"{name})" if name.count("(") == name.count(")") + 1 else name


@lru_cache(_NAMES_AT_ONCE)
def name_key(text: str) -> str:
    """Normalised name without endings that printings add or leave off: 支出, 类, （类）, （款）, （项）."""
    return _ENDINGS.sub("", normalize_name(text), count=1)
