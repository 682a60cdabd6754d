"""An expression that is made ready for use only where a text asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Expression:
    """A regular expression. Those of this policy hold all labels and family names: a process that needs few of them
    does not wait for the others."""

    text: str

    @cached_property
    def ready(self) -> re.Pattern[str]:
        return re.compile(self.text)


@dataclass(frozen=True)
class Announced:
    """An expression, and what every text has in which it is found: a shorter one, which nearly no text has."""

    sign: Expression
    whole: Expression

    def find(self, text: str) -> list[re.Match[str]]:
        """What the expression matches within a text, in order."""
        return [*self.whole.ready.finditer(text)] if self.sign.ready.search(text) else []


def announced(sign: str, rest: str) -> Announced:
    """An expression that begins with its sign."""
    return Announced(Expression(sign), Expression(sign + rest))
