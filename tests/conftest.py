"""Settings of all tests."""

import os

from hypothesis import settings

# Whole runs read their release themselves: the formats' own validators, which take seconds, are asked where they are
# what a test is about.
os.environ.setdefault("YUSUAN_VALIDATORS", "own")

# How long an example takes depends on what else the machine does: no test tells by it.
settings.register_profile("project", deadline=None)
settings.load_profile("project")
