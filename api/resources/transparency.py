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
    description="Proofs that a quoted figure was published, and that no row was changed or removed "
    "later. The hashes are those of Certificate Transparency (RFC 6962).",
)


@blueprint.operation(
    "/releases",
    "list_releases",
    log_parameters(),
    ReleasePageSchema,
    cached=False,
    summary="List releases",
    description="The log of releases, newest first: id, root hash, build time and number of rows. "
    "The log is append-only: it also lists releases whose files were deleted.",
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
    summary="Prove that a release contains an older one",
    description="A consistency proof per ledger: hashes from which the roots of both releases are "
    "computed. Such a proof exists only if the newer ledger starts with all rows of the older "
    "one, unchanged.",
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
    summary="Prove that a figure is in the release",
    description="An inclusion proof: the row of the ledger, its hash, and the hashes from which "
    "the root of the release is computed. examples/check_proof.py verifies it.",
)
def prove_figure(release: Release, args: Args, figure_id: str) -> Response:
    row = json.loads(requested_figure(release, figure_id, args))
    return json_response(json_of(proof_of(release, row)))


def _entry(log: Sequence[Entry], release_id: str) -> Entry:
    entry = next((entry for entry in log if entry["release"] == release_id), None)
    if entry is None:
        raise not_found(f"There is no release '{release_id}' in the log.", [LOG_URL])
    return entry
