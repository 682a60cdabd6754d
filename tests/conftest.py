"""Settings of all tests."""

import os

import pytest
from hypothesis import settings

# Whole runs read their release themselves: the formats' own validators, which take seconds, are asked where they are
# what a test is about.
os.environ.setdefault("YUSUAN_VALIDATORS", "own")

# How long an example takes depends on what else the machine does: no test tells by it.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="session")
def storage():
    """A server that speaks S3, and an environment in which it is found."""
    from tests.object_storage import serving

    with serving() as storage, pytest.MonkeyPatch.context() as environment:
        for name, value in storage.environment.items():
            environment.setenv(name, value)
        yield storage
