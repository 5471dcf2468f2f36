"""For operators: is the service ready, and what is running."""

from typing import Any

from flask import Response

from api.config import VERSION
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import NoParametersSchema
from api.responses.envelope import json_response
from api.schemas.operations import Health, Liveness, Version
from datasets.release.serialization import json_of
from datasets.release.store.releases import Releases


def blueprint(releases: Releases) -> Blueprint:
    """Health and version."""
    blueprint = Blueprint("Operations", __name__, description="For those who run this service.")

    @blueprint.operation(
        "/health/live",
        "get_liveness",
        NoParametersSchema,
        Liveness,
        summary="Does the process answer?",
        description="200 from a process that answers, whether or not it has figures to serve. "
        "It touches neither the release nor the database: restart what does not answer.",
    )
    def liveness(_given: dict[str, Any]) -> Response:
        return json_response(json_of({"alive": True}))

    @blueprint.operation(
        "/health",
        "get_health",
        NoParametersSchema,
        Health,
        summary="Is the service ready?",
        description="200 while figures can be served, else 503 with the reason. `degraded` says "
        "that an older release is served than the newest, and `reason` why.",
    )
    def health(_given: dict[str, Any]) -> Response:
        release, trouble = releases.current, releases.degraded_reason
        status = "degraded" if trouble else "ok"
        facts = {"ready": True, "release": release.id, "status": status, "reason": trouble}
        return json_response(json_of(facts))

    _add_version(blueprint, releases)

    return blueprint


def _add_version(blueprint: Blueprint, releases: Releases) -> None:
    @blueprint.operation(
        "/version",
        "get_version",
        NoParametersSchema,
        Version,
        summary="What is running?",
        description="Version of the program, id of the release, and when it was built.",
    )
    def version(_given: dict[str, Any]) -> Response:
        release = releases.current
        facts = {
            "version": VERSION,
            "release": release.id,
            "built": release.built,
            "figures": release.figures,
            "rows": release.rows,
        }
        return json_response(json_of(facts))
