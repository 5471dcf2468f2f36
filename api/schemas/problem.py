"""problem."""

from marshmallow import EXCLUDE, fields

from api.schemas.immutable import ImmutableSchema


class ProblemErrorSchema(ImmutableSchema):
    """One thing that is wrong with a request."""

    class Meta:
        unknown = EXCLUDE

    parameter = fields.String(required=True, metadata={"description": "Parameter to blame"})
    code = fields.String(required=True, metadata={"description": "What is wrong, as a code"})
    detail = fields.String(required=True, metadata={"description": "What is wrong, in words"})
    figures = fields.List(fields.String(), metadata={"description": "Ids of the figures at fault"})


class ProblemSchema(ImmutableSchema):
    """Why a request was refused, and what to ask instead (RFC 9457)."""

    class Meta:
        unknown = EXCLUDE

    type = fields.String(
        required=True,
        metadata={"description": "Page about this kind of problem", "format": "uri-reference"},
    )
    title = fields.String(required=True, metadata={"description": "Kind of problem"})
    status = fields.Integer(required=True, metadata={"description": "HTTP status"})
    detail = fields.String(required=True, metadata={"description": "What happened here"})
    instance = fields.String(
        required=True,
        metadata={"description": "Address that was asked", "format": "uri-reference"},
    )
    errors = fields.List(
        fields.Nested(ProblemErrorSchema), metadata={"description": "Each thing that is wrong"}
    )
    alternatives = fields.List(
        fields.String(metadata={"format": "uri-reference"}),
        metadata={"description": "Addresses that work"},
    )
