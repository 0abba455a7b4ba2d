"""What can go wrong with flow runs of Prefect."""

from __future__ import annotations

from compound.errors.root import CompoundError


class FlowRunTaken(CompoundError):
    """Raised when a flow run is started while another process is still at it."""

    def __init__(self, *, flow_run: str, run: str) -> None:
        self.flow_run, self.run = flow_run, run
        super().__init__(
            f"flow run {flow_run} is under way in another process, as run {run} of the journal. Wait until it has "
            "ended; should that process be gone, on another machine, `compound runs resume` goes on with the run."
        )
