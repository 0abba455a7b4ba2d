"""Other places to run a pipeline: the same plan and the same scheduler, with the calls made elsewhere."""
