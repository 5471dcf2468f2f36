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

    ``nature`` is a code of `NATURES`, which also depends on the other figures of the question.
    ``superseded_on`` is the day the next revision was recorded, ``outclaimed_on`` the first day
    on which a later revision was claimed.
    """

    figure: Figure
    nature: str
    text: str
    statement: str
    superseded_on: date | None
    outclaimed_on: date | None


class PublishedRowSchema(Schema):
    """A reported figure as one flat object."""

    class Meta:
        unknown = EXCLUDE  # columns may be added: clients must ignore unknown ones

    # Per column: kind, attribute and HXL tag; then description, example, filters and options.
    # fmt: off
    id = column(Slug, "figure.figure_id", "#meta+id+figure",
        "Permanent id of the figure", "losses-0001")
    revision = column(Count, "figure.revision", "#meta+revision",
        "Number of the revision: 1, 2, 3 …", 1)
    change = column(Code, "figure.change", "#meta+change",
        "Reason for the row", "new", one_of("change"), codes=codes.CHANGES, noun="a change")
    dataset = column(Slug, "figure.metric.dataset", "#meta+dataset",
        "Name of the dataset", "losses", one_of("dataset", "Names of datasets"))
    statement = column(Text, "statement", "#description+statement",
        "The figure as a sentence that can be printed",
        "The Government of Ukraine said on 20 August 2024 that more than 600,000 members of the "
        "armed forces of Russia had been killed or wounded in the Russo-Ukrainian war since "
        "24 February 2022 (unnamed outlet, 20 August 2024).", prose=True)
    metric = column(Slug, "figure.metric.metric_id", "#indicator+code",
        "Code of the metric, the thing that is counted", "killed-or-wounded", one_of("metric"))
    metric_name = column(Text, "figure.metric.name", "#indicator+name",
        "Name of the metric", "killed or wounded")
    unit = column(Code, "figure.metric.unit", "#indicator+unit",
        "Unit of the value", "person", codes=codes.UNITS, noun="a unit")
    kind = column(Code, "figure.metric.kind", "#indicator+kind",
        "Kind of the metric: flow (may be added over time), stock (only over places) or intensive "
        "(never)",
        "flow", codes=codes.METRIC_KINDS, noun="a kind of metric")
    subject = column(Slug, "figure.subject.actor_id", "#group+code",
        "Code of the subject: the people that the number is about, or the party that controls the "
        "ground", "ru-armed-forces",
        one_of("subject"))
    subject_name = column(Text, "figure.subject.name", "#group+name",
        "Name of the subject", "armed forces of Russia")
    place = column(Slug, "figure.place.place_id", "#loc+code",
        "Code of the place, as claimed", "theatre-ru-ua",
        one_of("place", "Codes of places, without the places inside them"),
        Filter("within", "inside", "Codes of places, with all places inside them"))
    place_name = column(Text, "figure.place.name", "#loc+name",
        "Name of the place", "Russo-Ukrainian war")
    country = column(Text, "figure.place.iso3", "#country+code+v_iso3",
        "Code of the country, ISO 3166-1 alpha-3; null for a theatre or the world", None,
        one_of("country", "Codes of countries, ISO 3166-1 alpha-3, in any letter case"),
        allow_none=True)
    period = column(Edtf, "figure.period.text", "#meta+period",
        "Period that the number is about, as claimed, in EDTF: DATE, DATE/DATE or /DATE; ~ after a "
        "date means about", "2022-02-24/2024-08-20~",
        Filter("on", "contains", "Figures whose period contains this day"))
    period_start = column(Day, "figure.period.start", "#date+start",
        "First day of the period; null if it is unknown", "2022-02-24",
        Filter("end_date", "starts-by", "Figures whose period starts on or before this day, or on "
            "an unknown day"),
        allow_none=True)
    period_end = column(Day, "figure.period.end", "#date+end",
        "Last day of the period", "2024-08-20",
        at_least("start_date", "Figures whose period ends on or after this day"),
        at_least("ends_from", "Figures whose period ends on or after this day"),
        at_most("ends_to", "Figures whose period ends on or before this day, such as the totals "
            "until that day"))
    quantifier = column(Code, "figure.quantifier", "#indicator+quantifier",
        "Hedge, as printed", "more-than", one_of("quantifier"), codes=codes.QUANTIFIERS,
        noun="a quantifier")
    value = column(Number, "figure.value", "#indicator+value+num",
        "Number, as printed; null if `quantifier` is `between`", 600000,
        Filter("value_min", "reaches",
            "Minimum of the value, or of the upper end of a range without a value"),
        Filter("value_max", "stays-under",
            "Maximum of the value, or of the lower end of a range without a value"),
        allow_none=True)
    value_lower = column(Number, "figure.value_lower", "#indicator+value+min+num",
        "Lower end of a stated range", None, allow_none=True)
    value_upper = column(Number, "figure.value_upper", "#indicator+value+max+num",
        "Upper end of a stated range", None, allow_none=True)
    text = column(Text, "text", "#description+value",
        "Number with its hedge and unit, as text", "more than 600,000", prose=True)
    claimant = column(Slug, "figure.claimant.actor_id", "#org+claimant+code",
        "Code of the claimant, who states the number", "ua-government", one_of("claimant"))
    claimant_name = column(Text, "figure.claimant.name", "#org+claimant+name",
        "Name of the claimant", "Government of Ukraine")
    claimed_on = column(Day, "figure.claimed_on", "#date+claimed",
        "Day on which the claimant stated the number", "2024-08-20",
        at_least("claimed_from", "Figures claimed on or after this day"),
        at_most("claimed_to", "Figures claimed on or before this day"))
    stance = column(Code, "figure.stance", "#meta+stance",
        "Relation of the claimant to the subject: own, adverse or third-party; null for a claim of "
        "a belligerent about a subject without a side", "adverse",
        one_of("stance", "Relation of the claimant to the subject"), codes=codes.STANCES,
        noun="a stance", allow_none=True)
    basis = column(Code, "figure.basis", "#meta+basis",
        "Method by which the claimant got the number", "stated", one_of("basis"), codes=codes.BASES,
        noun="a basis")
    verification = column(Code, "figure.verification", "#status+verification",
        "Statement of the source about verification", "unstated", one_of("verification"),
        codes=codes.VERIFICATIONS, noun="a verification")
    via = column(ReferenceList, "figure.via_ids", "#org+via+code",
        "Codes of the actors that relayed the claim before the source, the one nearest the "
        "claimant first, separated by ;",
        None, table="actors", allow_none=True)
    derived_from = column(Slug, "figure.derived_from_id", "#org+derived+code",
        "Code of the claimant whose figures this claim is based on", None, allow_none=True)
    source = column(Slug, "figure.source.source_id", "#meta+source+id",
        "Code of the source, in which the figure was read",
        "unnamed-outlet-2024-08-20", one_of("source"))
    publisher = column(Slug, "figure.source.publisher.actor_id", "#org+publisher+code",
        "Code of the publisher of the source", "unnamed-outlet", one_of("publisher"))
    publisher_name = column(Text, "figure.source.publisher.name", "#org+publisher+name",
        "Name of the publisher", "unnamed outlet")
    published = column(Day, "figure.source.published", "#date+published",
        "Day on which the source was published", "2024-08-20")
    url = column(Text, "figure.source.url", "#meta+source+url",
        "URL of the source", None, prose=True, allow_none=True)
    archive_url = column(Text, "figure.source.archive_url", "#meta+archive+url",
        "URL of an archived copy of the source", None, prose=True, allow_none=True)
    wording = column(Text, "figure.wording", "#description+wording",
        "Quotation that states the number, in the original language",
        "more than 600,000 Russian soldiers have been killed or wounded", prose=True)
    note = column(Text, "figure.note", "#description+note",
        "Reason or caveat of the curator", "The article gives no day.", prose=True,
        allow_none=True)
    recorded_on = column(Day, "figure.recorded_on", "#date+recorded",
        "Day on which the row was added to the ledger", "2026-11-24")
    superseded_on = column(Day, "superseded_on", "#date+superseded",
        "Day on which the next revision was recorded; null if there is none", None, allow_none=True)
    nature = column(Code, "nature", "#meta+nature",
        "Nature of the number: total (a running total), count (of one day, month or year), stock "
        "(at one moment) or intensive (never added)", "total", one_of("nature"),
        codes=codes.NATURES, noun="a nature")
    # fmt: on
