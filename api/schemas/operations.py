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
            "description": "`degraded` if the newest release cannot be served and an older one is",
        },
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Reason why the newest release is not served"},
    )


class VersionSchema(ResponseSchema):
    """Version of the program and of the release."""

    version = fields.String(required=True, metadata={"description": "Version of the program"})
    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(
        required=True, metadata={"description": "Time at which the release was built, in UTC"}
    )
    figures = fields.Integer(
        required=True, metadata={"description": "Number of figures, with retracted ones"}
    )
    rows = fields.Integer(
        required=True, metadata={"description": "Number of rows: all revisions of the figures"}
    )
