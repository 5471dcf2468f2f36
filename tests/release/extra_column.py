"""A published row with an extra column, to test that a column is declared once."""

from datasets.model import published_row
from datasets.model.fields import Text
from datasets.model.filters import one_of


class PublishedRowSchema(published_row.PublishedRowSchema):
    """The published row with the HXL tag of its metric as its last column."""

    hashtag = Text(
        attribute="figure.metric.hxl",
        allow_none=True,
        metadata={
            "hxl": "#meta+hashtag",
            "description": "Hashtag",
            "filters": (one_of("hashtag", "Hashtags"),),
        },
    )
