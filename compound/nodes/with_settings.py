"""`Node`: a node with settings and a loaded resource, as a class."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, Protocol, Self, TypeVar, Unpack, overload

from pydantic import BaseModel, ConfigDict

from compound.errors.build import SymbolInside, WrongArgument
from compound.errors.declare import InvalidNode, InvalidPolicy
from compound.graph.symbol import Symbol
from compound.nodes.calling import apply
from compound.nodes.declaration import Declaration, reference
from compound.nodes.naming import snake_case
from compound.nodes.policy import Policy, PolicyOptions
from compound.nodes.scope import names_around
from compound.run.context import current_node

if TYPE_CHECKING:
    from compound.ports.signature import Signature

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_RESERVED = frozenset(
    (
        "policy",
        "models",
        "declaration",
        "signature",
        "named",
        "with_policy",
        "load",
        "loaded",
        "footprint",
        "foresee",
        "run",
        "run_batch",
        "output_type",
    )
)


class _Runs(Protocol[P, R_co]):
    """A class node as type checkers see it when it is called: its `run` is its signature."""

    def run(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...


class Node(BaseModel):
    """Base of class nodes: the fields are the settings, `run` is the signature, `load` makes what is kept loaded.

    Class arguments are the fields of `Policy`: `class Read(Node, device="cpu", batch=8)`; subclasses inherit them.
    With `batch` there is a `run_batch` that takes a list for each parameter of `run` and returns a list of results in
    the same order. A class whose output type depends on its settings says so with a method `output_type(self)`.

    Settings are frozen, and may have any name but those that every class node has: policy, models, declaration,
    signature, named, with_policy, load, loaded, footprint, foresee, run, run_batch, output_type. A wrong class raises
    InvalidNode or InvalidPolicy. A method `foresee`, with the inputs of `run`, may tell a forecast what will come out
    (the frames of pages, not their pixels), or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, protected_namespaces=())

    policy: ClassVar[Policy] = Policy()
    models: ClassVar[tuple[str, ...]] = ()
    """Names of the model cards behind `load`; a run tells which it used."""
    _namespace: ClassVar[Mapping[str, Any] | None] = None

    run: ClassVar[Callable[..., Any]]

    def __init_subclass__(cls, **options: Unpack[PolicyOptions]) -> None:
        """Takes the options of the class statement, which pydantic hands on to both hooks."""
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        name = cls.__name__
        inherited = {field: getattr(cls.policy, field) for field in Policy.__dataclass_fields__}
        if taken := sorted(_RESERVED.intersection(cls.model_fields)):
            raise InvalidNode(node=name, reason=f"{taken[0]!r} cannot be a setting: every class node has it already")
        if not callable(getattr(cls, "run", None)):
            raise InvalidNode(node=name, reason="a Node class needs a method `run`, which is its signature")
        if not cls.model_config.get("frozen"):
            raise InvalidNode(node=name, reason="settings are frozen, so that a graph that was built stays as it is")
        cls.policy = Policy.of(name, {**inherited, **options})
        if cls.policy.batch is not None and not callable(getattr(cls, "run_batch", None)):
            raise InvalidPolicy(
                node=name,
                reason=f"batch={cls.policy.batch} needs a method `run_batch`, which takes a list for each parameter of "
                "`run` and returns a list of results in the same order",
            )
        cls._namespace = names_around(cls)

    if not TYPE_CHECKING:

        def __new__(cls, *args: Any, **settings: Any) -> Any:
            """Refuses what newcomers mistake for a call of the node."""
            name = cls.__name__
            if args:
                raise WrongArgument(
                    where=name,
                    given=f"{len(args)} value{'s' * (len(args) > 1)} by position",
                    wanted=f"settings by name, and gives a node, which takes the inputs: `{name}(setting=…)(input)`",
                )
            if any(type(value) is Symbol for value in settings.values()):
                raise SymbolInside(where=name, holder=f"a setting of {name}", kind="settings")
            return super().__new__(cls)

    @cached_property
    def declaration(self) -> Declaration:
        """The node as the graph sees it."""
        return Declaration(
            self.run,
            self.policy,
            name=snake_case(type(self).__name__),
            ref=reference(type(self)),
            namespace=self._namespace,
            settings=self,
            batched=getattr(self, "run_batch", None),
            loads=type(self).load is not Node.load,
        )

    def named(self, name: str) -> Self:
        """The same node under another name, which ids of its steps start with. Raises InvalidName."""
        twin = self.model_copy()
        twin.__dict__["declaration"] = self.declaration.named(name)
        return twin

    def with_policy(self, **options: Unpack[PolicyOptions]) -> Self:
        """The same node under another policy: the options of `Policy` that are given. Raises InvalidPolicy."""
        twin = self.model_copy()
        twin.__dict__["declaration"] = self.declaration.with_policy(**options)
        return twin

    @property
    def signature(self) -> Signature:
        """The ports: those of `run`. Raises a DeclarationError when the annotations or a default cannot work."""
        return self.declaration.signature

    def load(self) -> Any:
        """Makes the resource that `loaded` keeps; a node that needs one overrides it.

        What does not depend on the settings, as the weights, is shared with other nodes when it is asked for under a
        key of its own: `pool().get(key, load, size)`. It is then a part of this resource and stays as long.
        """
        return None

    def footprint(self) -> int | None:
        """Bytes that the resource takes: `memory` of the policy, else what the cards of `models` say, if all do."""
        from compound.catalogue import catalogue

        memory = self.declaration.policy.memory
        sizes = [catalogue().model_size(name) for name in self.models] if memory is None else [memory]
        known = [size for size in sizes if size is not None]
        return sum(known) if known and len(known) == len(sizes) else None

    @property
    def loaded(self) -> Any:
        """What `load` made, once in a process for equal settings. It stays until the call that asks has ended.

        Raises:
            ModelTooLarge: when it does not fit into the memory budget of the pool.
            RunCancelled: when the run is cancelled while this waits for room.
            Whatever `load` raises.
        """
        from compound.models.pool import pool
        from compound.nodes.resource import resource_of

        current_node().models.update(self.models)
        return pool().lend(resource_of(self))

    @overload
    def __call__(self: _Runs[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs) -> R: ...
    @overload
    def __call__(  # type: ignore[overload-overlap]  # a Generator is an Iterator, and is matched first
        self: _Runs[P, Generator[Any, None, R]], *args: P.args, **kwargs: P.kwargs
    ) -> R: ...
    @overload
    def __call__(self: _Runs[P, Iterator[R]], *args: P.args, **kwargs: P.kwargs) -> list[R]: ...
    @overload
    def __call__(self: _Runs[P, AsyncIterator[R]], *args: P.args, **kwargs: P.kwargs) -> list[R]: ...
    @overload
    def __call__(self: _Runs[P, R], *args: P.args, **kwargs: P.kwargs) -> R: ...
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        return apply(self.declaration, args, kwargs)

    def __getstate__(self) -> dict[Any, Any]:
        """The settings alone: the declaration is made anew in another process."""
        state = super().__getstate__()
        return {**state, "__dict__": {name: getattr(self, name) for name in type(self).model_fields}}
