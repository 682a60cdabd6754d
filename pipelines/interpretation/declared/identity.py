"""What a document says of itself, as `identity.yaml` declares it: titles, names, codes, numbers of staff."""

from __future__ import annotations

import re
from functools import cache

from pipelines.datasets.enumerations import SCOPE, STAGE
from pipelines.foundation.declaration import DeclarationFile
from pipelines.foundation.patterns import Patterns
