"""Looking at pipelines and runs: drawings for the terminal and as SVG, summaries, progress.

Nothing here is imported before it is used, since Rich and networkx take longer to load than a small pipeline to run.
"""
