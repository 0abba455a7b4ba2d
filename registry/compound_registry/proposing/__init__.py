"""A model card proposed from what a checkpoint says about itself. What it does not say is left open."""
