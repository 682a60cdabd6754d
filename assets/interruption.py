"""SIGINT and SIGTERM end a run at once: what is done is kept, nothing is published, nothing is tried again."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

SECONDS_BEFORE_A_RETRY = 5.0
NO_RETRIES = {"dagster/max_retries": "0"}
"""Tags of a run that the daemon is not to start again."""


@contextmanager
def tried_again(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Try an asset once more after a full disk or a lost mount, and never after an interruption.

    Not Dagster's RetryPolicy: under it, an interrupted step is begun again and the run goes on.
    """
    try:
        yield
    except OSError as error:
        raise dg.RetryRequested(max_retries=1, seconds_to_wait=SECONDS_BEFORE_A_RETRY) from error
    except (dg.DagsterExecutionInterruptedError, KeyboardInterrupt):
        context.instance.add_run_tags(context.run_id, NO_RETRIES)
        raise
