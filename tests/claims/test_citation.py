"""The exact text of citations."""

from dataclasses import replace
from datetime import date

import pytest

from datasets.claims.citation import (
    CitedWork,
    apa,
    bibtex,
    citation_formats,
    csl,
    dataset_citation,
    figure_citation,
    plain_text,
    ris,
)

HOME = "https://figures.example.org"

CITED = CitedWork(
    key="losses-0001-r1",
    author="Government of Ukraine",
    title="more than 600,000 killed or wounded",
    issued=date(2024, 8, 20),
    container="unnamed outlet, 20 August 2024",
    address=f"{HOME}/v1/figures/losses-0001?revision=1",
    release="f6ea78d25bce9d64",
    note="The Government of Ukraine said on 20 August 2024 that more than 600,000 had died.",
)

ROW = {
    "id": "losses-0001",
    "revision": 2,
    "change": "corrected",
    "claimant_name": "local authorities",
    "claimed_on": "2024-08-05",
    "via": None,
    "publisher_name": "Office (OHCHR)",
    "statement": "Local authorities said on 5 August 2024 that about 5 (4 to 6) people (all) had "
    "been killed in Kursk Oblast around 5 August 2024 (Office (OHCHR), 6 August 2024).",
}

ESCAPES = [
    # text, LaTeX
    ("A & B", r"A \& B"),
    ("100 %", r"100 \%"),
    ("$5", r"\$5"),
    ("no. #1", r"no. \#1"),
    ("a_b", r"a\_b"),
    ("{a}", r"\{a\}"),
    ("a~b", r"a\textasciitilde{}b"),
    ("a^b", r"a\textasciicircum{}b"),
    ("a\\b", r"a\textbackslash{}b"),
    (r"\&", r"\textbackslash{}\&"),
    ("Łódź, км²", "Łódź, км²"),
]


def test_apa_names_claimant_day_outlet_release_and_address():
    assert apa(CITED) == (
        "Government of Ukraine. (2024, August 20). more than 600,000 killed or wounded [Data set; "
        "unnamed outlet, 20 August 2024]. Reported Figures, release f6ea78d25bce9d64. "
        "https://figures.example.org/v1/figures/losses-0001?revision=1"
    )


def test_bibtex_is_an_entry_of_type_misc():
    assert bibtex(CITED) == (
        "@misc{losses-0001-r1,\n"
        "  author = {{Government of Ukraine}},\n"
        "  title = {{more than 600,000 killed or wounded}},\n"
        "  year = {2024},\n"
        "  month = {8},\n"
        "  howpublished = {unnamed outlet, 20 August 2024; in Reported Figures, release "
        "f6ea78d25bce9d64},\n"
        "  url = {https://figures.example.org/v1/figures/losses-0001?revision=1},\n"
        "  note = {The Government of Ukraine said on 20 August 2024 that more than 600,000 had "
        "died.}\n"
        "}\n"
    )


def test_ris_is_a_record_of_type_data():
    assert ris(CITED) == (
        "TY  - DATA\r\n"
        "ID  - losses-0001-r1\r\n"
        "AU  - Government of Ukraine\r\n"
        "TI  - more than 600,000 killed or wounded\r\n"
        "PY  - 2024\r\n"
        "DA  - 2024/08/20\r\n"
        "PB  - unnamed outlet, 20 August 2024\r\n"
        "ET  - release f6ea78d25bce9d64\r\n"
        "UR  - https://figures.example.org/v1/figures/losses-0001?revision=1\r\n"
        "N1  - The Government of Ukraine said on 20 August 2024 that more than 600,000 had died."
        "\r\n"
        "ER  - \r\n"
    )


def test_ris_joins_the_lines_of_a_value():
    assert "N1  - one two three\r\n" in ris(replace(CITED, note="one\ntwo\r\nthree"))


def test_csl_is_an_item_of_type_dataset():
    assert csl(CITED) == {
        "id": "losses-0001-r1",
        "type": "dataset",
        "author": [{"literal": "Government of Ukraine"}],
        "title": "more than 600,000 killed or wounded",
        "issued": {"date-parts": [[2024, 8, 20]]},
        "container-title": "unnamed outlet, 20 August 2024",
        "publisher": "Reported Figures",
        "version": "f6ea78d25bce9d64",
        "URL": "https://figures.example.org/v1/figures/losses-0001?revision=1",
        "note": "The Government of Ukraine said on 20 August 2024 that more than 600,000 had died.",
    }


@pytest.mark.parametrize(("text", "latex"), ESCAPES)
def test_bibtex_escapes_the_special_characters_of_latex(text, latex):
    entry = bibtex(replace(CITED, author=text, title=text, container=text, note=text))
    author, title, *_, container, _, note = entry.splitlines()[1:-1]
    assert author == f"  author = {{{{{latex}}}}},"
    assert title == f"  title = {{{{{latex}}}}},"
    assert container.startswith(f"  howpublished = {{{latex}; in ")
    assert note == f"  note = {{{latex}}}"


def test_bibtex_does_not_escape_the_url():
    address = f"{HOME}/v1/losses?value_min=5&sort=-value#a"
    assert f"  url = {{{address}}},\n" in bibtex(replace(CITED, address=address))


@pytest.mark.parametrize(
    ("row", "title", "container", "note"),
    [
        (
            ROW,
            "About 5 (4 to 6) people (all) had been killed in Kursk Oblast around 5 August 2024",
            "Office (OHCHR), 6 August 2024",
            ROW["statement"],
        ),
        (
            {
                **ROW,
                "via": "ap;afp",
                "statement": "Local authorities said on 5 August 2024 that 1 evacuation order for "
                "people in Pokrovsk had taken effect on 5 August 2024 (relayed by the Associated "
                "Press; relayed by Agence France-Presse; Ukrinform, 6 August 2024).",
            },
            "1 evacuation order for people in Pokrovsk had taken effect on 5 August 2024",
            "relayed by the Associated Press; relayed by Agence France-Presse; Ukrinform, "
            "6 August 2024",
            "Local authorities said on 5 August 2024 that 1 evacuation order for people in "
            "Pokrovsk had taken effect on 5 August 2024 (relayed by the Associated Press; relayed "
            "by Agence France-Presse; Ukrinform, 6 August 2024).",
        ),
        (
            {**ROW, "change": "retracted"},
            "Retracted: About 5 (4 to 6) people (all) had been killed in Kursk Oblast around "
            "5 August 2024",
            "Office (OHCHR), 6 August 2024",
            f"Retracted: {ROW['statement']}",
        ),
    ],
)
def test_the_citation_of_a_figure_uses_its_statement(row, title, container, note):
    assert figure_citation(row, "abc", HOME) == CitedWork(
        key="losses-0001-r2",
        author="Local authorities",
        title=title,
        issued=date(2024, 8, 5),
        container=container,
        address=HOME,
        release="abc",
        note=note,
    )


def test_the_service_is_the_author_of_a_dataset():
    assert dataset_citation("Losses", "losses", "2024-10-02", "abc", HOME) == CitedWork(
        key="reported-figures-losses",
        author="Reported Figures",
        title="Losses: claims recorded until 2024-10-02",
        issued=date(2024, 10, 2),
        container="Reported Figures",
        address=HOME,
        release="abc",
        note="Losses, claims recorded until 2 October 2024. Each figure is a claim; cite the "
        "claimant with it.",
    )


def test_a_plain_text_citation_ends_with_release_and_url():
    where = f"Reported Figures, release {CITED.release}, {CITED.address}"
    assert plain_text(CITED) == f"{CITED.note} {where}"


def test_all_citation_formats_are_returned_together():
    assert citation_formats(CITED) == {
        "text": plain_text(CITED),
        "apa": apa(CITED),
        "bibtex": bibtex(CITED),
        "ris": ris(CITED),
        "csl": csl(CITED),
        "address": CITED.address,
        "release": CITED.release,
    }
