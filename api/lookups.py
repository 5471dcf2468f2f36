"""Look-ups of resources that may not exist, and the problems that say so."""

from flask import request

from api.context import Args
from api.problems.exceptions import ProblemException, invalid_parameter, not_found
from api.responses.urls import relative_url
from datasets.release.exceptions import ReleaseGone
from datasets.release.queries.figures import fetch_figure
from datasets.release.release import Release


def requested_figure(release: Release, figure_id: str, args: Args) -> str:
    """Return the rendered row of a figure, of the vintage in the arguments.

    Raises ProblemException.
    """
    if "revision" in args and len(args) > 1:
        detail = "cannot be combined with 'as_of' or 'known_at'; a revision never changes"
        raise invalid_parameter("revision", detail)
    row = fetch_figure(release, figure_id, **args)
    if row is None:
        vintage = " on that day" if args else ""
        vintage = f" with revision {args['revision']}" if "revision" in args else vintage
        raise not_found(f"There is no figure '{figure_id}'{vintage}.")
    return row


def release_gone_problem(reason: ReleaseGone) -> ProblemException:
    """Return the problem for a release that is gone, with the URL to start again from.

    The current release can be gone as well, if it is replaced during the request.
    """
    if "release" not in request.args:
        return ProblemException(
            "unavailable", f"Release {reason.release} was just replaced; try again."
        )
    url = relative_url(request.path, {"release": None, "after": None})
    detail = f"Release {reason.release} is no longer available."
    return ProblemException("release-gone", detail, alternatives=[url])
