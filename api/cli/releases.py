"""Commands on the releases: ``build``, ``verify``, ``rollback`` and ``publish``."""

import click

from api.cli.ledgers import today
from api.cli.output import pluralize, print_findings, print_next_step, table, with_progress
from api.config import Config
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.store.verify import Verdict, roll_back, verify_releases

# Commands that need pandas or psycopg import them when run: a server needs neither.


@click.command()
@click.pass_obj
def build(config: Config) -> None:
    """Build a release from the ledgers and make it current.

    Checks the ledgers first. If a check or the build fails, the current release is not changed.
    Does nothing if the current release is up to date.

    \b
    Examples:
      flask figures build
      FIGURES_INSTANCE=/var/lib/figures flask figures build
    """
    if build_current(config):
        print_next_step(AFTER_BUILD)


def build_current(config: Config) -> bool:
    """Check the ledgers and build their release; False if it is built already.

    Raises ClickException if a check or the build fails.
    """
    from datasets.curation.ledger_files import folder_at
    from datasets.curation.validation.context import ValidationContext
    from datasets.curation.validation.rules import findings
    from datasets.release.compiler.build import BuildError, is_built
    from datasets.release.compiler.build import build as build_release

    if is_built(config.datasets, config.instance):
        click.echo("the release is up to date")
        return False
    folder = folder_at(config.datasets)
    reported = findings(ValidationContext(folder, None, today()))
    errors = [finding for finding in reported if finding.level == "error"]
    if errors:
        print_findings(errors)
        raise click.ClickException(f"{pluralize(len(errors), 'error')}; {UNCHANGED}")
    try:
        built = build_release(folder, config.instance, with_progress, files=True)
    except BuildError as error:
        raise click.ClickException(f"{error}; {UNCHANGED}") from None
    click.echo(f"built release {built.release}: {built.figures:,} figures, {built.rows:,} rows")
    return True


@click.command()
@click.argument("release", required=False, default="")
@click.pass_obj
def verify(config: Config, release: str) -> None:
    """Verify all stored releases, or one RELEASE.

    Compares each file with the digest recorded when it was built, counts the rows, recomputes the
    Merkle trees from the served rows, and compares the root with the log of releases. Exits with
    status 1 if a release is damaged.

    \b
    Examples:
      flask figures verify
      flask figures verify 0123456789abcdef
    """
    try:
        results = tuple(verify_releases(config.instance, release))
    except (ReleaseGone, FileNotFoundError) as error:
        raise click.ClickException(_message_of(error, config)) from None
    if not results:
        raise click.ClickException(f"no release in {config.instance.name}/")
    click.echo(table(("release", "built", "rows", "result"), map(_cells_of, results)))
    if any(result.faults for result in results):
        print_next_step(AFTER_FAILED_VERIFY)
        raise SystemExit(1)


@click.command()
@click.argument("release", required=False, default="")
@click.pass_obj
def rollback(config: Config, release: str) -> None:
    """Make the previous release, or RELEASE, current.

    Verifies the release first. Running servers switch to it without a restart. With
    FIGURES_DATABASE_URL, the current release of that database is changed; this needs the address
    of the database's owner.

    \b
    Examples:
      flask figures rollback
      flask figures rollback 0123456789abcdef
    """
    try:
        current, built = _roll_back(config, release)
    except (ReleaseUnavailable, ReleaseGone, FileNotFoundError) as error:
        raise click.ClickException(_message_of(error, config)) from None
    click.echo(f"release {current}, built {built}, is verified and now current")
    print_next_step(AFTER_ROLLBACK)


@click.command()
@click.argument("url", metavar="URL")
@click.option(
    "--reader", metavar="ROLE", default="", help="Database role that gets read-only access."
)
@click.pass_obj
def publish(config: Config, url: str, reader: str) -> None:
    """Load the current release into PostgreSQL.

    It becomes the current release of the database. If loading fails, the database is not changed.
    Running servers with FIGURES_DATABASE_URL switch to it without a restart. Needs psycopg:
    pip install 'reported-figures[postgres]'.

    \b
    Examples:
      flask figures publish postgresql://owner@db.example.org/figures
      flask figures publish postgresql://owner@db.example.org/figures --reader api
    """
    from datasets.release.store.publish import NotPublished
    from datasets.release.store.publish import publish as publish_release

    try:
        published = publish_release(config.instance, url, reader)
    except (ReleaseUnavailable, NotPublished) as error:
        raise click.ClickException(str(error)) from None
    status = "loaded" if published.loaded else "already loaded"
    click.echo(f"release {published.release}: {published.rows:,} rows, {status}, now current")


UNCHANGED = "the current release was not changed"
AFTER_BUILD = "run make serve; a running server switches to the release without a restart"
AFTER_FAILED_VERIFY = (
    "run flask figures build, or flask figures rollback RELEASE with a release that is ok"
)
AFTER_ROLLBACK = "run flask figures build to make the release of the ledgers current again"


def _roll_back(config: Config, release: str) -> tuple[str, str]:
    """Return the id of the release that is now current, and when it was built."""
    if not config.database_url:
        manifest = roll_back(config.instance, release)
        return manifest.release, manifest.built
    from datasets.release.store.publish import NotPublished, roll_back_database

    try:
        return roll_back_database(config.database_url, release)
    except NotPublished as error:
        raise click.ClickException(str(error)) from None


def _cells_of(verdict: Verdict) -> tuple[str, str, str, str]:
    rows = f"{verdict.rows:,}" if verdict.rows is not None else ""
    return verdict.release, verdict.built, rows, "; ".join(verdict.faults) or "ok"


def _message_of(error: Exception, config: Config) -> str:
    if isinstance(error, FileNotFoundError):
        return f"no release in {config.instance.name}/"
    return str(error)
