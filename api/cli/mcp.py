"""Command ``mcp``: serve AI assistants through the Model Context Protocol."""

import click
from flask.cli import ScriptInfo, pass_script_info

from api.config import Config


@click.command("mcp")
@click.option("--http", "address", metavar="HOST:PORT", help="Listen on this address, at /mcp.")
@pass_script_info
@click.pass_obj
def serve_mcp(config: Config, info: ScriptInfo, address: str | None) -> None:
    """Serve the figures to AI assistants (Model Context Protocol).

    An MCP client starts this command and talks to it over standard input and output. With --http,
    the command listens on a network address instead. Citations begin with FIGURES_PUBLIC_URL.
    docs/assistants.md shows how to configure a client.

    Needs the MCP SDK: pip install 'reported-figures[mcp]'.

    \b
    Examples:
      flask figures mcp
      flask figures mcp --http 127.0.0.1:8765
    """
    try:
        from api.mcp.server import mcp_server, serve_http, serve_stdio
    except ModuleNotFoundError as error:
        message = f"'{error.name}' is not installed: pip install 'reported-figures[mcp]'"
        raise click.ClickException(message) from None
    server = mcp_server(info.load_app(), config.public_url)
    if address is None:
        serve_stdio(server)
        return
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise click.BadParameter(f"'{address}' is not HOST:PORT", param_hint="--http")
    serve_http(server, host, int(port))
