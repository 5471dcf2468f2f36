"""Operator endpoints: liveness, readiness, version. They are never cached."""

from api.config import VERSION
from api.openapi.blueprint import Blueprint
from api.parameters.schemas import NoParametersSchema
from api.responses.envelope import Document
from api.schemas.operations import HealthSchema, LivenessSchema, VersionSchema
from datasets.release.release import Release
from datasets.release.store.releases import Releases

blueprint = Blueprint("Operations", __name__, description="Endpoints for operators.")


@blueprint.operation(
    "/health/live",
    "get_liveness",
    NoParametersSchema,
    LivenessSchema,
    cached=False,
    summary="Check that the process runs",
    description="Status 200 from every running process, even without figures to serve. It reads "
    "neither a release nor the database. Restart a process that fails.",
)
def get_liveness() -> Document:
    return Document({"alive": True})


@blueprint.operation(
    "/health",
    "get_health",
    NoParametersSchema,
    HealthSchema,
    cached=False,
    summary="Check that figures can be served",
    description="Status 200 while figures can be served, otherwise 503 with the reason. The status "
    "`degraded` means that the newest release cannot be served and an older one is; `reason` "
    "explains it.",
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
    summary="Get the version",
    description="Version of the program, id of the release, and the time at which it was built.",
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
