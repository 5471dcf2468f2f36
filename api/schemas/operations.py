"""Schemas of the operator endpoints."""

from marshmallow import fields

from api.schemas.envelope import ResponseSchema


class LivenessSchema(ResponseSchema):
    """Liveness of the process."""

    alive = fields.Boolean(required=True)


class HealthSchema(ResponseSchema):
    """Readiness of the service."""

    ready = fields.Boolean(required=True)
    release = fields.String(required=True)
    status = fields.String(
        required=True,
        metadata={
            "enum": ["ok", "degraded"],
            "description": "`degraded`: served is an older release than the newest",
        },
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the newest release is not served"},
    )


class VersionSchema(ResponseSchema):
    """Version of the program and of the release."""

    version = fields.String(required=True, metadata={"description": "Version of the program"})
    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(required=True, metadata={"description": "When it was built, UTC"})
    figures = fields.Integer(required=True, metadata={"description": "Figures ever recorded"})
    rows = fields.Integer(required=True, metadata={"description": "Revisions of them"})
