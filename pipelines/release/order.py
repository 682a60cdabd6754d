"""What is asked of a release before any of it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.foundation.tasks import Together, one_by_one
from pipelines.release.documents import Withdrawal
from pipelines.release.pictures import Pictures
from pipelines.release.searched import Searched
from pipelines.release.validators import VALIDATORS, Validator


@dataclass(frozen=True)
class Order:
    """What is to be published, and on which terms.

    `datasets` gives the rows of each dataset when it is asked, in whatever process; `inputs` is a digest of all that
    the release is made of; `files` are the documents by their digest; `folder` is where they lie, in words; `corrected`
    are the days of the accepted corrections; with a reason in `accepted`, losses pass; `keep` is how many releases
    stay; `pictures` are the pieces of the documents' pages that were drawn before; `searched` knows in which rows
    nothing personal is; `together` does what writes the datasets, what makes the other files, and what validates them.
    """

    datasets: Mapping[str, Callable[[], Iterable[pa.Table]]]
    inputs: str
    files: Mapping[str, Path]
    folder: str
    withdrawals: tuple[Withdrawal, ...] = ()
    corrected: tuple[date, ...] = ()
    accepted: str | None = None
    keep: int = 12
    validators: tuple[Validator, ...] = VALIDATORS
    pictures: Pictures | None = None
    searched: Searched = field(default_factory=Searched)
    together: Together = one_by_one
