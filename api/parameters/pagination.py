"""Parameters for sorting, columns, release and page."""

from marshmallow import fields, validate

from api.parameters.fields import BoundedInteger, ColumnList, Fields
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.tables import stored_columns

MAX_LIMIT = 10_000
MAX_OFFSET = 10_000_000
NO_RELEASE_ID = "'{input}' is not a release id"


def order_fields() -> Fields:
    """Return the parameters for the order of the rows, their columns and their release."""
    sortable = stored_columns(PublishedRowSchema)
    return {
        "sort": ColumnList(
            tuple(sign + name for name in sortable for sign in ("", "-")),
            metadata={
                "description": "Columns to sort by; `-` before a column means descending. The "
                f"default is `{','.join(DEFAULT_SORT)}`. Missing values come last. Rows with equal "
                "values are sorted by id and revision"
            },
        ),
        "fields": ColumnList(
            column_names(PublishedRowSchema),
            metadata={"description": "Columns to return; their order does not change"},
        ),
        **release_fields(),
    }


def release_fields() -> Fields:
    """Return the parameter that names a release."""
    return {
        "release": release_id(
            "Id of a release that is still available, such as `meta.release` of an earlier "
            "response. The default is the current release"
        )
    }


def release_id(description: str) -> fields.String:
    """Return a field for the id of a release."""
    return fields.String(
        validate=[
            validate.Length(
                equal=16, error=NO_RELEASE_ID
            ),  # because `$` matches before a final newline
            validate.Regexp("^[0-9a-f]{16}$", error=NO_RELEASE_ID),
        ],
        metadata={"description": description},
    )


def cursor_page_fields(items: str) -> Fields:
    """Return the parameters of a page by offset or by cursor. ``items`` is a plural noun."""
    return {
        **page_fields(items),
        "after": BoundedInteger(
            1,
            MAX_OFFSET,
            metadata={
                "description": "Cursor: return the rows after this position in the release, as "
                "`links.next` does. Requires `release` and excludes `offset`. Every page takes "
                "the same time"
            },
        ),
    }


def page_fields(items: str) -> Fields:
    """Return the parameters of a page by offset. ``items`` is a plural noun."""
    return {
        "limit": BoundedInteger(
            1,
            MAX_LIMIT,
            load_default=100,
            metadata={"description": f"Maximum number of {items} on the page"},
        ),
        "offset": BoundedInteger(
            0,
            MAX_OFFSET,
            load_default=0,
            metadata={"description": f"Number of {items} to skip before the page"},
        ),
    }
