"""What can be wrong with a pipeline when it is built. Each error names the place and the mend."""

from __future__ import annotations

from compound.errors.root import CompoundError


class BuildError(CompoundError):
    """Raised when a pipeline cannot be built; see its subclasses."""


class EdgeMismatch(BuildError):
    """Raised when the output of one node does not fit the input of another."""

    def __init__(
        self, *, source: str, target: str, port: str, given: str, wanted: str, conversions: tuple[str, ...] = ()
    ) -> None:
        self.source, self.target, self.port = source, target, port
        self.given, self.wanted, self.conversions = given, wanted, conversions
        mend = (
            f"Put {' or '.join(f'`{name}`' for name in conversions)} between them."
            if conversions
            else f"Convert it with a node ({given}) -> {wanted}, or change one of the annotations."
        )
        needed = f"{target} promises {wanted}" if port == "return" else f"`{port}` takes {wanted}"
        super().__init__(f"{source} -> {target}.{port}: {source} gives {given}, but {needed}. {mend}")


class ConstantMismatch(BuildError):
    """Raised when a plain value, given to a node instead of a value of the graph, does not fit its port."""

    def __init__(self, *, node: str, port: str, wanted: str, problem: str) -> None:
        self.node, self.port, self.wanted, self.problem = node, port, wanted, problem
        super().__init__(
            f"{node}.{port}: {problem}, but `{port}` takes {wanted}. Give a value that fits, or change the annotation."
        )


class ResultMismatch(BuildError):
    """Raised when a pipeline returns a plain value that is not what it promises, most often None by mistake."""

    def __init__(self, *, pipeline: str, wanted: str, problem: str) -> None:
        self.pipeline, self.wanted, self.problem = pipeline, wanted, problem
        super().__init__(
            f"{pipeline} promises {wanted}, but its function returns a plain value: {problem}. "
            "Return the result of a node; is a `return` missing?"
        )


class MissingInput(BuildError):
    """Raised when a required input is neither connected nor given a value."""

    def __init__(self, *, node: str, port: str, wanted: str, signature: str) -> None:
        self.node, self.port, self.wanted, self.signature = node, port, wanted, signature
        super().__init__(f"{node}: the input `{port}: {wanted}` is missing. Its signature is {signature}.")


class DoubledInput(BuildError):
    """Raised when one input is given twice."""

    def __init__(self, *, node: str, port: str) -> None:
        self.node, self.port = node, port
        super().__init__(f"{node}: the input `{port}` is given twice, by position and by name. Give it once.")


class UnknownInput(BuildError):
    """Raised when an input is given that the node does not have."""

    def __init__(self, *, node: str, given: str, known: tuple[str, ...]) -> None:
        self.node, self.given, self.known = node, given, known
        inputs = ", ".join(f"`{name}`" for name in known) or "none"
        super().__init__(f"{node}: there is no input {given}. Its inputs are: {inputs}.")


class UnusedNode(BuildError):
    """Raised when nothing uses the result of a pure node, so that running it would be a waste or a mistake."""

    def __init__(self, *, pipeline: str, nodes: tuple[str, ...]) -> None:
        self.pipeline, self.nodes = pipeline, nodes
        names = ", ".join(f"`{name}`" for name in nodes)
        super().__init__(
            f"{pipeline}: nothing uses the result of {names}. Return it, pass it on, or delete the call; "
            'if a node is called for its effect, declare it with effect="write" or "act".'
        )


class SymbolMisuse(BuildError):
    """Raised when ordinary Python is done to a value that only exists when the pipeline runs."""

    def __init__(self, *, what: str, operation: str, mend: str) -> None:
        self.what, self.operation, self.mend = what, operation, mend
        super().__init__(f"{operation} on {what}: values exist only while the pipeline runs, not yet here. {mend}")


class SymbolInside(BuildError):
    """Raised when a symbolic value is hidden inside an object that is passed on as a plain value."""

    def __init__(self, *, where: str, holder: str, kind: str) -> None:
        self.where, self.holder, self.kind = where, holder, kind
        mend = _MENDS[kind].format(holder)
        super().__init__(f"{where}: {holder} holds a value that exists only while the pipeline runs. {mend}")


_MENDS = {
    "object": "Make it a node of the graph: `build({}, …)` with the same arguments.",
    "function": "A function cannot carry a value of the graph into a node: pass the value as an input of its own.",
    "settings": "Settings are fixed when the pipeline is built: pass the value as an input of `run` instead.",
}


class StraySymbol(BuildError):
    """Raised when a value of one pipeline is used in another, or outside of any."""

    def __init__(self, *, what: str, where: str) -> None:
        self.what, self.where = what, where
        super().__init__(
            f"{where}: {what} belongs to another pipeline, and there only while that is being traced. "
            "Pass it on as an input or as the result of a pipeline."
        )


class RecursivePipeline(BuildError):
    """Raised when a pipeline calls itself while it is being traced: the graph would have no end."""

    def __init__(self, *, chain: tuple[str, ...]) -> None:
        self.chain = chain
        super().__init__(
            f"{' -> '.join(chain)}: a pipeline that calls itself has no end when it is built. "
            "Use `loop(body, state, until=…, limit=…)`; inside the body of a node, recursion is free."
        )


class CyclicGraph(BuildError):
    """Raised when the nodes of a workflow file feed each other in a circle."""

    def __init__(self, *, nodes: tuple[str, ...]) -> None:
        self.nodes = nodes
        super().__init__(
            f"These nodes wait for each other: {' -> '.join((*nodes, nodes[0]))}. "
            "Cut one of the edges; for repetition use `loop`."
        )


class DuplicateName(BuildError):
    """Raised when two nodes of a pipeline are given one name."""

    def __init__(self, *, name: str, pipeline: str) -> None:
        self.name, self.pipeline = name, pipeline
        super().__init__(f"{pipeline}: two nodes would be called {name!r}. Give one of them another name.")


class InvalidName(BuildError):
    """Raised when a name is given that no node can have, or to something that has no name of its own."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"the name {name!r} cannot be given: {reason}.")


class UnresolvedType(BuildError):
    """Raised when the type variables of a generic node are not settled by its inputs."""

    def __init__(self, *, node: str, variables: tuple[str, ...]) -> None:
        self.node, self.variables = node, variables
        names = ", ".join(variables)
        super().__init__(f"{node}: the inputs do not settle {names}. Give an input that uses it, or annotate a type.")


class WrongArgument(BuildError):
    """Raised when what shapes a graph is given something that it cannot work with: a body that cannot be called, …"""

    def __init__(self, *, where: str, given: str, wanted: str) -> None:
        self.where, self.given, self.wanted = where, given, wanted
        super().__init__(f"{where}: got {given}, but it takes {wanted}.")


class PythonBranch(BuildError):
    """Raised when a traced function decides by `is` or `match` on a symbolic value, which cannot be trapped."""

    def __init__(self, *, pipeline: str, file: str, line: int, code: str) -> None:
        self.pipeline, self.file, self.line, self.code = pipeline, file, line, code
        super().__init__(
            f"{pipeline} ({file}:{line}): `{code}` would be decided now, while the pipeline is built, for every run: "
            "what it asks about is a symbol of a value, and never None. "
            "Use `when(condition, then, otherwise)` with a node that returns a bool."
        )


class OutsidePipeline(BuildError):
    """Raised when something that only shapes a graph is called where no pipeline is being traced."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(f"`{name}` shapes a graph and works only inside a function decorated with @pipeline.")
