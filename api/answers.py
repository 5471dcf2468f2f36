"""The shapes of answers, for the contract: the bodies themselves are rendered beforehand."""

from marshmallow import EXCLUDE, Schema, fields

from api.shapes import Shape
from datasets.model.columns import Day
from datasets.model.publication import PublishedRow


class Answer(Shape):
    """A shape that may grow: readers must not refuse keys they do not know."""

    class Meta:
        unknown = EXCLUDE


class Links(Answer):
    """Addresses, relative to the host."""

    self = fields.String(required=True, metadata={"format": "uri-reference"})
    next = fields.String(required=True, allow_none=True, metadata={"description": "Next page"})
    prev = fields.String(required=True, allow_none=True, metadata={"description": "Page before"})


class FigureLinks(Links):
    """Addresses of this answer, its neighbours, and the whole of it as a file."""

    csv = fields.String(required=True, metadata={"description": "The whole answer as CSV"})
    xlsx = fields.String(required=True, metadata={"description": "The whole answer as a workbook"})


class Meta(Answer):
    """What an answer says of itself."""

    total = fields.Integer(required=True, metadata={"description": "Rows in all, exactly"})
    limit = fields.Integer(required=True, metadata={"description": "Rows a page holds"})
    offset = fields.Integer(required=True, metadata={"description": "Rows left out before it"})
    release = fields.String(required=True, metadata={"description": "Release it comes from"})
    license = fields.String(required=True, metadata={"description": "Licence of the compilation"})
    notice = fields.String(required=True, metadata={"description": "How to read the figures"})


class FigureMeta(Meta):
    """What a list of figures says of itself."""

    offset = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Rows left out before it; null where `after` was asked"},
    )
    open_bounds = fields.Integer(
        required=True,
        metadata={
            "description": "Figures left out by value_min or value_max only because their hedge is "
            'open, such as "more than 600,000" with value_min=650000'
        },
    )
    as_of = Day(required=True, allow_none=True, metadata={"description": "Vintage of the ledger"})
    known_at = Day(
        required=True, allow_none=True, metadata={"description": "Vintage of the public record"}
    )


def page_of(row: type[Schema], name: str = "") -> type[Schema]:
    """The shape of a page of rows that have a shape."""
    return Answer.from_dict(
        {
            "data": fields.List(fields.Nested(row), required=True),
            "meta": fields.Nested(Meta, required=True),
            "links": fields.Nested(Links, required=True),
        },
        name=name or f"{row.__name__}Page",
    )


class FigurePage(Answer):
    """A page of reported figures."""

    data = fields.List(fields.Nested(PublishedRow), required=True)
    meta = fields.Nested(FigureMeta, required=True)
    links = fields.Nested(FigureLinks, required=True)


class Difference(Answer):
    """A column that differs between two revisions."""

    column = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class Step(Answer):
    """What happened from one revision to the next, and why."""

    revision = fields.Integer(required=True, metadata={"description": "The later revision"})
    change = fields.String(required=True)
    recorded_on = Day(required=True)
    note = fields.String(required=True, allow_none=True, metadata={"description": "Why"})
    differences = fields.List(fields.Nested(Difference), required=True)


class RevisionMeta(Answer):
    """What a history says of itself."""

    total = fields.Integer(required=True)
    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)


class Revisions(Answer):
    """Every row of a figure, oldest first, and the steps between them."""

    data = fields.List(fields.Nested(PublishedRow), required=True)
    steps = fields.List(fields.Nested(Step), required=True)
    meta = fields.Nested(RevisionMeta, required=True)


class Citation(Answer):
    """A citation in every form."""

    text = fields.String(required=True, metadata={"description": "A line that can be printed"})
    apa = fields.String(required=True, metadata={"description": "APA, 7th edition"})
    bibtex = fields.String(required=True, metadata={"description": "BibTeX"})
    ris = fields.String(required=True, metadata={"description": "RIS"})
    csl = fields.Dict(required=True, metadata={"description": "CSL-JSON"})
    address = fields.String(required=True, metadata={"description": "Pinned address"})
    release = fields.String(required=True)


class AboutAnswer(Answer):
    """What an answer that is no list says of itself."""

    release = fields.String(required=True)
    license = fields.String(required=True)
    notice = fields.String(required=True)


class MetricCount(Answer):
    """A metric and how many current figures it has."""

    metric = fields.String(required=True)
    name = fields.String(required=True)
    figures = fields.Integer(required=True)


class Coverage(Answer):
    """From when to when, and how widely, a dataset reaches."""

    period_start = Day(required=True, allow_none=True)
    period_end = Day(required=True, allow_none=True)
    claimed_from = Day(required=True, allow_none=True)
    claimed_to = Day(required=True, allow_none=True)
    countries = fields.Integer(required=True)
    places = fields.Integer(required=True)
    claimants = fields.Integer(required=True)
    sources = fields.Integer(required=True)


class DatasetLinks(Answer):
    """Where the figures of a dataset are."""

    self = fields.String(required=True)
    figures = fields.String(required=True)
    csv = fields.String(required=True)
    xlsx = fields.String(required=True)
    series = fields.String(required=True)
    citation = fields.String(required=True)


class Dataset(Answer):
    """A dataset: what it holds and what it covers."""

    dataset = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    readme = fields.String(
        required=True, metadata={"description": "What it holds and does not say, in Markdown"}
    )
    license = fields.String(required=True)
    figures = fields.Integer(required=True, metadata={"description": "Current figures"})
    metrics = fields.List(fields.Nested(MetricCount), required=True)
    coverage = fields.Nested(Coverage, required=True)
    links = fields.Nested(DatasetLinks, required=True)


DatasetPage = page_of(Dataset)


class Series(Answer):
    """One claimant's figures on one question, and whether they keep coming."""

    dataset = fields.String(required=True)
    claimant = fields.String(required=True)
    metric = fields.String(required=True)
    subject = fields.String(required=True)
    place = fields.String(required=True)
    claimant_name = fields.String(required=True)
    metric_name = fields.String(required=True)
    subject_name = fields.String(required=True)
    place_name = fields.String(required=True)
    figures = fields.Integer(required=True)
    first_period = Day(required=True, metadata={"description": "First day that is spoken of"})
    last_period = Day(required=True, metadata={"description": "Last day that is spoken of"})
    last_claimed = Day(required=True, metadata={"description": "Day it was last spoken of"})
    cadence_days = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "Usual days from one figure to the next; null for fewer than four"
        },
    )
    stale_days = fields.Integer(
        required=True,
        metadata={"description": "Days from then to the newest row of the release"},
    )
    quiet = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Silent for more than three usual intervals: not zero, silent"},
    )
    figures_address = fields.String(required=True, metadata={"description": "Lists its figures"})


SeriesPage = page_of(Series)


class Liveness(Answer):
    """That the process answers."""

    alive = fields.Boolean(required=True)


class Health(Answer):
    """That figures are served, and what an operator should look at all the same."""

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


class Version(Answer):
    """What is running, and which figures it serves."""

    version = fields.String(required=True, metadata={"description": "Version of the program"})
    release = fields.String(required=True, metadata={"description": "Id of the release"})
    built = fields.DateTime(required=True, metadata={"description": "When it was built, UTC"})
    figures = fields.Integer(required=True, metadata={"description": "Figures ever recorded"})
    rows = fields.Integer(required=True, metadata={"description": "Revisions of them"})
