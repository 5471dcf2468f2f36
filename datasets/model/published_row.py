"""The row that is published: the one declaration of its columns."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema

from datasets.model import codelists as codes
from datasets.model.fields import Code, Count, Day, Edtf, Number, ReferenceList, Slug, Text
from datasets.model.figure import Figure
from datasets.model.filters import Filter as Asks
from datasets.model.filters import at_least, at_most, one_of


def column_metadata(
    hxl: str, description: str, example: Any, *filters: Asks, prose: bool = False
) -> dict[str, Any]:
    """What a column says of itself: its HXL tag, its meaning, an example, and how it is asked for.

    Prose is neither filtered nor sorted by.
    """
    return {
        "hxl": hxl,
        "description": description,
        "example": example,
        "filters": filters,
        "prose": prose,
    }


@dataclass(frozen=True, slots=True)
class Publication:
    """A figure as a release publishes it: with what was derived from it when it was built."""

    figure: Figure
    text: str
    statement: str
    superseded_on: date | None


class PublishedRowSchema(Schema):
    """One reported figure, flat: who says what about whom, where, when, and how strongly."""

    class Meta:
        unknown = EXCLUDE  # columns are appended: a reader must not refuse those it does not know

    id = Slug(
        attribute="figure.figure_id",
        metadata=column_metadata("#meta+id+figure", "Id of the figure, for ever", "losses-0001"),
    )
    revision = Count(
        attribute="figure.revision",
        metadata=column_metadata("#meta+revision", "1, 2, 3 …: which row of this figure it is", 1),
    )
    change = Code(
        codes.CHANGES,
        noun="a change",
        attribute="figure.change",
        metadata=column_metadata(
            "#meta+change",
            "Why the row was added",
            "new",
            one_of("change", "Why the row was added"),
        ),
    )
    dataset = Slug(
        attribute="figure.metric.dataset",
        metadata=column_metadata(
            "#meta+dataset", "Dataset", "losses", one_of("dataset", "Datasets")
        ),
    )
    statement = Text(
        attribute="statement",
        metadata=column_metadata(
            "#description+statement",
            "The figure as a line that can be printed",
            "Government of Ukraine, 20 August 2024: more than 600,000 killed or wounded, armed "
            "forces of Russia, Russo-Ukrainian war, 24 February 2022 to about 20 August 2024 "
            "(unnamed outlet, 20 August 2024)",
            prose=True,
        ),
    )
    metric = Slug(
        attribute="figure.metric.metric_id",
        metadata=column_metadata(
            "#indicator+code",
            "What is counted",
            "killed-or-wounded",
            one_of("metric", "What is counted"),
        ),
    )
    metric_name = Text(
        attribute="figure.metric.name",
        metadata=column_metadata(
            "#indicator+name", "What is counted, in words", "killed or wounded"
        ),
    )
    unit = Code(
        codes.UNITS,
        noun="a unit",
        attribute="figure.metric.unit",
        metadata=column_metadata("#indicator+unit", "Unit of the value", "person"),
    )
    kind = Code(
        codes.METRIC_KINDS,
        noun="a kind of metric",
        attribute="figure.metric.kind",
        metadata=column_metadata(
            "#indicator+kind",
            "flow (adds up over disjoint time), stock (never over time) or intensive (never)",
            "flow",
        ),
    )
    subject = Slug(
        attribute="figure.subject.actor_id",
        metadata=column_metadata(
            "#group+code",
            "Whom the number is about, or who holds the ground",
            "ru-armed-forces",
            one_of("subject", "Whom the number is about, or who holds the ground"),
        ),
    )
    subject_name = Text(
        attribute="figure.subject.name",
        metadata=column_metadata("#group+name", "Subject in words", "armed forces of Russia"),
    )
    place = Slug(
        attribute="figure.place.place_id",
        metadata=column_metadata(
            "#loc+code",
            "Where, as claimed",
            "theatre-ru-ua",
            one_of("place", "Exactly these places"),
            Asks("within", "inside", "These places and everything inside them"),
        ),
    )
    place_name = Text(
        attribute="figure.place.name",
        metadata=column_metadata("#loc+name", "Place in words", "Russo-Ukrainian war"),
    )
    country = Text(
        attribute="figure.place.iso3",
        allow_none=True,
        metadata=column_metadata(
            "#country+code+v_iso3",
            "Country, ISO 3166-1 alpha-3; null for a theatre or the world",
            None,
            one_of("country", "Countries, ISO 3166-1 alpha-3, in any letter case"),
        ),
    )
    period = Edtf(
        attribute="figure.period.text",
        metadata=column_metadata(
            "#meta+period",
            "When it was true, as claimed (EDTF): DATE, DATE/DATE or /DATE; ~ "
            "after a date means about",
            "2022-02-24/2024-08-20~",
            Asks("on", "contains", "The period contains this day"),
        ),
    )
    period_start = Day(
        attribute="figure.period.start",
        allow_none=True,
        metadata=column_metadata(
            "#date+start",
            "First day of the period; null where none is stated",
            "2022-02-24",
            Asks("end_date", "starts-by", "The period touches this day or earlier ones"),
        ),
    )
    period_end = Day(
        attribute="figure.period.end",
        metadata=column_metadata(
            "#date+end",
            "Last day of the period",
            "2024-08-20",
            at_least("start_date", "The period touches this day or later ones"),
        ),
    )
    quantifier = Code(
        codes.QUANTIFIERS,
        noun="a quantifier",
        attribute="figure.quantifier",
        metadata=column_metadata(
            "#indicator+quantifier",
            "The hedge as printed",
            "more-than",
            one_of("quantifier", "The hedge as printed"),
        ),
    )
    value = Number(
        attribute="figure.value",
        allow_none=True,
        metadata=column_metadata(
            "#indicator+value+num",
            "The number as printed; null with `between`",
            600000,
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
    )
    value_lower = Number(
        attribute="figure.value_lower",
        allow_none=True,
        metadata=column_metadata("#indicator+value+min+num", "Lower end of a stated range", None),
    )
    value_upper = Number(
        attribute="figure.value_upper",
        allow_none=True,
        metadata=column_metadata("#indicator+value+max+num", "Upper end of a stated range", None),
    )
    text = Text(
        attribute="text",
        metadata=column_metadata(
            "#description+value", "The hedged number for people", "more than 600,000", prose=True
        ),
    )
    claimant = Slug(
        attribute="figure.claimant.actor_id",
        metadata=column_metadata(
            "#org+claimant+code",
            "Who asserts the number",
            "ua-government",
            one_of("claimant", "Who asserts the number"),
        ),
    )
    claimant_name = Text(
        attribute="figure.claimant.name",
        metadata=column_metadata(
            "#org+claimant+name", "Claimant in words", "Government of Ukraine"
        ),
    )
    claimed_on = Day(
        attribute="figure.claimed_on",
        metadata=column_metadata(
            "#date+claimed",
            "Day the claimant said it",
            "2024-08-20",
            at_least("claimed_from", "Said on this day or later"),
            at_most("claimed_to", "Said on this day or earlier"),
        ),
    )
    stance = Code(
        codes.STANCES,
        noun="a stance",
        attribute="figure.stance",
        allow_none=True,
        metadata=column_metadata(
            "#meta+stance",
            "own, adverse or third-party: where the claimant stands towards the "
            "subject; null where a belligerent speaks of somebody who belongs to no side",
            "adverse",
            one_of("stance", "Where the claimant stands towards the subject"),
        ),
    )
    basis = Code(
        codes.BASES,
        noun="a basis",
        attribute="figure.basis",
        metadata=column_metadata(
            "#meta+basis",
            "How the claimant came by it",
            "stated",
            one_of("basis", "How the claimant came by it"),
        ),
    )
    verification = Code(
        codes.VERIFICATIONS,
        noun="a verification",
        attribute="figure.verification",
        metadata=column_metadata(
            "#status+verification",
            "What the source says of it",
            "unstated",
            one_of("verification", "What the source says of it"),
        ),
    )
    via = ReferenceList(
        table="actors",
        attribute="figure.via_ids",
        allow_none=True,
        metadata=column_metadata(
            "#org+via+code",
            "Outlets that relayed it before our source, nearest the claimant first, separated by ;",
            None,
        ),
    )
    derived_from = Slug(
        attribute="figure.derived_from_id",
        allow_none=True,
        metadata=column_metadata(
            "#org+derived+code",
            "The claimant whose figures it rests on: not a second witness",
            None,
        ),
    )
    source = Slug(
        attribute="figure.source.source_id",
        metadata=column_metadata(
            "#meta+source+id",
            "The document that was opened",
            "unnamed-outlet-2024-08-20",
            one_of("source", "The document that was opened"),
        ),
    )
    publisher = Slug(
        attribute="figure.source.publisher.actor_id",
        metadata=column_metadata(
            "#org+publisher+code",
            "Outlet that published the document",
            "unnamed-outlet",
            one_of("publisher", "Outlet that published the document"),
        ),
    )
    publisher_name = Text(
        attribute="figure.source.publisher.name",
        metadata=column_metadata("#org+publisher+name", "Publisher in words", "unnamed outlet"),
    )
    published = Day(
        attribute="figure.source.published",
        metadata=column_metadata("#date+published", "Day the document was published", "2024-08-20"),
    )
    url = Text(
        attribute="figure.source.url",
        allow_none=True,
        metadata=column_metadata("#meta+source+url", "Address of the document", None, prose=True),
    )
    archive_url = Text(
        attribute="figure.source.archive_url",
        allow_none=True,
        metadata=column_metadata(
            "#meta+archive+url", "Address of an archived copy", None, prose=True
        ),
    )
    wording = Text(
        attribute="figure.wording",
        metadata=column_metadata(
            "#description+wording",
            "The few words that state the number, in the original language",
            "more than 600,000 Russian soldiers have been killed or wounded",
            prose=True,
        ),
    )
    note = Text(
        attribute="figure.note",
        allow_none=True,
        metadata=column_metadata(
            "#description+note",
            "The curator's reason or caveat",
            "The article gives no day.",
            prose=True,
        ),
    )
    recorded_on = Day(
        attribute="figure.recorded_on",
        metadata=column_metadata("#date+recorded", "Day the row entered this ledger", "2026-11-24"),
    )
    superseded_on = Day(
        attribute="superseded_on",
        allow_none=True,
        metadata=column_metadata(
            "#date+superseded", "Day the next revision was recorded; null while there is none", None
        ),
    )
