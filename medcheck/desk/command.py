"""``medcheck desk``: the web application on this machine."""

import ipaddress

import click

from medcheck.commands import names_option, tables_option, tell
from medcheck.exceptions import EngineUnavailable

PORT = 8017


@click.command(epilog="\b\nExamples:\n  medcheck desk\n  medcheck desk --port 9000 --names our_names.csv")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name that browsers may call this machine by, where --host is not loopback; may be repeated.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the page in a browser.")
@click.option(
    "--hooks",
    "setting",
    metavar="FILE",
    help="JSON: the record systems that may call the services for CDS Hooks (docs/hooks.md).",
)
@names_option
@tables_option
def desk(
    port: int,
    host: str,
    hosts: tuple[str, ...],
    opens: bool,
    setting: str | None,
    names: str | None,
    folder: str | None,
) -> None:
    """The page for one list after another, and the API, on this machine.

    It keeps nothing, and answers this machine alone unless --host says otherwise. Ctrl-C ends it.
    """
    try:
        from medcheck.desk.hook_setting import OF_NOBODY, read_setting
        from medcheck.desk.serve import serve
    except ModuleNotFoundError as error:
        if error.name not in ("anyio", "starlette", "uvicorn"):
            raise
        raise EngineUnavailable(
            "The desk needs Starlette and uvicorn: in a checkout of medcheck, pip install '.[desk]'"
        ) from None
    from medcheck.checker import Checker

    hooks = read_setting(setting) if setting is not None else OF_NOBODY

    checker = Checker(names, tables=folder)
    for collision in checker.collisions:
        tell(f"Notice: {collision}")
    if not _is_loopback(host):
        tell(
            f"Warning: {host} can be reached from other machines, and what is sent there is not encrypted: "
            "anybody on the network may use it, and read it on its way."
        )

    def ready(address: str) -> None:
        tell(f"medcheck desk is at {address} (Ctrl-C ends it)")
        if opens:
            import webbrowser

            webbrowser.open(address)

    serve(checker, host, port, hosts, ready, hooks, _is_loopback(host))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
