"""problem."""

from marshmallow import EXCLUDE, fields

from api.schemas.immutable import ImmutableSchema


class ProblemErrorSchema(ImmutableSchema):
    """One error in a request."""

    class Meta:
        unknown = EXCLUDE

    parameter = fields.String(
        required=True, metadata={"description": "Name of the invalid parameter"}
    )
    code = fields.String(required=True, metadata={"description": "Code of the error"})
    detail = fields.String(required=True, metadata={"description": "Explanation of the error"})
    figures = fields.List(
        fields.String(), metadata={"description": "Ids of the figures that cause the error"}
    )


class ProblemSchema(ImmutableSchema):
    """A problem document (RFC 9457): why a request was refused, and valid requests."""

    class Meta:
        unknown = EXCLUDE

    type = fields.String(
        required=True,
        metadata={
            "description": "URL of the documentation of this problem type",
            "format": "uri-reference",
        },
    )
    title = fields.String(
        required=True, metadata={"description": "Short summary of the problem type"}
    )
    status = fields.Integer(required=True, metadata={"description": "HTTP status code"})
    detail = fields.String(
        required=True, metadata={"description": "Explanation of this occurrence of the problem"}
    )
    instance = fields.String(
        required=True,
        metadata={"description": "URL of the request", "format": "uri-reference"},
    )
    errors = fields.List(
        fields.Nested(ProblemErrorSchema), metadata={"description": "All errors in the request"}
    )
    alternatives = fields.List(
        fields.String(metadata={"format": "uri-reference"}),
        metadata={"description": "URLs of valid requests"},
    )
