"""A reported figure: the row of a ledger, and the row that is published."""

from dataclasses import dataclass
from datetime import date

from marshmallow import EXCLUDE, Schema

from datasets.model import codes
from datasets.model.columns import (
    Code,
    Count,
    Day,
    Edtf,
    Number,
    Reference,
    References,
    Slug,
    Text,
    at_least,
    at_most,
    one_of,
)
from datasets.model.columns import Filter as Asks
from datasets.model.period import Period
from datasets.model.references import Actor, Metric, Place, Source


@dataclass(frozen=True, slots=True)
class Figure:
    """CLAIMANT says METRIC about SUBJECT at PLACE over PERIOD is QUANTIFIER VALUE, in SOURCE.

    One row of a ledger with what it refers to. Missing is ``None``; zero is zero.
    """

    figure_id: str
    revision: int
    change: str
    recorded_on: date
    metric: Metric
    subject: Actor
    place: Place
    period: Period
    quantifier: str
    value: int | float | None
    value_lower: int | float | None
    value_upper: int | float | None
    claimant: Actor
    claimed_on: date
    via: tuple[Actor, ...]
    source: Source
    basis: str
    verification: str
    derived_from: Actor | None
    wording: str
    note: str | None

    @property
    def via_ids(self) -> tuple[str, ...]:
        return tuple(actor.actor_id for actor in self.via)

    @property
    def derived_from_id(self) -> str | None:
        return self.derived_from.actor_id if self.derived_from else None

    @property
    def stance(self) -> str | None:
        """``own``, ``adverse`` or ``third-party``, from the sides of claimant and subject.

        ``None`` where a belligerent speaks of somebody who belongs to no side.
        """
        if self.claimant.side is None:
            return "third-party"
        if self.subject.side is None:
            return None
        return "own" if self.claimant.side == self.subject.side else "adverse"


class LedgerRow(Schema):
    """One row of a ledger: the columns of its file, in order."""

    figure_id = Slug(required=True, metadata={"description": "Id of the figure, for ever"})
    revision = Count(required=True, metadata={"description": "1, 2, 3 … without gaps"})
    change = Code(
        codes.CHANGES, noun="a change", required=True, metadata={"description": "Why it was added"}
    )
    recorded_on = Day(required=True, metadata={"description": "Day it entered this ledger"})
    metric = Reference(table="metrics", required=True, metadata={"description": "What is counted"})
    subject = Reference(
        table="actors",
        required=True,
        metadata={"description": "Whom the number is about, or who holds the ground"},
    )
    place = Reference(table="places", required=True, metadata={"description": "Where, as claimed"})
    period = Edtf(required=True, metadata={"description": "When it was true, EDTF"})
    quantifier = Code(
        codes.QUANTIFIERS,
        noun="a quantifier",
        required=True,
        metadata={"description": "The hedge as printed"},
    )
    value = Number(metadata={"description": "The number as printed, written out in full"})
    value_lower = Number(metadata={"description": "Lower end of a stated range"})
    value_upper = Number(metadata={"description": "Upper end of a stated range"})
    claimant = Reference(
        table="actors", required=True, metadata={"description": "Who asserts the number"}
    )
    claimed_on = Day(required=True, metadata={"description": "Day the claimant said it"})
    via = References(
        table="actors",
        metadata={"description": "Outlets that relayed it before our source, separated by ;"},
    )
    source = Reference(
        table="sources", required=True, metadata={"description": "The document that was opened"}
    )
    basis = Code(
        codes.BASES,
        noun="a basis",
        required=True,
        metadata={"description": "How the claimant came by it"},
    )
    verification = Code(
        codes.VERIFICATIONS,
        noun="a verification",
        required=True,
        metadata={"description": "What the source says of it"},
    )
    derived_from = Reference(
        table="actors", metadata={"description": "The claimant whose figures it rests on"}
    )
    wording = Text(
        limit=160, required=True, metadata={"description": "The few words that state the number"}
    )
    note = Text(limit=500, metadata={"description": "The curator's reason or caveat"})


@dataclass(frozen=True, slots=True)
class Publication:
    """A figure as a release publishes it: with what was derived from it when it was built."""

    figure: Figure
    text: str
    statement: str
    superseded_on: date | None


class PublishedRow(Schema):
    """One reported figure, flat: who says what about whom, where, when, and how strongly."""

    class Meta:
        unknown = EXCLUDE  # columns are appended: a reader must not refuse those it does not know

    id = Slug(
        attribute="figure.figure_id",
        metadata={
            "hxl": "#meta+id+figure",
            "description": "Id of the figure, for ever",
            "example": "losses-0001",
        },
    )
    revision = Count(
        attribute="figure.revision",
        metadata={
            "hxl": "#meta+revision",
            "description": "1, 2, 3 …: which row of this figure it is",
            "example": 1,
        },
    )
    change = Code(
        codes.CHANGES,
        noun="a change",
        attribute="figure.change",
        metadata={
            "hxl": "#meta+change",
            "description": "Why the row was added",
            "example": "new",
            "filters": (one_of("change", "Why the row was added"),),
        },
    )
    dataset = Slug(
        attribute="figure.metric.dataset",
        metadata={
            "hxl": "#meta+dataset",
            "description": "Dataset",
            "example": "losses",
            "filters": (one_of("dataset", "Datasets"),),
        },
    )
    statement = Text(
        attribute="statement",
        metadata={
            "hxl": "#description+statement",
            "description": "The figure as a line that can be printed",
            "example": "Government of Ukraine, 20 August 2024: more than 600,000 killed or "
            "wounded, armed forces of Russia, Russo-Ukrainian war, 24 February 2022 to about "
            "20 August 2024 (unnamed outlet, 20 August 2024)",
            "prose": True,
        },
    )
    metric = Slug(
        attribute="figure.metric.metric_id",
        metadata={
            "hxl": "#indicator+code",
            "description": "What is counted",
            "example": "killed-or-wounded",
            "filters": (one_of("metric", "What is counted"),),
        },
    )
    metric_name = Text(
        attribute="figure.metric.name",
        metadata={
            "hxl": "#indicator+name",
            "description": "What is counted, in words",
            "example": "killed or wounded",
        },
    )
    unit = Code(
        codes.UNITS,
        noun="a unit",
        attribute="figure.metric.unit",
        metadata={
            "hxl": "#indicator+unit",
            "description": "Unit of the value",
            "example": "person",
        },
    )
    kind = Code(
        codes.KINDS,
        noun="a kind of metric",
        attribute="figure.metric.kind",
        metadata={
            "hxl": "#indicator+kind",
            "description": "flow (adds up over disjoint time), stock (never over time) or "
            "intensive (never)",
            "example": "flow",
        },
    )
    subject = Slug(
        attribute="figure.subject.actor_id",
        metadata={
            "hxl": "#group+code",
            "description": "Whom the number is about, or who holds the ground",
            "example": "ru-armed-forces",
            "filters": (one_of("subject", "Whom the number is about, or who holds the ground"),),
        },
    )
    subject_name = Text(
        attribute="figure.subject.name",
        metadata={
            "hxl": "#group+name",
            "description": "Subject in words",
            "example": "armed forces of Russia",
        },
    )
    place = Slug(
        attribute="figure.place.place_id",
        metadata={
            "hxl": "#loc+code",
            "description": "Where, as claimed",
            "example": "theatre-ru-ua",
            "filters": (
                one_of("place", "Exactly these places"),
                Asks("within", "inside", "These places and everything inside them"),
            ),
        },
    )
    place_name = Text(
        attribute="figure.place.name",
        metadata={
            "hxl": "#loc+name",
            "description": "Place in words",
            "example": "Russo-Ukrainian war",
        },
    )
    country = Text(
        attribute="figure.place.iso3",
        allow_none=True,
        metadata={
            "hxl": "#country+code+v_iso3",
            "description": "Country, ISO 3166-1 alpha-3; null for a theatre or the world",
            "example": None,
            "filters": (one_of("country", "Countries, ISO 3166-1 alpha-3, in any letter case"),),
        },
    )
    period = Edtf(
        attribute="figure.period.text",
        metadata={
            "hxl": "#meta+period",
            "description": "When it was true, as claimed (EDTF): DATE, DATE/DATE or /DATE; "
            "~ after a date means about",
            "example": "2022-02-24/2024-08-20~",
            "filters": (Asks("on", "contains", "The period contains this day"),),
        },
    )
    period_start = Day(
        attribute="figure.period.start",
        allow_none=True,
        metadata={
            "hxl": "#date+start",
            "description": "First day of the period; null where none is stated",
            "example": "2022-02-24",
            "filters": (
                Asks("end_date", "starts-by", "The period touches this day or earlier ones"),
            ),
        },
    )
    period_end = Day(
        attribute="figure.period.end",
        metadata={
            "hxl": "#date+end",
            "description": "Last day of the period",
            "example": "2024-08-20",
            "filters": (at_least("start_date", "The period touches this day or later ones"),),
        },
    )
    quantifier = Code(
        codes.QUANTIFIERS,
        noun="a quantifier",
        attribute="figure.quantifier",
        metadata={
            "hxl": "#indicator+quantifier",
            "description": "The hedge as printed",
            "example": "more-than",
            "filters": (one_of("quantifier", "The hedge as printed"),),
        },
    )
    value = Number(
        attribute="figure.value",
        allow_none=True,
        metadata={
            "hxl": "#indicator+value+num",
            "description": "The number as printed; null with `between`",
            "example": 600000,
            "filters": (
                Asks(
                    "value_min",
                    "reaches",
                    "At least this: the printed number, or the upper end of a bare range",
                ),
                Asks(
                    "value_max",
                    "stays-under",
                    "At most this: the printed number, or the lower end of a bare range",
                ),
            ),
        },
    )
    value_lower = Number(
        attribute="figure.value_lower",
        allow_none=True,
        metadata={
            "hxl": "#indicator+value+min+num",
            "description": "Lower end of a stated range",
            "example": None,
        },
    )
    value_upper = Number(
        attribute="figure.value_upper",
        allow_none=True,
        metadata={
            "hxl": "#indicator+value+max+num",
            "description": "Upper end of a stated range",
            "example": None,
        },
    )
    text = Text(
        attribute="text",
        metadata={
            "hxl": "#description+value",
            "description": "The hedged number for people",
            "example": "more than 600,000",
            "prose": True,
        },
    )
    claimant = Slug(
        attribute="figure.claimant.actor_id",
        metadata={
            "hxl": "#org+claimant+code",
            "description": "Who asserts the number",
            "example": "ua-government",
            "filters": (one_of("claimant", "Who asserts the number"),),
        },
    )
    claimant_name = Text(
        attribute="figure.claimant.name",
        metadata={
            "hxl": "#org+claimant+name",
            "description": "Claimant in words",
            "example": "Government of Ukraine",
        },
    )
    claimed_on = Day(
        attribute="figure.claimed_on",
        metadata={
            "hxl": "#date+claimed",
            "description": "Day the claimant said it",
            "example": "2024-08-20",
            "filters": (
                at_least("claimed_from", "Said on this day or later"),
                at_most("claimed_to", "Said on this day or earlier"),
            ),
        },
    )
    stance = Code(
        codes.STANCES,
        noun="a stance",
        attribute="figure.stance",
        allow_none=True,
        metadata={
            "hxl": "#meta+stance",
            "description": "own, adverse or third-party: where the claimant stands towards the "
            "subject; null where a belligerent speaks of somebody who belongs to no side",
            "example": "adverse",
            "filters": (one_of("stance", "Where the claimant stands towards the subject"),),
        },
    )
    basis = Code(
        codes.BASES,
        noun="a basis",
        attribute="figure.basis",
        metadata={
            "hxl": "#meta+basis",
            "description": "How the claimant came by it",
            "example": "stated",
            "filters": (one_of("basis", "How the claimant came by it"),),
        },
    )
    verification = Code(
        codes.VERIFICATIONS,
        noun="a verification",
        attribute="figure.verification",
        metadata={
            "hxl": "#status+verification",
            "description": "What the source says of it",
            "example": "unstated",
            "filters": (one_of("verification", "What the source says of it"),),
        },
    )
    via = References(
        table="actors",
        attribute="figure.via_ids",
        allow_none=True,
        metadata={
            "hxl": "#org+via+code",
            "description": "Outlets that relayed it before our source, nearest the claimant "
            "first, separated by ;",
            "example": None,
        },
    )
    derived_from = Slug(
        attribute="figure.derived_from_id",
        allow_none=True,
        metadata={
            "hxl": "#org+derived+code",
            "description": "The claimant whose figures it rests on: not a second witness",
            "example": None,
        },
    )
    source = Slug(
        attribute="figure.source.source_id",
        metadata={
            "hxl": "#meta+source+id",
            "description": "The document that was opened",
            "example": "unnamed-outlet-2024-08-20",
            "filters": (one_of("source", "The document that was opened"),),
        },
    )
    publisher = Slug(
        attribute="figure.source.publisher.actor_id",
        metadata={
            "hxl": "#org+publisher+code",
            "description": "Outlet that published the document",
            "example": "unnamed-outlet",
            "filters": (one_of("publisher", "Outlet that published the document"),),
        },
    )
    publisher_name = Text(
        attribute="figure.source.publisher.name",
        metadata={
            "hxl": "#org+publisher+name",
            "description": "Publisher in words",
            "example": "unnamed outlet",
        },
    )
    published = Day(
        attribute="figure.source.published",
        metadata={
            "hxl": "#date+published",
            "description": "Day the document was published",
            "example": "2024-08-20",
        },
    )
    url = Text(
        attribute="figure.source.url",
        allow_none=True,
        metadata={
            "hxl": "#meta+source+url",
            "description": "Address of the document",
            "example": None,
            "prose": True,
        },
    )
    archive_url = Text(
        attribute="figure.source.archive_url",
        allow_none=True,
        metadata={
            "hxl": "#meta+archive+url",
            "description": "Address of an archived copy",
            "example": None,
            "prose": True,
        },
    )
    wording = Text(
        attribute="figure.wording",
        metadata={
            "hxl": "#description+wording",
            "description": "The few words that state the number, in the original language",
            "example": "more than 600,000 Russian soldiers have been killed or wounded",
            "prose": True,
        },
    )
    note = Text(
        attribute="figure.note",
        allow_none=True,
        metadata={
            "hxl": "#description+note",
            "description": "The curator's reason or caveat",
            "example": "The article gives no day.",
            "prose": True,
        },
    )
    recorded_on = Day(
        attribute="figure.recorded_on",
        metadata={
            "hxl": "#date+recorded",
            "description": "Day the row entered this ledger",
            "example": "2026-11-24",
        },
    )
    superseded_on = Day(
        attribute="superseded_on",
        allow_none=True,
        metadata={
            "hxl": "#date+superseded",
            "description": "Day the next revision was recorded; null while there is none",
            "example": None,
        },
    )
