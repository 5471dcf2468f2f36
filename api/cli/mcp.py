"""The command ``flask figures mcp``, which serves assistants."""

import click
from flask import Flask

from api.config import Config

HELP = """Serve assistants: figures with claimant, hedge and address.

A program that speaks the Model Context Protocol starts this command and talks to it over its
standard input and output (docs/assistants.md). With --http it listens instead, at /mcp. Needs the
extra `mcp`. Citations name FIGURES_PUBLIC_URL.

\b
Examples:
  flask figures mcp
  flask figures mcp --http 127.0.0.1:8765
"""


def mcp_command(app: Flask, config: Config) -> click.Command:
    """The command, which asks this application in process."""

    @click.command("mcp", help=HELP)
    @click.option("--http", "address", metavar="HOST:PORT", help="Listen there instead.")
    def mcp(address: str | None) -> None:
        try:
            from api.mcp.server import mcp_server, over_http, over_stdio
        except ModuleNotFoundError as missing:
            told = f"'{missing.name}' is not installed: pip install 'reported-figures[mcp]'"
            raise click.ClickException(told) from None
        server = mcp_server(app, config.public_url)
        if address is None:
            over_stdio(server)
            return
        host, _, port = address.rpartition(":")
        if not host or not port.isdecimal():
            raise click.BadParameter(f"'{address}' is not HOST:PORT", param_hint="--http")
        over_http(server, host, int(port))

    return mcp
