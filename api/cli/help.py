"""What ``flask figures --help`` says, and the help of each command: in words and with examples."""

from collections.abc import Mapping
from types import MappingProxyType

HELP: Mapping[str, str] = MappingProxyType(
    {
        "check": """Find what is wrong in the ledgers.

Every finding is told with its file, line, rule and column. Exits with status 1 if there is an
error; a warning is answered by a note in its row.

\b
Examples:
  flask figures check
  flask figures check --base origin/main
  flask figures check --json
""",
        "build": """Compile the ledgers into the current release.

They are checked first. A build that fails leaves the release that is there serving; one that
would change nothing is left out.

\b
Examples:
  flask figures build
  FIGURES_INSTANCE=/var/lib/figures flask figures build
""",
        "verify": """Check the releases that are kept.

Each file against the digest of what was built, the counts of rows, and the Merkle trees, made anew
from the rows as they are served; the log of releases must tell the same root. Exits with status 1
if anything is wrong.

\b
Examples:
  flask figures verify
  flask figures verify 0123456789abcdef
""",
        "rollback": """Make an older release current again.

The one that was built before the current one, or the one that is named. It is verified first;
servers follow within a second, without a restart. With FIGURES_DATABASE_URL it is the current
release of that database, which needs its owner's address.

\b
Examples:
  flask figures rollback
  flask figures rollback 0123456789abcdef
""",
        "publish": """Load the current release into PostgreSQL.

It becomes the current one there. All or nothing: what fails leaves the release that is there
serving. Workers with FIGURES_DATABASE_URL follow within a second. Needs psycopg (the extra
`postgres`).

\b
Examples:
  flask figures publish postgresql://owner@db.example.org/figures
  flask figures publish postgresql://owner@db.example.org/figures --reader api
""",
        "import": """Append what is new in a publisher's file.

The same claim again appends nothing; another number for the same question and period becomes a
revision; what the file has no more is only reported. All or nothing: a file that cannot be read
correctly appends no row.

FORMAT is one of those in datasets/ledgers/README.md, which tells what each leaves out.

\b
Examples:
  flask figures import oryx daily_count.csv --published 2026-08-08 --dry-run
  flask figures import ucdp ucdpbrds.csv --published 2026-06-10 \\
      --url https://example.org/ucdpbrds.csv
""",
        "describe": """Write what follows from declarations.

The Table Schemas in datasets/schemas/ follow from the columns, the marked tables in docs/ from
the codes and the settings.

\b
Example:
  flask figures describe
""",
    }
)
