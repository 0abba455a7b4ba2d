"""A kit for whoever runs pipelines elsewhere: generated graphs, on which a backend must do what a local run does.

It needs hypothesis (`pip install 'compound-engine[conformance]'`), and is used in a test of pytest:

    from hypothesis import given
    from compound.backends.conformance.checking import check
    from compound.backends.conformance.examples import Example, examples

    @given(examples())
    def test_it_does_what_a_local_run_does(example: Example) -> None:
        check(MyBackend(), example.pipeline, example.inputs)

`check` compares all that people see of a run: its output or its failures, and all that the journal has of it but the
time. `MyBackend` is anything with the method of `Backend`.
"""
