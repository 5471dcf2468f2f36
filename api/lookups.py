"""lookups."""

from flask import request

from api.context import Args
from api.problems.exceptions import ProblemException, invalid_parameter, not_found
from api.responses.urls import _address
from datasets.release.exceptions import ReleaseGone
from datasets.release.queries import figures as figures_figures
from datasets.release.release import Release
from datasets.release.store.releases import Releases


def requested_figure(release: Release, figure_id: str, given: Args) -> str:
    """The rendered row of a figure that is asked for. Raises ProblemException."""
    if "revision" in given and len(given) > 1:
        clash = "cannot be asked together with 'as_of' or 'known_at': it is pinned by itself"
        raise invalid_parameter("revision", clash)
    row = figures_figures.fetch_figure(release, figure_id, **given)
    if row is None:
        which = " on that day" if given else ""
        which = f" with revision {given['revision']}" if "revision" in given else which
        raise not_found(f"There is no figure '{figure_id}'{which}.")
    return row


def requested_release(releases: Releases, given: Args) -> Release:
    """The release that a question names, else the current one.

    Raises ProblemException, ReleaseGone, ReleaseUnavailable.
    """
    if "release" not in given:
        return releases.current
    release = releases.of(given["release"])
    if given.get("after", 0) > release.rows:
        raise invalid_parameter("after", f"is beyond the {release.rows:,} rows of the release")
    return release


def release_gone_problem(reason: ReleaseGone) -> ProblemException:
    """Where to begin again, when a release that was asked for or was being read is there no more.

    Who asked for the current one meets the moment in which another takes its place.
    """
    if "release" not in request.args:
        return ProblemException(
            "unavailable", f"Release {reason.release} was just replaced; ask again."
        )
    begin = _address(request.path, {"release": None, "after": None})
    detail = f"Release {reason.release} is not kept any more."
    return ProblemException("release-gone", detail, alternatives=[begin])
