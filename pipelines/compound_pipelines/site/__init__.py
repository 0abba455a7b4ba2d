"""The reference site, generated from what the code says about itself: `python -m compound_pipelines.site FOLDER`."""
