"""Pipelines as Prefect flows. Nothing of Prefect is imported before a flow is made."""
