"""`compound nodes`: what is installed, and what fits."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from compound_pipelines.cli.discovery.printing import AsJson, print_groups, print_json
from compound_pipelines.cli.discovery.warned import say_warnings_plainly

app = typer.Typer(
    help="List, show, search, choose and check nodes.", no_args_is_help=True, callback=say_warnings_plainly
)


@app.command("list")
def list_nodes(
    capability: Annotated[str | None, typer.Option(help="Only providers of this capability.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the nodes that are installed, by what they do."""
    from compound_pipelines.cli.discovery.listing import all_providers, provider_row, providers_of

    rows = [provider_row(provider) for provider in (providers_of(capability) if capability else all_providers())]
    if as_json:
        print_json(rows)
    elif rows:
        _print_rows(rows)
    else:
        typer.echo(f"No installed node provides {capability}; `compound nodes find {capability}` says why.", err=True)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A node's class, or a capability.")], as_json: AsJson = False
) -> None:
    """Show a node: what it takes and gives, its settings, its models, and when not to use it."""
    from compound_pipelines.cli.discovery.showing import described, print_description

    found = [described(provider) for provider in _named(name)]
    if as_json:
        print_json(found)
    else:
        for description in found:
            print_description(description)


@app.command()
def search(words: Annotated[list[str], typer.Argument(help="What you want done.")], as_json: AsJson = False) -> None:
    """Search nodes by words."""
    from compound_pipelines.cli.discovery.listing import all_providers, provider_row
    from compound_pipelines.cli.discovery.searching import search as search_providers
    from compound_pipelines.cli.discovery.unprovided import unprovided
    from compound_registry.discovery import capabilities

    wanted = " ".join(words)
    scored = search_providers(wanted, all_providers(), capabilities())
    rows = [{**provider_row(provider), "score": round(score, 3)} for score, provider in scored]
    if as_json:
        print_json(rows)
    elif rows:
        _print_rows(rows)
    if hint := unprovided(wanted, scored[0][0] if scored else 0.0):
        typer.echo(hint, err=True)
    if not rows:
        raise typer.Exit(1)


@app.command()
def find(
    capability: Annotated[str, typer.Argument(help="As `compound capabilities list` has them.")] = "",
    task: Annotated[str, typer.Option(help="What you want done, instead of a capability: `image captioning`.")] = "",
    on_device: Annotated[bool, typer.Option(help="No input leaves this machine.")] = False,
    memory: Annotated[str | None, typer.Option(help="Most that loaded weights take, as in 4GiB.")] = None,
    device: Annotated[str | None, typer.Option(help="cpu, cuda or mps.")] = None,
    licence: Annotated[list[str] | None, typer.Option(help="An SPDX identifier, `permissive` or `open`.")] = None,
    modality: Annotated[str | None, typer.Option(help="Takes this kind of input: text, image, audio, video.")] = None,
    language: Annotated[str | None, typer.Option(help="An ISO 639-1 code.")] = None,
    context: Annotated[int | None, typer.Option(help="Takes at least so many tokens.")] = None,
    installed: Annotated[bool, typer.Option(help="Its node is installed here.")] = False,
    offline: Annotated[bool, typer.Option(help="Runs here and now without a network.")] = False,
    family: Annotated[list[str] | None, typer.Option(help="slm, llm, mlm, vlm, sam, lcm, …")] = None,
    prefer: Annotated[str, typer.Option(help="balance, latency, memory, cost or quality.")] = "balance",
    as_json: AsJson = False,
) -> None:
    """Find who can do something under constraints, in order, each with its reason; and who cannot, with theirs."""
    if not (capability or task):
        raise typer.BadParameter("name a capability, or what you want done with --task", param_hint="CAPABILITY")
    from compound_pipelines.cli.discovery.found import found_data, print_found
    from compound_registry import find as find_providers

    given: dict[str, Any] = {
        "on_device": on_device,
        "memory": memory,
        "device": device,
        "licence": licence,
        "modality": modality,
        "language": language,
        "context": context,
        "installed": installed,
        "offline": offline,
        "family": family,
    }
    constraints = {name: value for name, value in given.items() if value}
    found = find_providers(capability, task=task, prefer=prefer, **constraints)
    if as_json:
        print_json(found_data(found))
    else:
        print_found(found)
    if not found.choices:
        raise typer.Exit(1)


@app.command()
def check(
    pack: Annotated[str, typer.Argument(help="A pack, as `nodes show` names it; all of them without.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check that the nodes of a pack keep what it promises and what their capabilities ask."""
    from compound_pipelines.cli.discovery.checking import problem_data
    from compound_registry import conformance

    problems = conformance.check(pack)
    if as_json:
        print_json([problem_data(problem) for problem in problems])
    for problem in () if as_json else problems:
        typer.echo(f"{type(problem).__name__}: {problem}")
    if problems:
        raise typer.Exit(1)
    typer.echo("Every node keeps what is promised.", err=True)


def _print_rows(rows: list[dict[str, Any]]) -> None:
    print_groups(
        ("capability", "node", "what it does"), [(row["capability"], row["provider"], row["summary"]) for row in rows]
    )


def _named(name: str) -> list[Any]:
    from compound.errors.choosing import NoSuchNode
    from compound_pipelines.cli.discovery.listing import all_providers

    known = all_providers()
    found = [provider for provider in known if name in (provider.name, provider.node, provider.capability)]
    if not found:
        raise NoSuchNode(name=name, known=tuple(dict.fromkeys(provider.name for provider in known)))
    return found
