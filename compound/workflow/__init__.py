"""The serialised form of a pipeline: plain data, versioned, without code.

A file names nodes and types (`module:name`), never paths and never source. Names are resolved in modules that are
imported, in compound's own packages and in modules that the operator allows.
"""
