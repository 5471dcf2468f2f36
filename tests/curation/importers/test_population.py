"""Residents: places by code where names repeat, by name and oblast where there is no code."""

from pathlib import Path

from datasets.curation.importers import population
from datasets.curation.importers.format import Document
from datasets.curation.ledger_files import DatasetsFolder
from tests.curation.importers.rows import DOCUMENT, brief, cells, csv_file

WORKBOOK = Document("2022-08-24", "https://example.org/population-2022.xlsx")
UNITS = "table,level,name_uk,name_en,oblast_uk,raion_uk,population"
HROMADAS = "hromada_code,hromada_name,hromada_full_name,population_2022,ocha_pcode_adm3"
COUNTRIES = "Country Name,Country Code,Year,Value"


def test_units_are_matched_by_name_within_their_oblast(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "12-47,country,Україна,Ukraine,,,41167335",
        "12-47,oblast,Донецька область,Donetska oblast,Донецька область,,4059372",
        "12-47,oblast,м. Київ,city Kyiv,м. Київ,,2952301",
        "12-47,raion,Куп'янський район,Kupianskyi district,Харківська область,,128911",
        "12-47,city,м. Покровськ,city Pokrovsk,Донецька область,Покровський район,60127",
        "12-47,city,м. Миколаїв,city Mykolaiv,Львівська область,Стрийський район,14498",
        "12-47,city,м. Миколаїв,city Mykolaiv,Миколаївська область,Миколаївський район,470011",
        "12-47,town,смт Чернівці,stlmt Chernivtsi,Вінницька область,,2483",
        "12-47,oblast,Автономна Республіка Крим,Crimea,Автономна Республіка Крим,,",
        "48-81,oblast,Донецька область,Donetska oblast,Донецька область,,4059372",
    )
    file = csv_file(tmp_path / "units.csv", UNITS, *lines)
    imported = population.read([file], WORKBOOK, curated_folder)
    assert brief(imported, "place", "value") == [
        "ua 41167335",
        "ua-donetsk 4059372",
        "ua-kyiv-city 2952301",
        "ua-kupiansk-raion 128911",
        "ua-pokrovsk 60127",
        "ua-mykolaiv-city 470011",
        "ua-donetsk 4059372",
    ]
    assert imported.skipped == {
        "marks for missing": 1,
        "units by name that are no row of places.csv": 2,
    }


def test_the_four_hromadas_called_pokrovska_are_distinguished(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = (
        "UA12080050000011111,Покровська,Покровська міська громада,42192,UA1208005",
        "UA12080070000011111,Покровська,Покровська сільська громада,10126,UA1208007",
        "UA12140190000011111,Покровська,Покровська селищна громада,19683,UA1214019",
        "UA14160210000011111,Покровська,Покровська міська громада,81029,UA1416021",
    )
    file = csv_file(tmp_path / "hromadas.csv", HROMADAS, *lines)
    imported = population.read([file], WORKBOOK, curated_folder)
    assert len(set(imported.claims["place"])) == 4
    assert cells(imported)[3] == {
        "metric": "residents",
        "subject": "ua-residents",
        "place": "ua-pokrovsk-hromada",
        "period": "2022-01-01",
        "quantifier": "unqualified",
        "value": "81029",
        "claimant": "ua-state-statistics-service",
        "claimed_on": "2022-08-24",
        "source": "kse-2022-08-24-hromadas",
        "basis": "estimated",
        "verification": "unstated",
        "wording": "UA14160210000011111; Покровська міська громада; 81029",
    }


def test_the_world_bank_counts_countries_and_no_aggregates(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    lines = ("Arab World,ARB,2024,492000000", "Ukraine,UKR,2024,37860221", "Samoa,WSM,2024,218019")
    file = csv_file(tmp_path / "population.csv", COUNTRIES, *lines)
    imported = population.read([file], DOCUMENT, curated_folder)
    assert cells(imported)[0] == {
        "metric": "residents",
        "subject": "ua-residents",
        "place": "ua",
        "period": "2024",
        "quantifier": "unqualified",
        "value": "37860221",
        "claimant": "world-bank",
        "claimed_on": "2026-08-22",
        "source": "datahub-2026-08-22-population",
        "basis": "estimated",
        "verification": "unstated",
        "wording": "UKR; Year 2024; Value 37860221",
    }
    assert brief(imported, "subject", "place") == ["ua-residents ua", "ws-residents ws"]
    assert imported.skipped == {"aggregates of countries": 1}


def test_the_last_ten_years_of_the_world_bank_are_read_and_those_in_the_ledger(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    """The ledger has 2015 to 2024, so a file that ends in 2026 is read from 2015."""
    lines = [f"Samoa,WSM,{year},{year}00" for year in range(2010, 2027)]
    file = csv_file(tmp_path / "population.csv", COUNTRIES, *lines)
    imported = population.read([file], DOCUMENT, curated_folder)
    assert list(imported.claims["period"]) == [str(year) for year in range(2015, 2027)]
    assert imported.skipped == {"years before the last ten that are not in the ledger": 5}


def test_files_of_both_forms_are_read_together(
    tmp_path: Path, curated_folder: DatasetsFolder
) -> None:
    units = csv_file(tmp_path / "units.csv", UNITS, "12-47,country,Україна,Ukraine,,,41167335")
    hromadas = csv_file(tmp_path / "hromadas.csv", HROMADAS, "UA1,П,П,81029,UA1416021")
    imported = population.read([units, hromadas], WORKBOOK, curated_folder)
    assert brief(imported, "place", "source") == [
        "ua ua-state-statistics-service-2022-population",
        "ua-pokrovsk-hromada kse-2022-08-24-hromadas",
    ]
