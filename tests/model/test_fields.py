import pytest
from marshmallow import Schema, ValidationError

from datasets.model.codelists import CHANGES
from datasets.model.fields import (
    Code,
    Count,
    Day,
    Degrees,
    Edtf,
    Number,
    Reference,
    ReferenceList,
    Slug,
    SlugList,
    Text,
    column_names,
    without_fraction,
)
from datasets.model.filters import Filter, at_least, at_most, filters_of, one_of
from datasets.model.period import parse

CODE = Code(CHANGES, noun="a change")
CHOICES = "use one of new, revised, corrected, retracted"

READ = [
    (Number(), "0", 0),
    (Number(), "600000", 600000),
    (Number(), "12.50", 12.5),
    (Number(), "12.0", 12),
    (Number(), "999999999999999", 999999999999999),
    (Count(), "1", 1),
    (Count(), "12", 12),
    (Slug(), "ua-14", "ua-14"),
    (SlugList(), "ap;afp", ("ap", "afp")),
    (CODE, "revised", "revised"),
    (Text(limit=3), "три", "три"),
    (Degrees(bound=90), "-90", -90.0),
    (Degrees(bound=180), "180", 180.0),
    (Edtf(), "2024-08", parse("2024-08")),
]

REFUSED = [
    (Number(), "600 000", "'600 000' is not a plain number; write 600000"),
    (Number(), "600,000", "'600,000' is not a plain number; write 600000"),
    (Number(), "1’250.5", "'1’250.5' is not a plain number; write 1250.5"),
    *(
        (
            Number(),
            text,
            f"'{text}' is not a plain number; write only digits, with a point for decimals",
        )
        for text in ("-5", "+5", "1e5", ".5", "5.", "nan", "inf", "dozens", "٥")
    ),
    (Number(), "1" * 16, f"'{'1' * 16}' is not a plain number; at most 15 digits"),
    *(
        (Count(), text, f"'{text}' is not a plain number; write 1, 2, 3 …")
        for text in ("0", "01", "1.0", "-1", "one", "²")
    ),
    (Slug(), "Ua_President", "'Ua_President' is not a slug (a-z, 0-9, single hyphens)"),
    (Slug(), "ua--president", "'ua--president' is not a slug (a-z, 0-9, single hyphens)"),
    (Slug(), "ua-", "'ua-' is not a slug (a-z, 0-9, single hyphens)"),
    (SlugList(), "ap;", "'' is not a slug (a-z, 0-9, single hyphens)"),
    (SlugList(), "ap; afp", "' afp' is not a slug (a-z, 0-9, single hyphens)"),
    (CODE, "over", f"'over' is not a change; {CHOICES}"),
    (CODE, "New", f"'New' is not a change; {CHOICES}"),
    (Text(limit=3), "four", "it has 4 characters; at most 3"),
    (Day(), "20.08.2024", "'20.08.2024' is not a date; write 2024-08-20"),
    (Day(), "08.09.2024", "'08.09.2024' is not a date; write 2024-09-08"),
    (Day(), "20/8/2024", "'20/8/2024' is not a date; write 2024-08-20"),
    (
        Day(),
        "2024-08",
        "'2024-08' is not a date; write a day, for example the last of the month, 2024-08-31",
    ),
    (Day(), "13/8/2024", "'13/8/2024' is not a date; write 2024-08-13"),
    *(
        (Day(), text, f"'{text}' is not a date; write it as YYYY-MM-DD, for example 2024-08-20")
        for text in (
            "08/09/2024",
            "12/08/2024",
            "31.02.2024",
            "08.20.2024",
            "2024-8-1",
            "today",
        )
    ),
    (Day(), "2024-02-30", "'2024-02-30' is not a date; the calendar has no such day"),
    (Degrees(bound=90), "nan", "Special numeric values (nan or infinity) are not permitted."),
    (Degrees(bound=90), "482.8", "it 482.8 is outside -90 to 90"),
    (Edtf(), "2024-08-19/..", "'2024-08-19/..' is not allowed; a figure always has an end"),
]


@pytest.mark.parametrize(("column", "text", "value"), READ, ids=lambda cell: str(cell)[:20])
def test_a_valid_cell_is_parsed_by_its_field(column, text, value):
    read = column.deserialize(text, "it")
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("column", "text", "message"), REFUSED, ids=lambda cell: str(cell)[:20])
def test_an_invalid_cell_is_rejected_with_a_message(column, text, message):
    with pytest.raises(ValidationError) as refusal:
        column.deserialize(text, "it")
    assert refusal.value.messages == [message]


def test_whole_numbers_print_without_a_point():
    assert [str(without_fraction(number)) for number in (0.0, 1250.0, 9.5)] == ["0", "1250", "9.5"]


def test_a_number_is_dumped_without_a_fraction_and_a_missing_one_as_none():
    written = [Number().serialize("value", {"value": value}) for value in (None, 0.0, 1250.0, 9.5)]
    assert written == [None, 0, 1250, 9.5]
    assert [type(value) for value in written[1:]] == [int, int, float]


@pytest.mark.parametrize(
    "column",
    [
        Text(limit=3, required=True),
        Slug(required=True),
        Reference(table="actors", required=True),
        ReferenceList(table="actors", required=True),
        Code(CHANGES, noun="a change", required=True),
        Number(required=True),
        Degrees(bound=90, required=True),
    ],
    ids=lambda column: type(column).__name__,
)
def test_a_field_of_any_type_can_be_required(column):
    assert column.required


def test_a_reference_knows_its_table():
    assert (Reference(table="actors").table, ReferenceList(table="places").table) == (
        "actors",
        "places",
    )


def test_a_filter_has_a_parameter_a_comparison_and_a_description():
    assert [one_of("a", "A."), at_least("b", "B."), at_most("c", "C.")] == [
        Filter("a", "one-of", "A."),
        Filter("b", "at-least", "B."),
        Filter("c", "at-most", "C."),
    ]


def test_a_list_of_ids_is_dumped_as_it_was_loaded():
    outlets = ReferenceList(table="actors")
    assert [outlets.serialize("via", {"via": via}) for via in (("ap", "afp"), ())] == [
        "ap;afp",
        None,
    ]


def test_the_columns_and_filters_of_a_schema_are_those_it_declares():
    question = one_of("colour", "Colours")

    class Sample(Schema):
        first = Slug()
        colour = Slug(metadata={"filters": (question,)})

    assert column_names(Sample) == ("first", "colour")
    assert filters_of(Sample) == {question: "colour"}
