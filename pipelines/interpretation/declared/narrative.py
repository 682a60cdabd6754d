"""How the explanation of a budget is written, as `narrative.yaml` declares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipelines.foundation.declaration import DeclarationFile
from pipelines.foundation.patterns import Patterns

