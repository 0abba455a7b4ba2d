"""Flow runs whose process is gone are started again, and go on from the journal.

Prefect notices by itself when a flow run's process ends under a living worker, and calls the run Crashed. Automations
do the rest, for runs with the tag `compound` only:

1. A run that gave heartbeats and then none for three times their interval is scheduled again, as the same flow run: its
   worker is gone as well.
2. So is a run that was handed to a process and never began.
3. So is a Crashed run, after a while. Not at once: a worker can report one crash twice, twelve seconds apart (Prefect
   3.8), and each report would start a process.
4. A run that was started again too often has Failed, and stays so.

The flow runs must send heartbeats: workers get PREFECT_FLOWS_HEARTBEAT_FREQUENCY=30, the shortest that Prefect allows.
Two processes that come to one flow run all the same are kept apart by its lease.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from compound.backends.prefect.leases import is_held
from compound.backends.prefect.serving_settings import HEARTBEAT

if TYPE_CHECKING:
    from sqlalchemy import Engine

TAG = "compound"
RESTARTS = 3
"""How often in a day a flow run is started again."""
_RESTARTED, _INTERRUPTED = "Restarted", "Interrupted"

RESTARTED = State[None](type=StateType.SCHEDULED, name=_RESTARTED, message="its process was gone")
INTERRUPTED = State[None](type=StateType.SCHEDULED, name=_INTERRUPTED, message="goes on when there is a worker")

_LATEST_START = timedelta(minutes=5)  # twenty runs that start at once on two cores take two minutes for it
_AFTER_CRASH = timedelta(seconds=20)
_ENDED = ("Completed", "Failed", "Cancelled")
_BEFORE = ("Pending", "Submitting", "InfrastructurePending")
_RESTS = ("Paused", "Suspended", "Scheduled", "AwaitingRetry", "Cancelling", _RESTARTED, _INTERRUPTED)
_EACH_OF_OURS: Any = {
    "match": {"prefect.resource.id": ["prefect.flow-run.*"]},
    "match_related": {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"},
    "for_each": {"prefect.resource.id"},
}


def ensure_recovery() -> None:
    """Makes the automations on the Prefect server, or brings those of the same names up to date."""
    with get_client(sync_client=True) as client:
        for wanted in automations():
            found = client.read_automations_by_name(wanted.name)
            if found:
                client.update_automation(found[0].id, wanted)
            else:
                client.create_automation(wanted)


def automations() -> tuple[AutomationCore, ...]:
    """What the Prefect server is to do about runs whose process is gone."""
    silence = timedelta(seconds=3 * HEARTBEAT)
    # Not forced, so that the server refuses it for a run that has ended, of which the event may come late.
    again: Any = {"state": StateType.SCHEDULED, "name": _RESTARTED}
    return (
        AutomationCore(
            name="compound: no heartbeat",
            description="Flow runs whose process and worker are gone go on from the journal.",
            trigger=_absence(("heartbeat",), ("heartbeat", "Crashed", *_ENDED, *_RESTS), silence),
            actions=[ChangeFlowRunState(**again, message=f"no heartbeat for {silence.seconds} s")],
        ),
        AutomationCore(
            name="compound: never began",
            description="Flow runs that were handed to a process and never began are handed to another.",
            trigger=_absence(_BEFORE, ("Running", "Crashed", *_ENDED, *_RESTS), _LATEST_START),
            actions=[ChangeFlowRunState(**again, message=f"not begun after {_LATEST_START.seconds} s")],
        ),
        AutomationCore(
            name="compound: crashed",
            description="Crashed flow runs go on from the journal.",
            trigger=_absence(("Crashed",), ("Running", *_BEFORE, *_RESTS, *_ENDED), _AFTER_CRASH),
            actions=[ChangeFlowRunState(**again, message="after a crash", force=True)],
        ),
        AutomationCore(
            name="compound: give up",
            description="Flow runs that crash whenever they are started are not started for ever.",
            trigger=EventTrigger(
                expect={f"prefect.flow-run.{_RESTARTED}"},
                posture=Posture.Reactive,
                threshold=RESTARTS + 1,
                within=timedelta(days=1),
                **_EACH_OF_OURS,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.FAILED,
                    name="Failed",
                    message=f"started again {RESTARTS} times in a day",
                    force=True,
                )
            ],
        ),
    )


def settle_abandoned(engine: Engine, state: State[None]) -> int:
    """Puts flow runs that are called running, and that no process works on, into a state; how many there were.

    `engine` is that of the journal, where the leases are.
    """
    wanted = FlowRunFilter.model_validate(
        {"tags": {"all_": [TAG]}, "state": {"type": {"any_": ["RUNNING", "PENDING"]}}}
    )
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=wanted, limit=200, sort=FlowRunSort.START_TIME_ASC)
        abandoned = [run.id for run in runs if not is_held(str(run.id), engine)]
        for run in abandoned:
            client.set_flow_run_state(run, state, force=True)
    return len(abandoned)


def _absence(after: tuple[str, ...], expect: tuple[str, ...], within: timedelta) -> EventTrigger:
    """Fires for each flow run of ours when after some events none of the others follows."""
    return EventTrigger(
        after={f"prefect.flow-run.{name}" for name in after},
        expect={f"prefect.flow-run.{name}" for name in expect},
        posture=Posture.Proactive,
        within=within,
        **_EACH_OF_OURS,
    )
