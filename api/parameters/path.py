"""Path parameters, as OpenAPI describes them."""

SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
FIGURE_ID = {
    "in": "path",
    "name": "figure_id",
    "required": True,
    "description": "Id of the figure",
    "schema": SLUG,
    "example": "losses-0001",
}
DATASET = {
    "in": "path",
    "name": "dataset",
    "required": True,
    "description": "Name of the dataset",
    "schema": SLUG,
    "example": "losses",
}
