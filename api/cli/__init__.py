"""The command line: ``flask figures check | build | verify | rollback | publish | import …``."""

from flask.cli import AppGroup

from api.cli.docs import describe_command
from api.cli.ledgers import check_command, import_command
from api.cli.releases import (
    build_command,
    publish_command,
    rollback_command,
    verify_command,
)
from api.config import Config

# pandas takes a second to import, which a server need not wait for: commands import it when run.


def commands(config: Config) -> AppGroup:
    """The group of commands for the people who keep the figures."""
    group = AppGroup("figures", help=GROUP_HELP)
    makers = (
        *(check_command, build_command, verify_command, rollback_command),
        *(publish_command, import_command, describe_command),
    )
    for command in makers:
        group.add_command(command(config))
    return group


# A line with only \b keeps the lines of its paragraph as they are.
GROUP_HELP = """Keep the figures: check the ledgers, build the release that is served.

\b
A curator appends a row to a ledger, and checks it:
  flask figures check

\b
An operator appends what is new in a publisher's file, after a look at it:
  flask figures import oryx daily_count.csv --published 2026-08-08 --dry-run

\b
The ledgers become the release that a server reads:
  flask figures build

\b
What is kept is checked down to the last row, and an older release is made current again:
  flask figures verify
  flask figures rollback

\b
Several machines read it from one database:
  flask figures publish postgresql://owner@db.example.org/figures

\b
A developer who changed a column, a code or a setting describes it anew:
  flask figures describe

Each command explains itself: flask figures COMMAND --help.
"""
