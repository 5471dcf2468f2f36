"""Served figures that a reader can look up at their publisher."""

import pytest

TOTALS = "metric=personnel-losses&subject=ru-armed-forces&claimant=ua-general-staff"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        # UCDP, release 25.1: the genocide is one-sided violence, not state-based conflict.
        (
            "metric=killed-state-based&claimant=ucdp&place=rw&on=1994-06-01",
            ["1,882 (1,781 to 2,026)"],
        ),
        (
            "metric=killed-one-sided&claimant=ucdp&place=rw&on=1994-06-01",
            ["770,581 (345,833 to 1,610,637)"],
        ),
        ("metric=killed&claimant=ucdp", []),
        # The British ministry publishes daily averages by month; nobody's sums are its own.
        (
            "metric=killed-or-wounded&claimant=uk-ministry-of-defence&source=the-economist-2026-08-22-uk-monthly",
            [],
        ),
        # IDMC counts people at the end of a year, and movements over it: never one for the other.
        ("metric=displaced&claimant=idmc&place=sd&on=2024-12-31", ["11,559,970"]),
        ("metric=internal-displacements&claimant=idmc&place=sd&on=2024-12-31", ["3,777,679"]),
        # The later edition counts four people of one incident as killed, no longer as kidnapped.
        (
            "metric=killed-in-violence&claimant=humanitarian-outcomes&place=af&on=2013-12-31",
            ["48"],
        ),
        (
            "metric=killed-in-violence&claimant=humanitarian-outcomes&place=af&on=2013-12-31"
            "&known_at=2025-08-25",
            ["44"],
        ),
        # Two counts of aid workers killed in one country and year, each a minimum.
        ("metric=killed-in-violence&subject=aid-workers&place=ss&on=2023-12-31", ["34", "41"]),
        # Illness and accidents are left out: 31 members of the mission died in that year.
        ("metric=killed-in-violence&subject=minusma&on=2019-12-31", ["22"]),
        # HRANA's later count for the same twelve days replaces its first.
        ("metric=killed&claimant=hrana&on=2025-06-24&subject=ir-population", ["1,190"]),
        (
            "metric=killed&claimant=hrana&on=2025-06-24&subject=ir-population&known_at=2025-06-30",
            ["1,054"],
        ),
        # A page of which only the month is certain is dated to the last day of the month.
        ("metric=bodies-repatriated&claimant=gaza-nasser-hospital&known_at=2025-11-29", []),
        ("metric=bodies-repatriated&claimant=gaza-nasser-hospital&known_at=2025-11-30", ["285"]),
        ("metric=residents&place=ua-pokrovsk-hromada&on=2022-01-01", ["81,029"]),
        ("metric=residents&place=ua-pokrovsk&on=2022-01-01", ["60,127"]),
    ],
)
def test_a_figure_has_the_number_of_its_publisher(curated_client, query, texts):
    page = curated_client.get(f"/v1/figures?{query}&fields=text").json
    assert [row["text"] for row in page["data"]] == texts


@pytest.mark.parametrize(
    ("day", "value"),
    [("2024-08-19", 600470), ("2024-09-07", 623990), ("2024-09-08", 625260)],
)
def test_the_general_staff_claimed_a_total_on_a_day(curated_client, day, value):
    query = f"claimed_from={day}&claimed_to={day}&sort=-value&fields=value"
    rows = curated_client.get(f"/v1/losses?{TOTALS}&{query}").json["data"]
    assert rows[0] == {"value": value}


@pytest.mark.parametrize(
    ("on", "period"),
    [
        ("2026-01-01", "2024-01-01/2024-12-31"),
        ("2010-12-31", "2010-01-01/2010-12-31"),
        ("2010-12-30", "2009-01-01/2009-12-31"),
    ],
)
def test_a_comparison_uses_the_latest_yearly_count(curated_client, on, period):
    question = "metric=killed-state-based&subject=all-parties-and-civilians&place=af"
    comparison = curated_client.get(f"/v1/comparisons?{question}&on={on}").json
    claims = [(claim["claimant"], claim["period"]) for claim in comparison["claims"]]
    assert claims == [("ucdp", period)]


def test_refugees_from_ukraine_at_the_end_of_2023_add_up(curated_client):
    question = "metric=refugees&claimant=unhcr&subject=ua-people&on=2023-12-31"
    total = curated_client.get(f"/v1/aggregates?op=sum&{question}").json
    assert (total["value"], total["quantifier"]) == (5960362, "unqualified")


def test_deaths_of_a_year_add_up_over_countries_of_which_two_are_counted_together(curated_client):
    """UCDP counts the Palestinian territories under Israel; that cuts through no other country."""
    question = "metric=killed-state-based&claimant=ucdp&subject=all-parties-and-civilians"
    total = curated_client.get(f"/v1/aggregates?op=sum&{question}&on=2023-06-01").json
    assert (total["text"], len(total["figures"])) == ("131,275 (114,096 to 213,711)", 47)


@pytest.mark.parametrize(
    ("dataset", "min_figures"),
    [("losses", 30_000), ("displacement", 20_000), ("population", 3_000), ("territory", 200)],
)
def test_every_dataset_has_a_minimum_of_figures(curated_client, dataset, min_figures):
    assert curated_client.get(f"/v1/datasets/{dataset}").json["figures"] >= min_figures


def test_ocha_counted_three_killed_on_the_first_day_and_six_later(curated_client):
    """The flash update of 7 October 2023 gave 3 killed in the West Bank, the verified count 6."""
    query = "metric=killed&subject=west-bank-population&place=ps-west-bank&claimant=un-ocha"
    columns = "fields=value,claimed_on,verification,basis"
    day = "on=2023-10-07&end_date=2023-10-07&value_max=10"
    on_the_day, now = (
        curated_client.get(f"/v1/losses?{query}&{day}&{columns}{known}").json["data"]
        for known in ("&known_at=2023-10-07", "")
    )
    assert on_the_day == [
        {
            "value": 3,
            "claimed_on": "2023-10-07",
            "basis": "stated",
            "verification": "unverified",
        }
    ]
    assert {row["value"] for row in now if row["verification"] == "verified"} == {6}


@pytest.mark.parametrize(
    ("subject", "day", "claimant", "value"),
    [
        # The ministry's spokesman, 10 November 2023; it gave no breakdown after that.
        ("gaza-children", "2023-11-10", "gaza-health-ministry", 4506),
        # TRT World, 3 April 2024, from the media office. OCHA printed the office's numbers to
        # 6 May 2024, and then the ministry's 7,797 children and 4,959 women.
        ("gaza-children", "2024-04-03", "gaza-media-office", 14500),
        ("gaza-women", "2024-04-03", "gaza-media-office", 9560),
        # Al Jazeera and Dawn, 7 October 2025, from the ministry.
        ("gaza-children", "2025-10-07", "gaza-health-ministry", 20179),
    ],
)
def test_women_and_children_of_gaza_are_claimed_by_those_who_counted_them(
    curated_client, subject, day, claimant, value
):
    query = f"subject={subject}&claimed_from={day}&claimed_to={day}&fields=claimant,value"
    rows = curated_client.get(f"/v1/losses?{query}").json["data"]
    assert rows == [{"claimant": claimant, "value": value}]


@pytest.mark.parametrize(
    ("figure", "statement"),
    [
        # OCHA counts Palestinians; Israelis killed in the West Bank are another count.
        (
            "losses-28658?revision=1",
            "The UN Office for the Coordination of Humanitarian Affairs said on 25 January 2024 "
            "that 361 Palestinians had been killed in the West Bank since 7 October 2023 (Tech for "
            "Palestine, 22 August 2026).",
        ),
        # The order was issued on Monday 19 August 2024; families had to leave from Tuesday.
        (
            "evacuations-0001",
            "Ukrainian local authorities said on 19 August 2024 that 1 evacuation order for "
            "families with children in Pokrovsk had been issued on 19 August 2024 (relayed by the "
            "Associated Press; unnamed outlet, 20 August 2024).",
        ),
        (
            "losses-23863",
            "The Government Communications Headquarters of the United Kingdom said on 27 May 2026 "
            "that about 500,000 members of the armed forces of Russia had been killed in the "
            "Russo-Ukrainian war since 24 February 2022 (The Economist, 22 August 2026).",
        ),
        (
            "losses-23809",
            "A leaked confidential US assessment said on 8 April 2023 that between 189,500 and "
            "223,000 members of the armed forces of Russia had been killed or wounded in the "
            "Russo-Ukrainian war between 24 February 2022 and 15 February 2023 (relayed by The New "
            "York Times; The Economist, 22 August 2026).",
        ),
        (
            "losses-0054",
            "The President of Ukraine said on 28 October 2024 that 650,000 members of the armed "
            "forces of Russia had been killed or wounded in the Russo-Ukrainian war since 24 "
            "February 2022 (relayed by The Times of India; The Kyiv Independent, 28 October 2024).",
        ),
    ],
)
def test_a_statement_says_no_more_than_its_source(curated_client, figure, statement):
    assert curated_client.get(f"/v1/figures/{figure}").json["statement"] == statement


def test_one_report_of_the_dead_is_one_figure(curated_client):
    """120,000, said by Meduza and Mediazona on 5 July 2024, is also in The Economist's list."""
    query = "metric=killed&claimant=meduza-and-mediazona&value_min=120000&value_max=120000"
    rows = curated_client.get(f"/v1/losses?{query}&fields=id,claimed_on").json["data"]
    assert rows == [{"id": "losses-0081", "claimed_on": "2024-07-05"}]


@pytest.mark.parametrize("figure", ["territory-0025", "losses-0073", "losses-0074"])
def test_a_number_that_the_page_calls_estimated_has_that_basis(curated_client, figure):
    assert curated_client.get(f"/v1/figures/{figure}").json["basis"] == "estimated"


def test_a_british_month_is_claimed_on_the_day_of_its_post(curated_client):
    query = "metric=killed-or-wounded-per-day&claimant=uk-ministry-of-defence&on=2022-03-15"
    rows = curated_client.get(f"/v1/losses?{query}&fields=value,period,claimed_on").json["data"]
    assert rows == [{"period": "2022-03-01/2022-03-31", "value": 386, "claimed_on": "2025-01-07"}]


def test_the_difference_of_two_british_months_is_of_the_ministrys_own_numbers(curated_client):
    """1,255 a day in February 2025 and 1,328 in March."""
    query = (
        "metric=killed-or-wounded-per-day&claimant=uk-ministry-of-defence"
        "&subject=ru-armed-forces&place=theatre-ru-ua&start_date=2025-02-01&end_date=2025-03-31"
    )
    change = curated_client.get(f"/v1/aggregates?op=difference&{query}").json
    assert (change["value"], change["claimant"]) == (73, "uk-ministry-of-defence")


@pytest.mark.parametrize(
    ("metric", "place", "on", "statements"),
    [
        # IDMC counted 308,000 displaced people in Côte d'Ivoire: UNHCR counts those in its care.
        ("displaced", "ci", "2020-12-31", []),
        (
            "displaced-protected-or-assisted",
            "ci",
            "2020-12-31",
            [
                "UNHCR said on 25 June 2026 that 5,394 internally displaced civilians were "
                "protected or assisted in Côte d'Ivoire at the end of 2020 (UNHCR, 25 June 2026)."
            ],
        ),
        (
            "displaced-protected-or-assisted",
            "serbia-kosovo",
            "2017-12-31",
            [
                "UNHCR said on 25 June 2026 that 217,453 internally displaced civilians were "
                "protected or assisted in Serbia and Kosovo at the end of 2017 (UNHCR, 25 June "
                "2026)."
            ],
        ),
    ],
)
def test_unhcr_counts_the_displaced_in_its_care(curated_client, metric, place, on, statements):
    query = f"metric={metric}&claimant=unhcr&place={place}&on={on}&fields=statement"
    page = curated_client.get(f"/v1/displacement?{query}").json
    assert [row["statement"] for row in page["data"]] == statements


@pytest.mark.parametrize(
    ("subject", "place", "value", "note"),
    [
        (
            "ps-people",
            "us",
            14,
            "UNHCR does not count the Palestine refugees under the mandate of UNRWA.",
        ),
        (
            "sy-people",
            "cr",
            5,
            "UNHCR rounds numbers below 5 to 0 or 5: the number may be smaller.",
        ),
        ("cn-people", "in", 108008, None),
    ],
)
def test_a_note_says_what_a_number_of_unhcr_leaves_out(curated_client, subject, place, value, note):
    query = f"metric=refugees&claimant=unhcr&subject={subject}&place={place}&on=2019-12-31"
    rows = curated_client.get(f"/v1/displacement?{query}&fields=value,note").json["data"]
    assert rows == [{"value": value, "note": note}]


def test_no_note_guesses_at_a_cause(curated_folder):
    notes = [note for table in curated_folder.ledgers.values() for note in table.frame["note"]]
    assert [note for note in notes if note.startswith("So in") and "?" in note] == []


def test_the_world_bank_calls_its_numbers_estimates(curated_client):
    rows = curated_client.get("/v1/population?claimant=world-bank&fields=basis&limit=10000").json
    assert {row["basis"] for row in rows["data"]} == {"estimated"}


@pytest.mark.parametrize(("known_at", "total"), [("2026-03-05", 0), ("2026-03-06", 2160)])
def test_the_world_bank_is_known_from_the_day_of_its_file(curated_client, known_at, total):
    page = curated_client.get(f"/v1/population?claimant=world-bank&known_at={known_at}&limit=1")
    assert page.json["meta"]["total"] == total


def test_the_numbers_of_ukraines_statistics_service_are_estimates(curated_client):
    query = "claimant=ua-state-statistics-service&fields=basis,source&limit=10000"
    rows = curated_client.get(f"/v1/population?{query}").json["data"]
    assert {row["basis"] for row in rows} == {"estimated"}
    assert {row["source"] for row in rows} == {
        "ua-state-statistics-service-2022-population",
        "kse-2025-04-25-hromadas",
    }


def test_no_table_of_iom_is_published(curated_client):
    """The terms of IOM's displacement tables forbid redistribution."""
    assert curated_client.get("/v1/figures?publisher=iom").json["data"] == []


# Documents of several files, which have no address but that of their folder.
OF_MANY_FILES = ["insecurity-insight-2024-03-19-overviews", "reliefweb-crisis-figures-2018-07-03"]


def test_every_source_has_a_licence_and_no_raw_file_is_a_folder(curated_folder):
    sources = curated_folder.references["sources"].frame
    assert list(sources.loc[sources["licence"] == "", "source_id"]) == []
    folders = sources["url"].str.contains("/tree/") | sources["archive_url"].str.contains("/tree/")
    assert list(sources.loc[folders, "source_id"]) == OF_MANY_FILES
    raw = sources["url"].str.contains("github.com/.*/blob/")
    assert list(sources.loc[raw & (sources["archive_url"] == ""), "source_id"]) == []
