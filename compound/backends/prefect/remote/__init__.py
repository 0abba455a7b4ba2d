"""Flows whose nodes run on the workers of a cluster: Dask, Ray, or processes.

What crosses is the digest of the serialised form, the path of a node in it, and references to values in a store that
flow and workers share. Never a live object: no node, no model, no array.
"""
