"""Reports: what came out of runs, as one HTML file that needs nothing else."""

from __future__ import annotations

from compound_pipelines.report.reporting import Report, write_report

__all__ = ["Report", "write_report"]
