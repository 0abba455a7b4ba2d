"""The one entry point of all deployments: what names a pipeline, and its inputs.

A deployment needs no generated code, only compound where its worker is: it says which pipeline is meant, and that its
`inputs` are of the types that the pipeline takes, so that Prefect's page shows a form for them.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from prefect.exceptions import Abort
from prefect.flows import flow
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from compound.backends.prefect.kept_forms import kept_form
from compound.backends.prefect.parameters import inputs_from
from compound.backends.prefect.remembering import FlowRecording
from compound.backends.prefect.running import Manner, run_in_flow
from compound.cache.cache import Cache
from compound.errors.deploy import FlowRunHeld, NoSuchPipeline
from compound.errors.workflow import UnknownReference
from compound.graph.pipeline import Pipeline
from compound.journal.journal import Journal
from compound.modules import resolve
from compound.run.inputs import bind_inputs
from compound.run.lanes.threads import SIZE
from compound.workflow.reading import load_workflow

ENTRY_POINT = f"{__name__}.run_pipeline"

_THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=SIZE)


@flow(
    name="run-pipeline",
    task_runner=_THREADS,
    validate_parameters=False,  # the pipeline's own edge does, and says what is wrong
    persist_result=False,
)
def run_pipeline(spec: dict[str, Any] | str, inputs: dict[str, Any], modules: Sequence[str] = ()) -> Any:
    """Runs a pipeline in this flow run, its nodes as tasks, and writes the run into the journal.

    Args:
        spec: The serialised form, the digest of one that the journal keeps, or `module:name` of a ready pipeline.
        inputs: Values by name, as JSON has them; a file is its path.
        modules: Modules beyond those of compound in which the names of a serialised form may be looked up.

    Raises PipelineFailed, NoSuchPipeline, a WorkflowError, InputMismatch and its like.
    """
    journal = Journal()
    try:
        pipeline = _found(spec, modules, journal)
        bound = bind_inputs(pipeline, (), inputs_from(pipeline, inputs))
        return run_in_flow(pipeline, bound, Manner(memory=FlowRecording(journal, Cache()))).output
    except FlowRunHeld as held:
        raise Abort(held.message) from held  # which leaves the state of the flow run to the process that has it


def _found(spec: dict[str, Any] | str, modules: Sequence[str], journal: Journal) -> Pipeline[..., Any]:
    if isinstance(spec, Mapping):
        return load_workflow(spec, modules)
    if ":" in spec:
        return _named(spec)
    return load_workflow(kept_form(journal, spec), modules)


def _named(reference: str) -> Pipeline[..., Any]:
    """The pipeline `module:name`; the module may lie in the folder that the deployment works in."""
    module = reference.partition(":")[0]
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        importlib.import_module(module)
        found = resolve(reference)
    except (ImportError, UnknownReference) as error:
        raise NoSuchPipeline(reference=reference, reason=str(error)) from error
    if not isinstance(found, Pipeline):
        raise NoSuchPipeline(reference=reference, reason=f"it is {type(found).__name__}")
    return found
