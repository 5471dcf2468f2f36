"""Operator endpoints: liveness, readiness, version. They are never cached."""

from api.config import VERSION
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import NoParametersSchema
from api.responses.envelope import Document
from api.schemas.operations import HealthSchema, LivenessSchema, VersionSchema
from datasets.release.release import Release
from datasets.release.store.releases import Releases

blueprint = Blueprint("Operations", __name__, description="For those who run this service.")


@blueprint.operation(
    "/health/live",
    "get_liveness",
    NoParametersSchema,
    LivenessSchema,
    cached=False,
    summary="Does the process answer?",
    description="200 from a process that answers, whether or not it has figures to serve. "
    "It touches neither the release nor the database: restart what does not answer.",
)
def get_liveness() -> Document:
    return Document({"alive": True})


@blueprint.operation(
    "/health",
    "get_health",
    NoParametersSchema,
    HealthSchema,
    cached=False,
    summary="Is the service ready?",
    description="200 while figures can be served, else 503 with the reason. `degraded` says "
    "that an older release is served than the newest, and `reason` why.",
)
def get_health(release: Release, releases: Releases) -> Document:
    reason = releases.degraded_reason
    status = "degraded" if reason else "ok"
    return Document({"ready": True, "release": release.id, "status": status, "reason": reason})


@blueprint.operation(
    "/version",
    "get_version",
    NoParametersSchema,
    VersionSchema,
    cached=False,
    summary="What is running?",
    description="Version of the program, id of the release, and when it was built.",
)
def get_version(release: Release) -> Document:
    return Document(
        {
            "version": VERSION,
            "release": release.id,
            "built": release.built_at,
            "figures": release.figures,
            "rows": release.rows,
        }
    )
