"""Series are ranked by how much of their names a text has, and by what people look for first."""

from datasets.search.names import NamedRow, name_index
from datasets.search.ranking import Candidate, rank
from datasets.search.terms import terms_of

INDEX = name_index(
    [
        NamedRow(("metrics", "killed"), ("killed", "deaths")),
        NamedRow(("metrics", "refugees"), ("refugees",)),
        NamedRow(("metrics", "evacuated"), ("evacuated",)),
        NamedRow(("places", "sd"), ("Sudan",)),
        NamedRow(("places", "ss"), ("South Sudan",)),
        NamedRow(("places", "td"), ("Chad",)),
        NamedRow(("places", "ru-kursk"), ("Kursk Oblast", "Kursk")),
        NamedRow(("places", "ua-sumy"), ("Sumy Oblast", "Sumy")),
        NamedRow(("actors", "sd-people"), ("people from Sudan",)),
        NamedRow(("actors", "ss-people"), ("people from South Sudan",)),
        NamedRow(("actors", "unhcr"), ("UNHCR",)),
        NamedRow(("actors", "civilians"), ("civilians",)),
    ]
)


def candidate(position, *codes, figures=1, level="adm0", age=0, value=1.0):
    return Candidate(position, codes, figures, level, age, value)


def ranked(text, *candidates):
    terms = terms_of(text)
    ranking = rank(candidates, terms, INDEX.shares([term.text for term in terms]))
    return ranking.positions, ranking.missing


IN_CHAD = candidate(1, "refugees", "sd-people", "td", "unhcr")
IN_SUDAN = candidate(2, "refugees", "ss-people", "sd", "unhcr")
IN_SOUTH_SUDAN = candidate(3, "refugees", "sd-people", "ss", "unhcr")
KILLED = candidate(4, "killed", "civilians", "sd", "unhcr")


def test_refugees_from_a_country_come_before_those_in_it():
    assert ranked("refugees from Sudan", IN_SUDAN, IN_CHAD) == ((1, 2), set())
    assert ranked("refugees in Sudan", IN_CHAD, IN_SUDAN) == ((2, 1), set())


def test_a_whole_name_comes_before_a_part_of_a_name():
    in_ss = candidate(5, "killed", "civilians", "ss", "unhcr")
    assert ranked("Sudan deaths", in_ss, KILLED) == ((4, 5), set())


def test_a_series_that_has_all_terms_excludes_those_that_lack_one():
    assert ranked("Sudan killed", KILLED, IN_SUDAN) == ((4,), set())


def test_places_of_which_no_series_has_both_take_turns():
    kursk = [candidate(n, "evacuated", "civilians", "ru-kursk", "unhcr") for n in (1, 2)]
    sumy = candidate(9, "evacuated", "civilians", "ua-sumy", "unhcr")
    assert ranked("evacuated Kursk Sumy", *kursk, sumy) == ((1, 9, 2), {"kursk", "sumi"})


def test_metrics_take_turns_if_no_term_names_one():
    more = candidate(6, "killed", "civilians", "sd", "unhcr", figures=50)
    assert ranked("Sudan", KILLED, more, IN_SUDAN) == ((6, 2, 4), set())


def test_recent_series_and_larger_values_come_first_of_equal_ones():
    old = candidate(1, "killed", "civilians", "sd", "unhcr", age=2_000)
    large = candidate(2, "killed", "civilians", "sd", "unhcr", value=1e6)
    assert ranked("killed Sudan", old, KILLED, large)[0] == (2, 4, 1)


def test_without_a_term_all_series_are_ranked():
    assert set(ranked("", KILLED, IN_CHAD)[0]) == {1, 4}


def test_a_term_that_no_series_has_leaves_none():
    assert ranked("Chad", KILLED) == ((), {"chad"})
