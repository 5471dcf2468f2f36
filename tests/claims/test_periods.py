from datetime import date

import pytest

from datasets.claims.periods import period_in_sentence, period_name, range_text, span
from datasets.model.period import parse

# period, nature of the figure, day of the claim, as a sentence says it
IN_SENTENCES = [
    ("2024-08-19", "count", "2024-08-19", "on 19 August 2024"),
    ("2022-03-14", "stock", "2024-08-19", "on 14 March 2022"),
    ("2024-08-19~", "stock", "2024-08-20", "around 19 August 2024"),
    ("2016-12-31", "stock", "2026-06-25", "at the end of 2016"),
    ("2016-12-31~", "stock", "2026-06-25", "around the end of 2016"),
    ("2016-12-31", "count", "2026-06-25", "on 31 December 2016"),
    ("2016-12-31", "intensive", "2026-06-25", "on 31 December 2016"),
    ("2016-12-30", "stock", "2026-06-25", "on 30 December 2016"),
    ("2024-08", "count", "2024-08-31", "in August 2024"),
    ("2024-12", "stock", "2024-12-31", "in December 2024"),
    ("2024-08~", "stock", "2024-08-31", "around August 2024"),
    ("2014", "stock", "2026-11-24", "in 2014"),
    ("2014~", "count", "2026-11-24", "around 2014"),
    ("2014-01-01/2014-12-31", "count", "2025-03-06", "in 2014"),
    ("2014-01-01/2014-12-31", "count", "2014-12-31", "in 2014"),
    ("2014-01-01/2014-12-31~", "count", "2025-03-06",
     "between 1 January and around 31 December 2014"),
    ("2013-01-01/2014-12-31", "count", "2025-03-06", "between 1 January 2013 and 31 December 2014"),
    ("2024-09-01/2024-09-30", "intensive", "2024-10-10", "in September 2024"),
    ("2024-02-01/2024-02-29", "count", "2024-03-10", "in February 2024"),
    ("2024-02-01/2024-02-28", "count", "2024-03-10", "between 1 and 28 February 2024"),
    ("2024-08-19/2024-08-19", "count", "2024-08-20", "on 19 August 2024"),
    ("2022-02-24/2024-08-20", "total", "2024-08-20", "since 24 February 2022"),
    ("2022-02-24/2024-08-20~", "total", "2024-08-20", "since 24 February 2022"),
    ("2024-08-06~/2024-08-12", "total", "2024-08-12", "since around 6 August 2024"),
    ("2022-02-24/2024-08-20", "count", "2024-08-21",
     "between 24 February 2022 and 20 August 2024"),
    ("2022-02-24/2022-03-14", "count", "2026-08-08", "between 24 February and 14 March 2022"),
    ("2022-02-24/2024-07-22~", "count", "2024-07-23",
     "between 24 February 2022 and around 22 July 2024"),
    ("2025-08-01/2025-08-26", "count", "2025-08-30", "between 1 and 26 August 2025"),
    ("2025-08-01~/2025-08-26", "count", "2025-08-30",
     "between around 1 August and 26 August 2025"),
    ("2024-08-12/2024-08-18", "intensive", "2024-08-18", "between 12 and 18 August 2024"),
    ("2024-01-01/2024-02-27", "intensive", "2024-02-27",
     "between 1 January and 27 February 2024"),
    ("2022-02-24/2022-12-25", "count", "2023-01-10", "between 24 February and 25 December 2022"),
    ("2024-03/2024-08", "count", "2024-09-10", "between March and August 2024"),
    ("2024-03-05/2024-08", "count", "2024-09-10", "between 5 March 2024 and August 2024"),
    ("2023-12-25/2024-01-05", "count", "2024-01-10", "between 25 December 2023 and 5 January 2024"),
    ("2022-02-24/2024-09", "count", "2024-09-30", "between 24 February 2022 and September 2024"),
    ("2022~/2024-08", "count", "2024-08-31", "between around 2022 and August 2024"),
    ("2022/2024", "count", "2024-12-31", "between 2022 and 2024"),
    ("2025-07-18/2025-07-19", "count", "2025-07-19", "on 18 and 19 July 2025"),
    ("2025-07-31/2025-08-01", "count", "2025-08-01", "on 31 July and 1 August 2025"),
    ("2025-07-18/2025-07-20", "count", "2025-07-20", "between 18 and 20 July 2025"),
    ("2025-07-18/2025-07-21", "count", "2025-07-21", "between 18 and 21 July 2025"),
    ("2023-10-07/2023-10-08", "total", "2023-10-08", "since 7 October 2023"),
    ("2023-10-07/2023-10-08", "total", "2023-10-09", "between 7 and 8 October 2023"),
    ("/2024-08-19", "total", "2024-08-19", "by 19 August 2024"),
    ("/2024-08~", "count", "2024-08-31", "by around August 2024"),
]  # fmt: skip

NAMES = [
    ("2024-08-19", "19 August 2024"),
    ("2024-08-19~", "around 19 August 2024"),
    ("2024-08", "August 2024"),
    ("2024~", "around 2024"),
    ("2014-01-01/2014-12-31", "2014"),
    ("2024-08-01/2024-08-31", "August 2024"),
    ("2024-08-12/2024-08-18", "12 to 18 August 2024"),
    ("2022-02-24/2024-08-20~", "24 February 2022 to around 20 August 2024"),
    ("2022~/2024-08", "around 2022 to August 2024"),
    ("2022~/2022", "around 2022 to 2022"),
    ("2022-02-24/2022-12-25", "24 February to 25 December 2022"),
    ("2022-02-24/2022-12-25~", "24 February to around 25 December 2022"),
    ("2022-02/2022-12", "February to December 2022"),
    ("/2024-08-19", "until 19 August 2024"),
    ("/2024-08~", "until around August 2024"),
]


@pytest.mark.parametrize(("text", "nature", "claimed_on", "expected"), IN_SENTENCES)
def test_a_period_in_a_sentence_reads_as_in_a_newspaper(text, nature, claimed_on, expected):
    assert period_in_sentence(parse(text), nature, date.fromisoformat(claimed_on)) == expected


def test_a_period_without_a_claim_has_both_its_ends():
    period = parse("2022-02-24/2024-08-20")
    assert period_in_sentence(period, "count") == "between 24 February 2022 and 20 August 2024"


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_the_name_of_a_period_has_the_precision_of_the_period(text, expected):
    assert period_name(parse(text)) == expected


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, date(2024, 8, 19), "/2024-08-19"),
        (date(2024, 8, 19), date(2024, 8, 19), "2024-08-19"),
        (date(2022, 2, 24), date(2024, 8, 19), "2022-02-24/2024-08-19"),
    ],
)
def test_a_span_is_the_period_from_its_first_to_its_last_day(start, end, text):
    assert span(start, end).text == text


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 8, 18), date(2024, 8, 18), "on 18 August 2024"),
        (date(2024, 8, 12), date(2024, 8, 18), "from 12 to 18 August 2024"),
        (date(2024, 8, 1), date(2024, 8, 31), "from 1 to 31 August 2024"),
        (date(2024, 3, 1), date(2024, 8, 18), "from 1 March to 18 August 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "from 31 December 2023 to 1 January 2024"),
    ],
)
def test_two_days_share_what_they_have_in_common(first, last, expected):
    assert range_text(first, last) == expected
