"""What is told of a failed run: what stopped it, and nothing that did not."""

import dagster as dg

from assets.telling import failures


@dg.asset
def rows() -> None:
    """Rows with an identity that fails."""


@dg.asset_check(asset=rows)
def identities() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN, metadata={"suspect": 1})


@dg.asset(deps=[rows])
def release() -> None:
    raise OSError("no space left")


def test_a_check_that_warns_is_no_reason_of_a_failure():
    job = dg.Definitions(
        assets=[rows, release], asset_checks=[identities], jobs=[dg.define_asset_job("all")]
    ).resolve_job_def("all")
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        assert [*failures(result, "nothing was published")] == [
            "yusuan: the run failed, nothing was published",
            "yusuan: release: OSError: no space left",
        ]


class Locked(dg.ConfigurableResource):
    """A resource that nobody may have."""

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        raise PermissionError("not yours")


@dg.asset
def alone(locked: Locked) -> None:
    """What needs it."""


def test_what_breaks_outside_of_all_steps_is_told():
    job = dg.Definitions(
        assets=[alone], resources={"locked": Locked()}, jobs=[dg.define_asset_job("all")]
    ).resolve_job_def("all")
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        assert [*failures(result, "nothing was published")] == [
            "yusuan: the run failed, nothing was published",
            "yusuan: PermissionError: not yours",
        ]
