"""Command line interface: the ``flask figures`` group and its commands."""

import click

from api.cli.docs import describe
from api.cli.entries import add, correct, retract, revise
from api.cli.ledgers import check, import_file
from api.cli.mcp import serve_mcp
from api.cli.releases import build, publish, rollback, verify
from api.cli.updates import update
from api.config import Config

COMMANDS = (
    *(add, revise, correct, retract, check, import_file, update),
    *(build, verify, rollback, publish, describe, serve_mcp),
)

# A line with only \b keeps the line breaks of its paragraph.
HELP = """\
Maintain the ledgers and the releases that are built from them.

\b
Add a figure; in a terminal, the command asks for each column:
  flask figures add

\b
Add a revision of a figure:
  flask figures revise losses-0001 --value 610,000 --note "Raised in the evening."
  flask figures correct losses-0001 --place ru-kursk --note "The place was misread."
  flask figures retract losses-0001 --note "The claimant withdrew it."

\b
Check the ledgers after an edit:
  flask figures check

\b
Preview what a publisher's file would add to the ledgers:
  flask figures import oryx daily_count.csv --published 2026-08-08 --dry-run

\b
Download new files of the publishers and append what they add:
  flask figures update --dry-run

\b
Build the release that the server reads:
  flask figures build

\b
Verify all releases, or return to the previous one:
  flask figures verify
  flask figures rollback

\b
Share the release between several machines through PostgreSQL:
  flask figures publish postgresql://owner@db.example.org/figures

\b
Update the generated schemas and documentation after a change in the code:
  flask figures describe

\b
Serve the figures to AI assistants:
  flask figures mcp

Run flask figures COMMAND --help for the options of a command.
"""


def command_group(config: Config) -> click.Group:
    """Return the ``figures`` group. Its commands receive ``config`` through `click.pass_obj`."""

    @click.group(commands=COMMANDS, help=HELP, context_settings={"obj": config})
    def figures() -> None: ...

    return figures
