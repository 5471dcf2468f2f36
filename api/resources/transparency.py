"""The log of releases, and proofs that nothing in it was rewritten."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from api import lookups as responses_lookups
from api.config import Config
from api.openapi.blueprint import Blueprint
from api.parameters.path import FIGURE_ID
from api.parameters.schemas import (
    ConsistencyParametersSchema,
    RevisionParametersSchema,
    log_parameters,
)
from api.problems.exceptions import ProblemException, not_found
from api.responses import caching as responses_caching
from api.responses import envelope as responses_envelope
from api.schemas.releases import Consistency, Proof, ReleasePage
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


def blueprint(releases: Releases, config: Config) -> Blueprint:
    """Releases, the proof of a row, and the consistency of two releases."""
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
        ReleasePage,
        summary="Every release, newest first",
        description="The log of releases: id, root, when it was built, and how many rows. It only "
        "grows; a release stays in it when its files are not kept any more.",
    )
    def all_releases(given: dict[str, Any]) -> Response:
        limit, offset = given["limit"], given["offset"]
        newest_first = tuple(reversed(releases.log_entries()))
        page = [json_of(entry) for entry in newest_first[offset : offset + limit]]
        return responses_envelope.page_of(releases.current, page, len(newest_first), limit, offset)

    _add_consistency(blueprint, releases, config)

    @blueprint.operation(
        "/figures/<figure_id>/proof",
        "prove_figure",
        RevisionParametersSchema,
        Proof,
        path=[FIGURE_ID],
        problems=["not-found"],
        summary="Proof that a figure stands in the release",
        description="The row as its ledger has it, its hash, and the hashes that lead from there "
        "to the root of the release. examples/check_proof.py checks it.",
    )
    def proof(given: dict[str, Any], figure_id: str) -> Response:
        release = releases.current
        row = json.loads(responses_lookups.requested_figure(release, figure_id, given))
        return responses_caching.cacheable(
            release, given, config, lambda: _answer(proof_of(release, row))
        )

    return blueprint


def _add_consistency(blueprint: Blueprint, releases: Releases, config: Config) -> None:
    @blueprint.operation(
        "/releases/consistency",
        "get_consistency",
        ConsistencyParametersSchema,
        Consistency,
        problems=["not-found", "release-gone", "rewritten"],
        summary="Does a release keep every row of an older one?",
        description="For each ledger the hashes from which the roots of both follow: that is "
        "possible only if the newer one begins with all rows of the older one, unchanged.",
    )
    def consistency(given: dict[str, Any]) -> Response:
        log = releases.log_entries()
        current = releases.current
        oldest: str = log[0]["release"] if log else current.id
        first = _entry(log, given.get("first", oldest))
        second = _entry(log, given.get("second", current.id))
        asked = {"first": first["release"], "second": second["release"]}
        return responses_caching.cacheable(
            current, asked, config, lambda: _consistency(releases, current, first, second)
        )


def _entry(log: tuple[Entry, ...], release: str) -> Entry:
    found = [entry for entry in log if entry["release"] == release]
    if not found:
        raise not_found(f"There is no release '{release}' in the log.", ["/v1/releases"])
    return found[0]


def _consistency(releases: Releases, current: Release, first: Entry, second: Entry) -> Response:
    try:
        holder = current if is_consistent(current, second) else releases.of(second["release"])
        ledgers = consistency_of(holder, first, second)
    except ReleaseGone as reason:
        words = f"Release {reason.release} is not kept any more."
        raise ProblemException("release-gone", words, alternatives=["/v1/releases"]) from None
    except HistoryRewritten as reason:
        words = f"Release {second['release']} does not continue {first['release']}: {reason}."
        raise ProblemException("rewritten", words, alternatives=["/v1/releases"]) from None
    return _answer({"first": first, "second": second, "ledgers": ledgers})


def _answer(body: Mapping[str, Any]) -> Response:
    return responses_envelope.json_response(json_of(body))
