"""What a standard table is known by."""

from __future__ import annotations

from pipelines.foundation.declaration import Declaration
from pipelines.interpretation.declared.values import Folded, StandardTableName


class Recognisable(Declaration):
    """One standard table as declared.

    A sheet is this table where its title is one of `titles`, holds one of `words` or ends like one of `endings`; or,
    where its title says nothing, where its first two rows have the labels of one of `openings`, or its cells those of
    one of `marks`.
    """

    table: StandardTableName
    titles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    openings: tuple[tuple[Folded, ...], ...] = ()
    marks: tuple[tuple[Folded, ...], ...] = ()
