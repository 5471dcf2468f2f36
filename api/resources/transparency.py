"""Transparency: the log of releases, proofs of figures, and consistency of releases (RFC 6962)."""

import json
from collections.abc import Sequence

from flask import Response

from api.context import Args
from api.lookups import requested_figure
from api.openapi.blueprint import Blueprint
from api.parameters.path import FIGURE_ID
from api.parameters.schemas import (
    ConsistencyParametersSchema,
    RevisionParametersSchema,
    log_parameters,
)
from api.problems.exceptions import ProblemException, not_found
from api.responses.envelope import json_response, page_response
from api.schemas.releases import ConsistencySchema, ProofSchema, ReleasePageSchema
from datasets.release.exceptions import ReleaseGone
from datasets.release.release import Release
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases
from datasets.release.transparency.log import Entry
from datasets.release.transparency.proofs import (
    HistoryRewritten,
    consistency_of,
    is_consistent,
    proof_of,
)

LOG_URL = "/v1/releases"

blueprint = Blueprint(
    "Proofs",
    __name__,
    url_prefix="/v1",
    description="That a figure quoted once is the figure that was published, and that nothing "
    "was changed behind anybody's back. Everything is hashed as Certificate Transparency does "
    "it (RFC 6962).",
)


@blueprint.operation(
    "/releases",
    "list_releases",
    log_parameters(),
    ReleasePageSchema,
    cached=False,
    summary="Every release, newest first",
    description="The log of releases: id, root, when it was built, and how many rows. It only "
    "grows; a release stays in it when its files are not kept any more.",
)
def list_releases(release: Release, args: Args, releases: Releases) -> Response:
    limit, offset = args["limit"], args["offset"]
    entries = releases.log_entries()[::-1]
    rows = [json_of(entry) for entry in entries[offset : offset + limit]]
    return page_response(release, rows, len(entries), limit, offset)


@blueprint.operation(
    "/releases/consistency",
    "get_consistency",
    ConsistencyParametersSchema,
    ConsistencySchema,
    problems=["not-found", "release-gone", "rewritten"],
    summary="Does a release keep every row of an older one?",
    description="For each ledger the hashes from which the roots of both follow: that is "
    "possible only if the newer one begins with all rows of the older one, unchanged.",
)
def get_consistency(release: Release, args: Args, releases: Releases) -> Response:
    log = releases.log_entries()
    oldest: str = log[0]["release"] if log else release.id
    first = _entry(log, args.get("first", oldest))
    second = _entry(log, args.get("second", release.id))
    try:
        second_release = (
            release if is_consistent(release, second) else releases.of(second["release"])
        )
        ledgers = consistency_of(second_release, first, second)
    except ReleaseGone as reason:
        detail = f"Release {reason.release} is no longer available."
        raise ProblemException("release-gone", detail, alternatives=[LOG_URL]) from None
    except HistoryRewritten as reason:
        detail = f"Release {second['release']} does not continue {first['release']}: {reason}."
        raise ProblemException("rewritten", detail, alternatives=[LOG_URL]) from None
    return json_response(json_of({"first": first, "second": second, "ledgers": ledgers}))


@blueprint.operation(
    "/figures/<figure_id>/proof",
    "prove_figure",
    RevisionParametersSchema,
    ProofSchema,
    path=[FIGURE_ID],
    problems=["not-found"],
    summary="Proof that a figure stands in the release",
    description="The row as its ledger has it, its hash, and the hashes that lead from there "
    "to the root of the release. examples/check_proof.py checks it.",
)
def prove_figure(release: Release, args: Args, figure_id: str) -> Response:
    row = json.loads(requested_figure(release, figure_id, args))
    return json_response(json_of(proof_of(release, row)))


def _entry(log: Sequence[Entry], release_id: str) -> Entry:
    entry = next((entry for entry in log if entry["release"] == release_id), None)
    if entry is None:
        raise not_found(f"There is no release '{release_id}' in the log.", [LOG_URL])
    return entry
