"""What stands beside labels that announce somebody's name or number: 联系人, 电话."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.personal_data.declared import DeclaredLabels
from pipelines.personal_data.expression import Announced, Expression, announced
from pipelines.personal_data.finding import Finding
from pipelines.personal_data.names import Names, any_of
from pipelines.personal_data.plain import HAN

_SEPARATOR = r"\s?[、,/;]\s?"


@dataclass(frozen=True)
class Labelled:
    """What somebody's name or number looks like beside the labels that announce it."""

    rule: str
    label: Expression
    """A cell of labels and nothing else, one of them of this rule."""
    beside: tuple[Announced, ...]
    value: Expression
    names: Names

    def is_label(self, text: str) -> bool:
        """Whether a cell's plain text is such a label, with others or alone: 联系人及电话."""
        return self.label.ready.fullmatch(text.rstrip(": ")) is not None

    def find(self, text: str) -> Iterator[Finding]:
        """The values that follow a label within a plain text."""
        for expression in self.beside:
            for match in expression.find(text):
                if self._is_somebodys(match["value"]):
                    yield Finding(self.rule, match.start(), match.end(), match["value"])

    def find_in_cell(self, text: str) -> Iterator[str]:
        """The values in the plain text of a cell that stands beside a label."""
        for part in re.split(r"[、,;/]", text):
            if (match := self.value.ready.match(part.strip())) and self._is_somebodys(match[0]):
                yield match[0]

    def _is_somebodys(self, value: str) -> bool:
        return self.names.is_somebodys(re.split(_SEPARATOR, value)[0])


def labelled_of(rule: str, declared: DeclaredLabels, names: Names, every_label: str, joint: str) -> Labelled:
    """Declared labels, ready for use; `every_label` is an expression for all of them, `joint` for what joins two."""
    value = declared.value
    # A name is taken for one after a colon; after a blank or none only what is surely one.
    sure = (declared.sure or value).replace("SURNAME", f"(?:{names.surname})")
    blank = r"\s?[\s/]\s?" if declared.sure else r"\s?"
    between = rf"(?:(?>{declared.between})\s?)*+" if declared.between else ""
    own, several = any_of(declared.labels), rf"(?:{every_label})(?:(?:{joint})?(?:{every_label}))*"
    head = rf"(?:{own})(?:\([^()]*\))?"
    end = rf"(?=\s?(?:{every_label})|[^{HAN}\d.,]|[.,](?!\d)|(?<!\d)\d|$)"
    more = rf"(?:{_SEPARATOR}(?:{sure}){end})*"
    return Labelled(
        rule,
        Expression(rf"(?=.*(?:{own})){several}(?:\s?\([^()]*\))?"),
        (
            announced(rf"{head}\s?:", rf"\s?{between}(?P<value>(?:{value}){end}{more})"),
            announced(rf"{head}{blank}", rf"{between}(?P<value>(?:{sure}){end}{more})"),
        ),
        Expression(rf"(?:{value}){end}"),
        names,
    )
