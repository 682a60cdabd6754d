"""A row of a published dataset on its way, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping

Record = Mapping[str, object]
"""One row of a published dataset, by column name; a column that is left out is null."""
