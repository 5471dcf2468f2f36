"""The commands for the releases that are kept: ``flask figures verify | rollback``."""

import click

from api.cli.help import HELP
from api.cli.ledgers import today
from api.cli.output import pluralize, print_findings, print_next_step, table, with_progress
from api.config import Config
from datasets.release.exceptions import ReleaseGone, ReleaseUnavailable
from datasets.release.store.verify import Verdict, roll_back, verdicts


def build_command(config: Config) -> click.Command:
    @click.command("build", help=HELP["build"])
    def build() -> None:
        from datasets.curation.ledger_files import folder_at
        from datasets.curation.validation.context import ValidationContext
        from datasets.curation.validation.rules import findings
        from datasets.release.compiler.build import BuildError, is_built
        from datasets.release.compiler.build import build as built_from

        if is_built(config.datasets, config.instance):
            click.echo("the release is up to date")
            return
        folder = folder_at(config.datasets)
        found = findings(ValidationContext(folder, None, today()))
        errors = [finding for finding in found if finding.level == "error"]
        if errors:
            print_findings(errors)
            told = pluralize(len(errors), "error")
            raise click.ClickException(f"{told}: the release stays as it was")
        try:
            built = built_from(folder, config.instance, with_progress, files=True)
        except BuildError as reason:
            raise click.ClickException(f"{reason}; the release stays as it was") from None
        click.echo(f"release {built.release}: {built.figures} figures in {built.rows} rows")
        print_next_step(AFTER_BUILD)

    return build


def publish_command(config: Config) -> click.Command:
    @click.command("publish", help=HELP["publish"])
    @click.argument("url", metavar="URL")
    @click.option("--reader", metavar="ROLE", default="", help="Let this role read it.")
    def publish(url: str, reader: str) -> None:
        from datasets.release.exceptions import ReleaseUnavailable
        from datasets.release.store.publish import NotPublished
        from datasets.release.store.publish import publish as published_from

        try:
            published = published_from(config.instance, url, reader)
        except (ReleaseUnavailable, NotPublished) as reason:
            raise click.ClickException(str(reason)) from None
        how = "loaded and made current" if published.loaded else "was there already; it is current"
        click.echo(f"release {published.release}: {published.rows} rows, {how}")

    return publish


AFTER_BUILD = "make serve; a server that runs takes the release within a second, by itself"
AFTER_VERIFY = "flask figures build, or flask figures rollback to a release that is well"
AFTER_ROLLBACK = "flask figures build makes the release of the ledgers current again"


def verify_command(config: Config) -> click.Command:
    @click.command("verify", help=HELP["verify"])
    @click.argument("release", required=False, default="")
    def verify(release: str) -> None:
        try:
            found = tuple(verdicts(config.instance, release))
        except (ReleaseGone, FileNotFoundError) as reason:
            raise click.ClickException(_told(reason, config)) from None
        if not found:
            raise click.ClickException(f"no release in {config.instance.name}/")
        click.echo(table(("release", "built", "rows", "found"), map(_line, found)))
        wrong = sum(bool(each.wrong) for each in found)
        if wrong:
            print_next_step(AFTER_VERIFY)
        raise SystemExit(1 if wrong else 0)

    return verify


def rollback_command(config: Config) -> click.Command:
    @click.command("rollback", help=HELP["rollback"])
    @click.argument("release", required=False, default="")
    def rollback(release: str) -> None:
        try:
            current, built = _rolled_back(config, release)
        except (ReleaseUnavailable, ReleaseGone, FileNotFoundError) as reason:
            raise click.ClickException(_told(reason, config)) from None
        click.echo(f"release {current}, built {built}, is verified and current again")
        print_next_step(AFTER_ROLLBACK)

    return rollback


def _rolled_back(config: Config, release: str) -> tuple[str, str]:
    """The release that is current now, and when it was built."""
    if not config.database_url:
        label = roll_back(config.instance, release)
        return label.release, label.built
    from datasets.release.store.publish import (
        NotPublished,
        roll_back_shared,  # needs `postgres`
    )

    try:
        return roll_back_shared(config.database_url, release)
    except NotPublished as reason:
        raise click.ClickException(str(reason)) from None


def _line(verdict: Verdict) -> tuple[str, str, str, str]:
    rows = f"{verdict.rows:,}" if verdict.rows is not None else ""
    return verdict.release, verdict.built, rows, "; ".join(verdict.wrong) or "all is well"


def _told(reason: Exception, config: Config) -> str:
    if isinstance(reason, FileNotFoundError):
        return f"no release in {config.instance.name}/"
    return str(reason)
