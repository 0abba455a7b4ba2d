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
        super().__init__(f"{source} -> {target}.{port}: {source} gives {given}, but `{port}` takes {wanted}. {mend}")


class ConstantMismatch(BuildError):
    """Raised when a constant given to a node does not fit its port."""

    def __init__(self, *, node: str, port: str, wanted: str, problem: str) -> None:
        self.node, self.port, self.wanted, self.problem = node, port, wanted, problem
        super().__init__(f"{node}.{port}: the constant does not fit {wanted}: {problem}")


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
            'if it is called for its effect, declare the node with effect="write" or "act".'
        )


class SymbolMisuse(BuildError):
    """Raised when ordinary Python is done to a value that only exists when the pipeline runs."""

    def __init__(self, *, what: str, operation: str, mend: str) -> None:
        self.what, self.operation, self.mend = what, operation, mend
        super().__init__(f"{operation} on {what}, which has no value before the pipeline runs. {mend}")


class SymbolInside(BuildError):
    """Raised when a symbolic value is hidden inside an object that is passed as a constant."""

    def __init__(self, *, node: str, port: str, holder: str) -> None:
        self.node, self.port, self.holder = node, port, holder
        super().__init__(
            f"{node}.{port}: a {holder} was given that holds a value of the graph. "
            f"Make it a node: `build({holder}, …)` with the same arguments."
        )


class StraySymbol(BuildError):
    """Raised when a value of one pipeline is used in another, or outside of any."""

    def __init__(self, *, what: str, where: str) -> None:
        self.what, self.where = what, where
        super().__init__(f"{where}: {what} belongs to another pipeline. Pass it as an input of this one instead.")


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
    """Raised when two nodes are given one name with `.named()`, or the name uses a reserved sign."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"the name {name!r} cannot be given: {reason}")


class UnresolvedType(BuildError):
    """Raised when the type variables of a generic node are not settled by its inputs."""

    def __init__(self, *, node: str, variables: tuple[str, ...]) -> None:
        self.node, self.variables = node, variables
        names = ", ".join(variables)
        super().__init__(f"{node}: the inputs do not settle {names}. Give an input that uses it, or annotate a type.")


class NotATypedThing(BuildError):
    """Raised when a shaping function is given a body that is not a node, a pipeline or a function of symbols."""

    def __init__(self, *, where: str, given: str, wanted: str) -> None:
        self.where, self.given, self.wanted = where, given, wanted
        super().__init__(f"{where}: got {given}, but {wanted} is needed.")


class PythonBranch(BuildError):
    """Raised when a traced function asks `is` of a symbolic value, which Python answers without asking us."""

    def __init__(self, *, pipeline: str, file: str, line: int, code: str) -> None:
        self.pipeline, self.file, self.line, self.code = pipeline, file, line, code
        super().__init__(
            f"{pipeline} ({file}:{line}): `{code}` is decided once, when the pipeline is built, since a symbolic value "
            "is never None. Use `when(condition, then, otherwise)` with a node that returns a bool."
        )


class OutsidePipeline(BuildError):
    """Raised when something that only shapes a graph is called where no pipeline is being traced."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(f"`{name}` shapes a graph and works only inside a function decorated with @pipeline.")
