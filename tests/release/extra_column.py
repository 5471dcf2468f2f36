"""The published row with one column more, put in its place before anything else has seen it."""

from datasets.model import published_row as publication
from datasets.model.fields import Text
from datasets.model.filters import one_of


class PublishedRowSchema(publication.PublishedRowSchema):
    """A published row that ends with the hashtag of its metric."""

    hashtag = Text(
        attribute="figure.metric.hxl",
        allow_none=True,
        metadata={
            "hxl": "#meta+hashtag",
            "description": "Hashtag",
            "filters": (one_of("hashtag", "Hashtags"),),
        },
    )
