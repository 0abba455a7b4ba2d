"""Pipelines as graphs: tracing a function, compiling the trace to a plan, the serialised form."""
