"""The published row: the only declaration of its columns."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from datasets.model import codelists as codes
from datasets.model.fields import Code, Count, Day, Edtf, Number, ReferenceList, Slug, Text
from datasets.model.figure import Figure
from datasets.model.filters import Filter, at_least, at_most, one_of


def column(
    kind: type[fields.Field[Any]],
    attribute: str,
    hxl: str,
    description: str,
    example: Any,
    *filters: Filter,
    prose: bool = False,
    **options: Any,
) -> fields.Field[Any]:
    """A column for an ``attribute`` of `Publication`, with its HXL tag and its filters.

    A filter without a description takes the column's. Columns of prose cannot be sorted by.
    """
    metadata = {
        "hxl": hxl,
        "description": description,
        "example": example,
        "filters": tuple(
            filter_ if filter_.description else replace(filter_, description=description)
            for filter_ in filters
        ),
        "prose": prose,
    }
    return kind(attribute=attribute, metadata=metadata, **options)


@dataclass(frozen=True, slots=True)
class Publication:
    """A figure as a release publishes it, with the values that are derived during the build.

    ``superseded_on`` is the day the next revision was recorded, ``outclaimed_on`` the first day
    on which a later revision was claimed.
    """

    figure: Figure
    text: str
    statement: str
    superseded_on: date | None
    outclaimed_on: date | None


class PublishedRowSchema(Schema):
    """One reported figure, flat: who says what about whom, where, when, and how strongly."""

    class Meta:
        unknown = EXCLUDE  # columns may be added: clients must ignore unknown ones

    # Per column: kind, attribute and HXL tag; then description, example, filters and options.
    # fmt: off
    id = column(Slug, "figure.figure_id", "#meta+id+figure",
        "Id of the figure, for ever", "losses-0001")
    revision = column(Count, "figure.revision", "#meta+revision",
        "1, 2, 3 …: which row of this figure it is", 1)
    change = column(Code, "figure.change", "#meta+change",
        "Why the row was added", "new", one_of("change"), codes=codes.CHANGES, noun="a change")
    dataset = column(Slug, "figure.metric.dataset", "#meta+dataset",
        "Dataset", "losses", one_of("dataset", "Datasets"))
    statement = column(Text, "statement", "#description+statement",
        "The figure as a sentence that can be printed",
        "The Government of Ukraine said on 20 August 2024 that more than 600,000 members of the "
        "armed forces of Russia had been killed or wounded in the Russo-Ukrainian war since "
        "24 February 2022 (unnamed outlet, 20 August 2024).", prose=True)
    metric = column(Slug, "figure.metric.metric_id", "#indicator+code",
        "What is counted", "killed-or-wounded", one_of("metric"))
    metric_name = column(Text, "figure.metric.name", "#indicator+name",
        "What is counted, in words", "killed or wounded")
    unit = column(Code, "figure.metric.unit", "#indicator+unit",
        "Unit of the value", "person", codes=codes.UNITS, noun="a unit")
    kind = column(Code, "figure.metric.kind", "#indicator+kind",
        "flow (adds up over disjoint time), stock (never over time) or intensive (never)",
        "flow", codes=codes.METRIC_KINDS, noun="a kind of metric")
    subject = column(Slug, "figure.subject.actor_id", "#group+code",
        "Whom the number is about, or who holds the ground", "ru-armed-forces",
        one_of("subject"))
    subject_name = column(Text, "figure.subject.name", "#group+name",
        "Subject in words", "armed forces of Russia")
    place = column(Slug, "figure.place.place_id", "#loc+code",
        "Where, as claimed", "theatre-ru-ua", one_of("place", "Exactly these places"),
        Filter("within", "inside", "These places and everything inside them"))
    place_name = column(Text, "figure.place.name", "#loc+name",
        "Place in words", "Russo-Ukrainian war")
    country = column(Text, "figure.place.iso3", "#country+code+v_iso3",
        "Country, ISO 3166-1 alpha-3; null for a theatre or the world", None,
        one_of("country", "Countries, ISO 3166-1 alpha-3, in any letter case"), allow_none=True)
    period = column(Edtf, "figure.period.text", "#meta+period",
        "When it was true, as claimed (EDTF): DATE, DATE/DATE or /DATE; ~ after a date "
        "means about", "2022-02-24/2024-08-20~",
        Filter("on", "contains", "The period contains this day"))
    period_start = column(Day, "figure.period.start", "#date+start",
        "First day of the period; null where none is stated", "2022-02-24",
        Filter("end_date", "starts-by", "The period touches this day or earlier ones"),
        allow_none=True)
    period_end = column(Day, "figure.period.end", "#date+end",
        "Last day of the period", "2024-08-20",
        at_least("start_date", "The period touches this day or later ones"))
    quantifier = column(Code, "figure.quantifier", "#indicator+quantifier",
        "The hedge as printed", "more-than", one_of("quantifier"), codes=codes.QUANTIFIERS,
        noun="a quantifier")
    value = column(Number, "figure.value", "#indicator+value+num",
        "The number as printed; null with `between`", 600000,
        Filter("value_min", "reaches",
            "At least this: the printed number, or the upper end of a bare range"),
        Filter("value_max", "stays-under",
            "At most this: the printed number, or the lower end of a bare range"),
        allow_none=True)
    value_lower = column(Number, "figure.value_lower", "#indicator+value+min+num",
        "Lower end of a stated range", None, allow_none=True)
    value_upper = column(Number, "figure.value_upper", "#indicator+value+max+num",
        "Upper end of a stated range", None, allow_none=True)
    text = column(Text, "text", "#description+value",
        "The hedged number for people", "more than 600,000", prose=True)
    claimant = column(Slug, "figure.claimant.actor_id", "#org+claimant+code",
        "Who asserts the number", "ua-government", one_of("claimant"))
    claimant_name = column(Text, "figure.claimant.name", "#org+claimant+name",
        "Claimant in words", "Government of Ukraine")
    claimed_on = column(Day, "figure.claimed_on", "#date+claimed",
        "Day the claimant said it", "2024-08-20",
        at_least("claimed_from", "Said on this day or later"),
        at_most("claimed_to", "Said on this day or earlier"))
    stance = column(Code, "figure.stance", "#meta+stance",
        "own, adverse or third-party: where the claimant stands towards the subject; null "
        "where a belligerent speaks of somebody who belongs to no side", "adverse",
        one_of("stance", "Where the claimant stands towards the subject"), codes=codes.STANCES,
        noun="a stance", allow_none=True)
    basis = column(Code, "figure.basis", "#meta+basis",
        "How the claimant came by it", "stated", one_of("basis"), codes=codes.BASES,
        noun="a basis")
    verification = column(Code, "figure.verification", "#status+verification",
        "What the source says of it", "unstated", one_of("verification"),
        codes=codes.VERIFICATIONS, noun="a verification")
    via = column(ReferenceList, "figure.via_ids", "#org+via+code",
        "Outlets that relayed it before our source, nearest the claimant first, separated by ;",
        None, table="actors", allow_none=True)
    derived_from = column(Slug, "figure.derived_from_id", "#org+derived+code",
        "The claimant whose figures it rests on: not a second witness", None, allow_none=True)
    source = column(Slug, "figure.source.source_id", "#meta+source+id",
        "The document that was opened", "unnamed-outlet-2024-08-20", one_of("source"))
    publisher = column(Slug, "figure.source.publisher.actor_id", "#org+publisher+code",
        "Outlet that published the document", "unnamed-outlet", one_of("publisher"))
    publisher_name = column(Text, "figure.source.publisher.name", "#org+publisher+name",
        "Publisher in words", "unnamed outlet")
    published = column(Day, "figure.source.published", "#date+published",
        "Day the document was published", "2024-08-20")
    url = column(Text, "figure.source.url", "#meta+source+url",
        "Address of the document", None, prose=True, allow_none=True)
    archive_url = column(Text, "figure.source.archive_url", "#meta+archive+url",
        "Address of an archived copy", None, prose=True, allow_none=True)
    wording = column(Text, "figure.wording", "#description+wording",
        "The few words that state the number, in the original language",
        "more than 600,000 Russian soldiers have been killed or wounded", prose=True)
    note = column(Text, "figure.note", "#description+note",
        "The curator's reason or caveat", "The article gives no day.", prose=True,
        allow_none=True)
    recorded_on = column(Day, "figure.recorded_on", "#date+recorded",
        "Day the row entered this ledger", "2026-11-24")
    superseded_on = column(Day, "superseded_on", "#date+superseded",
        "Day the next revision was recorded; null while there is none", None, allow_none=True)
    # fmt: on
