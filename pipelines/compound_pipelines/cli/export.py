"""`compound runs export`: where the values of a run came from, for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compound.errors.root import CompoundError


class ExportNotWritten(CompoundError):
    """Raised when a run cannot be exported to a file."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"the export cannot be written to {path}: {reason}. Name a file that you may write to.")


def export(
    run: Annotated[str, typer.Argument(metavar="ID", help="Id of the run, or how it begins.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file, not to the output.")] = None,
    at: Annotated[str, typer.Option("--at", metavar="URL", help="Another journal than COMPOUND_JOURNAL says.")] = "",
) -> None:
    """Print the provenance of a run as W3C PROV-JSON: its values, its nodes and models, and what came from what."""
    from compound.journal.journal import Journal
    from compound.provenance.prov_document import prov_document

    document = prov_document(Journal(at or None), run)
    text = document.serialize(format="json", indent=2, ensure_ascii=False)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise ExportNotWritten(path=out, reason=error.strerror or str(error)) from error
    typer.echo(out, err=True)
