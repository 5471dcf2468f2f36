"""The commands for the releases that are kept: ``flask figures verify | rollback``."""

import click

from api.config import Config
from api.guidance import AFTER_ROLLBACK, AFTER_VERIFY, HELP
from api.terminal import table, tell_next
from datasets.release.engines import NoRelease, ReleaseGone
from datasets.release.verify import Verdict, roll_back, verdicts


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
            tell_next(AFTER_VERIFY)
        raise SystemExit(1 if wrong else 0)

    return verify


def rollback_command(config: Config) -> click.Command:
    @click.command("rollback", help=HELP["rollback"])
    @click.argument("release", required=False, default="")
    def rollback(release: str) -> None:
        try:
            current, built = _rolled_back(config, release)
        except (NoRelease, ReleaseGone, FileNotFoundError) as reason:
            raise click.ClickException(_told(reason, config)) from None
        click.echo(f"release {current}, built {built}, is verified and current again")
        tell_next(AFTER_ROLLBACK)

    return rollback


def _rolled_back(config: Config, release: str) -> tuple[str, str]:
    """The release that is current now, and when it was built."""
    if not config.database_url:
        label = roll_back(config.instance, release)
        return label.release, label.built
    from datasets.release.publish import NotPublished, roll_back_shared  # needs `postgres`

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
