"""`compound watch`: files that arrive start runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from compound.arrivals.watcher import Watcher
    from compound_pipelines.cli.arriving import HandOn


def watch(
    place: Annotated[
        str, typer.Argument(metavar="FOLDER|URL", help="Where files arrive; s3://bucket/prefix and its like are URLs.")
    ],
    pipeline: Annotated[
        str | None, typer.Argument(help="Run it here on each file, one after the other: as for `compound run`.")
    ] = None,
    deployment: Annotated[
        str | None,
        typer.Option(metavar="FLOW/NAME", help="Instead, have Prefect run this deployment on each file."),
    ] = None,
    name: Annotated[
        str, typer.Option("--input", metavar="NAME", help="The input that takes the file, where there are several.")
    ] = "",
    match: Annotated[str, typer.Option(metavar="PATTERN", help="Only files with such names, as '*.pdf'.")] = "*",
    every: Annotated[
        float,
        typer.Option(min=0.01, metavar="SECONDS", help="How often to look; a file is whole when two agree."),
    ] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Take what is there, and end.")] = False,
) -> None:
    """Start a run for each file that arrives in a folder, or below a URL: each content once, also after a restart.

    Hidden files, and those named as unfinished (page.pdf.part), wait until they are renamed.
    """
    from compound.arrivals.place import Place
    from compound.arrivals.seen import Seen
    from compound.arrivals.watcher import Watcher
    from compound_pipelines.cli import INTERRUPTED
    from compound_pipelines.cli.arriving import say, to_pipeline, to_prefect
    from compound_pipelines.cli.finding import find_pipeline

    if (pipeline is None) == (deployment is None):
        raise typer.BadParameter("name a pipeline, or a deployment with --deployment.")
    source = Place(place, match)
    source.files()  # raises what is wrong with it before anything is made on a server
    with Seen(source.url, deployment or pipeline or "") as seen:
        if deployment is not None:
            hand_on = to_prefect(source.url, deployment, name)
        else:
            hand_on = to_pipeline(find_pipeline(pipeline or ""), name)
        say(f"watching {source.url}")
        try:
            _look(Watcher(source, seen), hand_on, every, looks=2 if once else None)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


def _look(watcher: Watcher, hand_on: HandOn, every: float, looks: int | None) -> None:
    """Looks so often, or for ever; what cannot be reached for a while comes with a later look."""
    import time
    from itertools import count

    from compound.errors import PlaceUnreadable, ServerUnreachable
    from compound_pipelines.cli.arriving import say

    told = ""
    for look in count(1):
        try:
            watcher.look(hand_on)
            told = ""
        except (PlaceUnreadable, ServerUnreachable) as error:
            if look == looks:
                raise
            if str(error) != told:
                told = str(error)
                say(f"error: {told}")
        if look == looks:
            return
        time.sleep(every)
