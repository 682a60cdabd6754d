"""Which numbers of a table that no dataset is for are money, as `unclassified.yaml` declares it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.text import fold_text


class Unclassified(Declaration):
    """Words in the labels of a number that tell money from counts; the file tells what each is."""

    money: frozenset[str]
    counts: frozenset[str]

    def is_money(self, labels: Iterable[str]) -> bool:
        """Whether a number under these labels is money where the table prints a unit of money."""
        said = [fold_text(label) for label in labels]
        return any(_holds(label, self.money) for label in said) and not any(
            _holds(label, self.counts) for label in said
        )


UNCLASSIFIED = DeclarationFile("pipelines.interpretation.declared", "unclassified.yaml", Unclassified)


@cache
def unclassified() -> Unclassified:
    """What `unclassified.yaml` declares."""
    return UNCLASSIFIED.load()


def _holds(label: str, words: Iterable[str]) -> bool:
    return any(word in label for word in words)
