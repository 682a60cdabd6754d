"""Settings of all tests."""

from hypothesis import settings

# How long an example takes depends on what else the machine does: no test tells by it.
settings.register_profile("project", deadline=None)
settings.load_profile("project")
