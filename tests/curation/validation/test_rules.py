"""Each rule with a ledger that violates it and with one that just does not."""

import json
from datetime import date

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import RULES, findings
from tests.ledger_edits import (
    ACTORS,
    CONFLICTS,
    DISPLACEMENT,
    EVACUATIONS,
    FEEDS,
    LOSSES,
    METRICS,
    PLACES,
    POPULATION,
    SOURCES,
    TERRITORY,
    append,
    delete,
    replace_bytes,
    update,
    write_file,
)

FILE = "file must be UTF-8 with LF line ends and one newline at the end"
LEDGER = (
    "columns must be exactly: figure_id, revision, change, recorded_on, metric, subject, place, "
    "period, quantifier, value, value_lower, value_upper, claimant, claimed_on, via, source, "
    "basis, verification, derived_from, wording, note"
)
QUANTIFIERS = "unqualified, approximately, more-than, at-least, less-than, up-to, between"
PERIODS = (
    "write 2024-08-19, 2024-08, 2022-02-24/2024-08-19 or /2024-08-19, "
    "with ~ after a date that is approximate"
)
SAME = "'revised' must keep metric, subject, place, period and claimant"

TANKS = {"figure_id": "losses-0009", "recorded_on": "2024-10-03"}
DAY_BEFORE = "2024-08-06/2024-08-11"  # of losses-0006
EARLIER = {"figure_id": "population-0004", "recorded_on": "2024-10-03", "period": "2024-08-01"}
AGAIN = {"recorded_on": "2024-10-03", "revision": "2", "change": "corrected", "note": "Misread."}

# rule, edits, all findings
INVALID = [
    ("V01", [replace_bytes(LOSSES, b"tanks,\n", b"tanks,\r\n")], f"{LOSSES}:1: V01: {FILE}"),
    ("V01", [replace_bytes(PLACES, b"world,,,,,,,\n", b"world,,,,,,,")],
     f"{PLACES}:1: V01: {FILE}"),
    ("V01", [replace_bytes(PLACES, b"world,,,,,,,\n", b"world,,,,,,,\n\n")],
     [f"{PLACES}:1: V01: {FILE}", f"{PLACES}:11: V02: row has 0 cells; the header has 11"]),
    ("V01", [replace_bytes(PLACES, b"place_id", b"\xef\xbb\xbfplace_id")],
     f"{PLACES}:1: V01: {FILE}"),
    ("V02", [replace_bytes(EVACUATIONS, b",value,", b",valeu,")],
     f"{EVACUATIONS}:1: V02: {LEDGER}; found 'valeu'"),
    ("V02", [replace_bytes(EVACUATIONS, b",basis,verification,", b",verification,basis,")],
     f"{EVACUATIONS}:1: V02: {LEDGER}; found another order"),
    ("V02", [replace_bytes(EVACUATIONS, b",wording,note", b",wording")],
     f"{EVACUATIONS}:1: V02: {LEDGER}; missing 'note'"),
    ("V02", [replace_bytes(EVACUATIONS, b"an order for", b"an order, for")],
     f"{EVACUATIONS}:2: V02: row has 22 cells; the header has 21"),
    ("V03", [update(LOSSES, 2, basis="")], f"{LOSSES}:2: V03 basis: 'basis' is required"),
    ("V03", [update(LOSSES, 10, wording="")], f"{LOSSES}:10: V03 wording: 'wording' is required"),
    ("V03", [update(METRICS, 2, name="")], f"{METRICS}:2: V03 name: 'name' is required"),
    ("V04", [update(LOSSES, 10, note="seen ")],
     f"{LOSSES}:10: V04 note: 'seen ' has leading or trailing spaces"),
    ("V04", [update(LOSSES, 10, note="one\ntwo")],
     f"{LOSSES}:11: V04 note: 'one\\ntwo' has a line break or a control character"),
    ("V05", [update(LOSSES, 2, quantifier="over")],
     f"{LOSSES}:2: V05 quantifier: 'over' is not a quantifier; use one of {QUANTIFIERS}"),
    ("V06", [update(ACTORS, 2, side="UA")],
     f"{ACTORS}:2: V06 side: 'UA' is not a slug (a-z, 0-9, single hyphens)"),
    ("V06", [update(TERRITORY, 2, claimant="Ua_President")], [
        f"{TERRITORY}:2: V06 claimant: 'Ua_President' is not a slug (a-z, 0-9, single hyphens)",
        f"{TERRITORY}:2: V09 claimant: claimant 'Ua_President' is not in actors.csv; "
        "did you mean 'ua-president'?"]),
    ("V07", [append(LOSSES, 2)], f"{LOSSES}:13: V07 figure_id: losses-0001 revision 1 appears "
     "twice (also line 2); take the next free number"),
    ("V07", [append(ACTORS, 2)], f"{ACTORS}:18: V07 actor_id: afp appears twice (also line 2); "
     "ids are unique"),
    ("V08", [update(LOSSES, 2, figure_id="losse-0001")],
     f"{LOSSES}:2: V08 figure_id: figure_id must start with 'losses-' in {LOSSES}"),
    ("V08", [update(LOSSES, 2, figure_id="losses-001")],
     f"{LOSSES}:2: V08 figure_id: 'losses-001' must end with a number of four digits or more"),
    ("V09", [update(LOSSES, 2, claimant="ua-goverment")], [
        f"{LOSSES}:2: V09 claimant: claimant 'ua-goverment' is not in actors.csv; "
        "did you mean 'ua-government'?",
        f"{ACTORS}:10: V47 actor_id: actor 'ua-government' is not used by any figure or source"]),
    ("V09", [update(EVACUATIONS, 2, via="ap;xyz")],
     f"{EVACUATIONS}:2: V09 via: via 'xyz' is not in actors.csv"),
    ("V10", [update(LOSSES, 2, metric="border-crossings")], f"{LOSSES}:2: V10 metric: metric "
     "'border-crossings' belongs to dataset 'displacement', not 'losses'"),
    ("V11", [update(EVACUATIONS, 2, via="ap;ua-local-authorities")], f"{EVACUATIONS}:2: V11 via: "
     "via lists 'ua-local-authorities', which is already the claimant"),
    ("V11", [update(EVACUATIONS, 2, via="ukrinform")], f"{EVACUATIONS}:2: V11 via: "
     "via lists 'ukrinform', which is already the publisher of the source"),
    ("V11", [update(EVACUATIONS, 2, via="ap;afp;ap")], f"{EVACUATIONS}:2: V11 via: "
     "via lists 'ap', which is already listed"),
    ("V12", [update(LOSSES, 2, value="600 000")],
     f"{LOSSES}:2: V12 value: '600 000' is not a plain number; write 600000"),
    ("V13", [update(LOSSES, 7, value="1270.5", wording="1,270.5")], f"{LOSSES}:7: V13 value: "
     "metric 'personnel-losses' counts persons; 1270.5 is not a whole number"),
    *(("V13", [update(LOSSES, 12, **{column: number}, wording=wording)],
       f"{LOSSES}:12: V13 {column}: metric 'killed' counts persons; {number} is not a whole number")
      for column, number, wording in [
          ("value_lower", "60000.5", "between 60,000.5 and 100,000"),
          ("value_upper", "100000.5", "between 60,000 and 100,000.5")]),
    ("V14", [update(LOSSES, 12, value_lower="")], f"{LOSSES}:12: V14 value: "
     "'between' needs value_lower and value_upper and an empty value"),
    ("V14", [update(LOSSES, 12, value="80000", wording="between 60,000 and 100,000, say 80,000")],
     f"{LOSSES}:12: V14 value: 'between' needs value_lower and value_upper and an empty value"),
    ("V14", [update(LOSSES, 12, value_upper="")], f"{LOSSES}:12: V14 value: "
     "'between' needs value_lower and value_upper and an empty value"),
    ("V14", [update(LOSSES, 12, value_lower="100000", value_upper="60000")],
     f"{LOSSES}:12: V14 value_lower: value_lower 100000 is above value_upper 60000"),
    ("V14", [update(LOSSES, 2, value="")], f"{LOSSES}:2: V14 value: 'more-than' needs a value"),
    ("V15", [update(LOSSES, 2, value_lower="1", value_upper="700000")],
     f"{LOSSES}:2: V15 value_lower: 'more-than' takes no value_lower or value_upper"),
    *(("V15", [update(file, line, **{column: number})],
       f"{file}:{line}: V15 value_lower: '{hedge}' takes no value_lower or value_upper")
      for file, line, column, number, hedge in [
          (LOSSES, 2, "value_upper", "700000", "more-than"),
          (LOSSES, 11, "value_lower", "30", "less-than"),
          (EVACUATIONS, 3, "value_upper", "130000", "up-to"),
          (DISPLACEMENT, 2, "value_lower", "6000", "at-least")]),
    ("V15", [update(LOSSES, 7, value_lower="1000")],
     f"{LOSSES}:7: V15 value_lower: give both ends of the range or neither"),
    ("V15", [update(DISPLACEMENT, 3, value_upper="")],
     f"{DISPLACEMENT}:3: V15 value_lower: give both ends of the range or neither"),
    ("V15", [update(LOSSES, 7, value_upper="1300")],
     f"{LOSSES}:7: V15 value_lower: give both ends of the range or neither"),
    ("V16", [update(LOSSES, 11, value="0", wording="fewer than 0 tanks")],
     f"{LOSSES}:11: V16 value: value 0 with 'less-than' says nothing"),
    ("V17", [update(LOSSES, 2, claimed_on="20.08.2024")],
     f"{LOSSES}:2: V17 claimed_on: '20.08.2024' is not a date; write 2024-08-20"),
    ("V17", [update(SOURCES, 9, published="19.08.2024")],
     f"{SOURCES}:9: V17 published: '19.08.2024' is not a date; write 2024-08-19"),
    ("V17", [update(SOURCES, 9, published="am 19.08.2024")],
     f"{SOURCES}:9: V17 published: 'am 19.08.2024' is not a date; write it as YYYY-MM-DD, "
     "for example 2024-08-20"),
    ("V17", [update(LOSSES, 2, claimed_on="2024-08")],
     f"{LOSSES}:2: V17 claimed_on: '2024-08' is not a date; write a day, for example the "
     "last of the month, 2024-08-31"),
    ("V18", [update(LOSSES, 2, period="2024-08-19/..")],
     f"{LOSSES}:2: V18 period: '2024-08-19/..' is not allowed; a figure always has an end"),
    ("V18", [update(LOSSES, 2, period="August 2024")],
     f"{LOSSES}:2: V18 period: 'August 2024' is not a period; {PERIODS}"),
    ("V19", [update(LOSSES, 2, period="2024-08-19/2024-08-01")],
     f"{LOSSES}:2: V19 period: period ends (2024-08-01) before it starts (2024-08-19)"),
    ("V20", [update(POPULATION, 2, period="/2024-08-19")], f"{POPULATION}:2: V20 period: "
     "only a flow may have an unknown start; 'remaining-residents' is a stock"),
    ("V20", [update(TERRITORY, 4, period="/2024-08-18")], f"{TERRITORY}:4: V20 period: "
     "only a flow may have an unknown start; 'front-distance' is intensive"),
    ("V21", [update(LOSSES, 2, period="2022-02-24/2024-08-21")], f"{LOSSES}:2: V21 period: period "
     "ends on 2024-08-21, after it was claimed on 2024-08-20; forecasts are not recorded"),
    ("V21", [update(LOSSES, 2, period="2022-02-24/2024-09")], f"{LOSSES}:2: V21 period: period "
     "ends on 2024-09-30, after it was claimed on 2024-08-20; forecasts are not recorded"),
    ("V22", [update(LOSSES, 2, claimed_on="2024-08-21")], f"{LOSSES}:2: V22 claimed_on: "
     "claimed_on 2024-08-21 is after the source was published (2024-08-20)"),
    ("V23", [update(LOSSES, 2, recorded_on="2024-08-19")], f"{LOSSES}:2: V23 recorded_on: "
     "recorded_on 2024-08-19 is before the source was published (2024-08-20)"),
    ("V24", [update(LOSSES, 12, recorded_on="2025-01-01")],
     f"{LOSSES}:12: V24 recorded_on: recorded_on 2025-01-01 is in the future"),
    ("V27", [update(LOSSES, 2, change="corrected", note="Misread.")],
     f"{LOSSES}:2: V27 change: revision 1 must be 'new'"),
    ("V27", [update(LOSSES, 4, change="new")],
     f"{LOSSES}:4: V27 change: 'new' is only for revision 1"),
    ("V28", [update(LOSSES, 9, revision="5")],
     f"{LOSSES}:9: V28 revision: losses-0002 jumps from revision 3 to 5"),
    ("V28", [update(LOSSES, 9, revision="2")], [
        f"{LOSSES}:9: V07 figure_id: losses-0002 revision 2 appears twice (also line 4); "
        "take the next free number",
        f"{LOSSES}:9: V28 revision: losses-0002 jumps from revision 3 to 2"]),
    ("V28", [update(LOSSES, 2, revision="2", change="corrected", note="Misread.")],
     f"{LOSSES}:2: V28 revision: losses-0001 begins with revision 2, not 1"),
    ("V28", [update(LOSSES, 4, recorded_on="2024-08-31")], f"{LOSSES}:4: V28 recorded_on: "
     "losses-0002 revision 2 is recorded on 2024-08-31, before the revision it follows "
     "(2024-09-01)"),
    ("V29", [update(LOSSES, 4, note="")],
     f"{LOSSES}:4: V29 note: a 'corrected' row needs a note saying what was wrong"),
    ("V29", [update(LOSSES, 8, note="")],
     f"{LOSSES}:8: V29 note: a 'revised' row needs a note saying what the claimant changed"),
    ("V29", [update(LOSSES, 9, note="")],
     f"{LOSSES}:9: V29 note: a 'retracted' row needs a note saying why"),
    ("V30", [append(LOSSES, 9, **{**AGAIN, "revision": "5"})], f"{LOSSES}:13: V30 figure_id: "
     "losses-0002 was retracted in revision 4; record a new figure"),
    *(("V31", [update(LOSSES, 8, **{column: value})], f"{LOSSES}:8: V31 {column}: {SAME}; "
       f"'{column}' differs")
      for column, value in [("metric", "wounded"), ("subject", "civilians"), ("place", "ru"),
                            ("period", "2024-08-28"), ("claimant", "ua-government")]),
    ("V32", [append(LOSSES, 11, **TANKS)],
     f"{LOSSES}:13: V32 figure_id: same claim as losses-0007; a second outlet is not a second "
     "figure"),
    ("V32", [append(LOSSES, 11, **TANKS, value="50", wording="fewer than 50 tanks")],
     f"{LOSSES}:13: V32 figure_id: losses-0007 has 40 for the same question: append a revision if "
     "the claimant changed it, or keep both with a note"),
    ("V32", [append(LOSSES, 12, **TANKS, value_upper="90000", wording="60,000 to 90,000",
                   note="")],
     f"{LOSSES}:13: V32 figure_id: losses-0008 has 60000 to 100000 for the same question: append "
     "a revision if the claimant changed it, or keep both with a note"),
    ("V33", [update(LOSSES, 2, wording="more than 60,000")], f"{LOSSES}:2: V33 wording: wording "
     "does not contain 600000 in any usual spelling (600,000; 600 000; 600 thousand)"),
    ("V33", [update(LOSSES, 12, wording="between 6,000 and 100,000")], f"{LOSSES}:12: V33 wording: "
     "wording does not contain 60000 in any usual spelling (60,000; 60 000; 60 thousand)"),
    ("V33", [update(LOSSES, 12, wording="between 60,000 and 10,000")], f"{LOSSES}:12: V33 wording: "
     "wording does not contain 100000 in any usual spelling (100,000; 100 000; 100 thousand)"),
    ("V33", [update(LOSSES, 7, wording="personnel 625260")], f"{LOSSES}:7: V33 wording: "
     "wording does not contain 1270 in any usual spelling (1,270; 1 270)"),
    ("V33", [update(LOSSES, 10, wording="many were injured")],
     f"{LOSSES}:10: V33 wording: wording does not contain 121 in any usual spelling"),
    ("V33", [update(TERRITORY, 4, wording="about nine kilometers")],
     f"{TERRITORY}:4: V33 wording: wording does not contain 9.5 in any usual spelling"),
    ("V34", [update(LOSSES, 7, wording="1270 " + "x" * 156)],
     f"{LOSSES}:7: V34 wording: wording has 161 characters; at most 160"),
    ("V34", [update(LOSSES, 7, note="x" * 501)],
     f"{LOSSES}:7: V34 note: note has 501 characters; at most 500"),
    ("V35", [update(TERRITORY, 3, wording="over 92 settlements")],
     f"{TERRITORY}:3: V35 quantifier: wording says 'over' but quantifier is 'unqualified'"),
    ("V35", [update(LOSSES, 2, wording="no more than 600,000")], [
        f"{LOSSES}:2: V35 quantifier: wording says 'no more than' but quantifier is 'more-than'"]),
    ("V35", [update(TERRITORY, 3, wording="~92 settlements")], f"{TERRITORY}:3: V35 quantifier: "
     "wording says 'approximately' but quantifier is 'unqualified'"),
    ("V36", [update(TERRITORY, 2, wording="1,250 square kilometers")], f"{TERRITORY}:2: V36 "
     "quantifier: quantifier is 'more-than' but no such word stands in the wording"),
    ("V36", [update(TERRITORY, 2, wording="umbes 1,250")], [
        f"{TERRITORY}:2: V35 quantifier: wording says 'umbes' but quantifier is 'more-than'",
        f"{TERRITORY}:2: V36 quantifier: quantifier is 'more-than' but no such word stands in the "
        "wording"]),
    ("V37", [update(LOSSES, 6, value="623989", wording="623989")], f"{LOSSES}:6: V37 value: total "
     "fell from 623990 (losses-0003) to 623989; a re-based series?"),
    ("V38", [update(LOSSES, 6, value="6239900", wording="6239900")], f"{LOSSES}:6: V38 value: "
     "value is 10 times the previous in this series (losses-0003); a misplaced digit?"),
    ("V38", [update(LOSSES, 6, value="9999999999", wording="9999999999")], f"{LOSSES}:6: V38 "
     "value: value is 16,026 times the previous in this series (losses-0003); a misplaced digit?"),
    ("V38", [update(LOSSES, 6, value="62399", wording="62399")], [
        f"{LOSSES}:6: V37 value: total fell from 623990 (losses-0003) to 62399; a re-based series?",
        f"{LOSSES}:6: V38 value: value is 0.1 times the previous in this series (losses-0003); "
        "a misplaced digit?"]),
    ("V38", [append(LOSSES, 10, **TANKS, period=DAY_BEFORE, value="100", wording="100 injured"),
             update(LOSSES, 10, value="1000", wording="1000 were injured", note="")],
     f"{LOSSES}:10: V38 value: value is 10 times the previous in this series (losses-0009); "
     "a misplaced digit?"),
    ("V39", [update(TERRITORY, 4, note="")],
     f"{TERRITORY}:4: V39 claimant: claimant is the publisher itself; is nobody named?"),
    ("V39", [update(LOSSES, 10, claimant="afp", note="")],
     f"{LOSSES}:10: V39 claimant: claimant is the publisher itself; is nobody named?"),
    ("V40", [update(LOSSES, 7, value_lower="1271", value_upper="1300")],
     f"{LOSSES}:7: V40 value: value lies outside its own range"),
    ("V40", [update(LOSSES, 7, value_lower="1000", value_upper="1269")],
     f"{LOSSES}:7: V40 value: value lies outside its own range"),
    ("V41", [update(SOURCES, 13, note="")],
     f"{SOURCES}:13: V41 archive_url: source has no archive_url"),
    ("V44", [update(METRICS, 9, components="killed;killed-or-wounded")],
     f"{METRICS}:9: V44 components: 'killed-or-wounded' lists itself or an unknown metric"),
    ("V44", [update(METRICS, 9, components="killed;maimed")], [
        f"{METRICS}:9: V09 components: components 'maimed' is not in metrics.csv",
        f"{METRICS}:9: V44 components: 'killed-or-wounded' lists itself or an unknown metric"]),
    ("V45", [update(PLACES, 8, parent="ua-pokrovsk")],
     f"{PLACES}:8: V45 parent: places.csv: 'ua-pokrovsk' has a cycle"),
    ("V45", [update(PLACES, 9, parent="ua-pokrovsk")], [
        f"{PLACES}:8: V45 parent: places.csv: 'ua-pokrovsk' has a cycle",
        f"{PLACES}:9: V45 parent: places.csv: 'ua-pokrovsk-hromada' has a cycle"]),
    ("V46", [update(PLACES, 8, lat="482.8")],
     f"{PLACES}:8: V46 lat: lat 482.8 is outside -90 to 90"),
    ("V46", [update(PLACES, 8, lat="")],
     f"{PLACES}:8: V46 lat: a point has lat, lon and point_source"),
    ("V46", [update(PLACES, 3, lat="61", lon="96")],
     f"{PLACES}:3: V46 point_source: a point has lat, lon and point_source"),
    ("V46", [update(PLACES, 8, point_source="osm:1")], f"{PLACES}:8: V46 point_source: "
     "'osm:1' is no point; write natural-earth, geonames, kse, a colon and its id"),
    ("V46", [update(PLACES, 8, point_source="geonames:")], f"{PLACES}:8: V46 point_source: "
     "'geonames:' is no point; write natural-earth, geonames, kse, a colon and its id"),
    ("V46", [update(PLACES, 8, lon="-180.1")],
     f"{PLACES}:8: V46 lon: lon -180.1 is outside -180 to 180"),
    ("V47", [append(ACTORS, 2, actor_id="babel")],
     f"{ACTORS}:18: V47 actor_id: actor 'babel' is not used by any figure or source"),
    ("V47", [append(SOURCES, 2, source_id="babel-2024")],
     f"{SOURCES}:14: V47 source_id: source 'babel-2024' is not used by any figure or source"),
    ("V48", [write_file("ledgers/more.csv", b"figure_id\n")],
     "ledgers/more.csv:1: V48: ledgers/more.csv is not listed in datapackage.json"),
    ("V49", [update(LOSSES, 2, note="The list gives the address https://nyt.com/2024/11/19/war.")],
     f"{LOSSES}:2: V49 claimed_on: claimed_on 2024-08-20 is before the document the note names "
     "(2024-11-19)"),
    ("V49", [update(LOSSES, 12, claimed_on="2024-10-02", note=""),
             update(SOURCES, 8, published="2024-10-02", licence="CC BY 4.0")],
     f"{LOSSES}:12: V49 claimed_on: claimed_on is the day of import; date a file by its document, "
     "its edition, or the commit of the copy"),
    ("V50", [update(TERRITORY, 2, wording="over 1,250 families")],
     f"{TERRITORY}:2: V50 wording: wording says 'household'; metric 'area-controlled' counts km2"),
    ("V50", [update(TERRITORY, 2, wording="over 1,250 %")],
     f"{TERRITORY}:2: V50 wording: wording says 'percent'; metric 'area-controlled' counts km2"),
    ("V07", [append(SOURCES, 2)],
     f"{SOURCES}:14: V07 source_id: afp-2024-08-12 appears twice (also line 2); ids are unique"),
    ("V03", [update(SOURCES, 8, licence="")],
     f"{SOURCES}:8: V03 licence: 'licence' is required"),
    ("V52", [update(CONFLICTS, 2, sides="ru;fr")],
     f"{CONFLICTS}:2: V52 sides: 'fr' is the side of no actor"),
    ("V52", [update(CONFLICTS, 2, end="2014-02-19")],
     f"{CONFLICTS}:2: V52 end: ends (2014-02-19) before it starts (2014-02-20)"),
    ("V53", [update(FEEDS, 2, address="http://example.org/population.csv")],
     f"{FEEDS}:2: V53 address: 'http://example.org/population.csv' is not the https address of a "
     "file, such as https://example.org/folder/file.csv"),
    ("V53", [update(FEEDS, 2, address="https://user@example.org/population.csv")],
     f"{FEEDS}:2: V53 address: 'https://user@example.org/population.csv' is not the https address "
     "of a file, such as https://example.org/folder/file.csv"),
    ("V53", [update(FEEDS, 2, companions="https://example.org/a.csv https://example.org")],
     f"{FEEDS}:2: V53 companions: 'https://example.org' is not the https address of a file, "
     "such as https://example.org/folder/file.csv"),
    ("V53", [update(FEEDS, 2, cadence="daily")],
     f"{FEEDS}:2: V53 cadence: 'daily' is not a cadence; write P1D, P1W, P3M, P1Y or, for a "
     "series that ended, none"),
    ("V53", [update(FEEDS, 2, sources="unhcr-2024-**")],
     f"{FEEDS}:2: V53 sources: 'unhcr-2024-**' is not a slug with * for a part that varies"),
    ("V05", [update(FEEDS, 2, retrieval="daily")],
     f"{FEEDS}:2: V05 retrieval: 'daily' is not a way to retrieve a file; use one of automatic, "
     "manual, forbidden"),
    ("V09", [update(FEEDS, 2, datasets="displacement;refugees")],
     f"{FEEDS}:2: V09 datasets: dataset 'refugees' is not in datapackage.json"),
    ("V09", [update(FEEDS, 2, publisher="unhrc")],
     f"{FEEDS}:2: V09 publisher: publisher 'unhrc' is not in actors.csv; did you mean 'unhcr'?"),
    ("V54", [update(FEEDS, 2, address="")],
     f"{FEEDS}:2: V54 address: an automatic feed needs the address of its file"),
    ("V54", [update(FEEDS, 2, companions="https://example.net/a.csv")],
     f"{FEEDS}:2: V54 companions: 'https://example.net/a.csv' is not on the host of the address"),
    ("V54", [append(FEEDS, 2, feed_id="twin"), update(SOURCES, 11, licence="MIT"),
             update(FEEDS, 2, sources="unhcr-2024-*"), update(FEEDS, 3, sources="ap;unhcr-*")],
     f"{FEEDS}:3: V54 sources: source 'unhcr-2024-06-13' belongs to feed 'sample-unhcr' too"),
    ("V09", [update(CONFLICTS, 2, places="ua;kursk-oblast")],
     f"{CONFLICTS}:2: V09 places: places 'kursk-oblast' is not in places.csv; did you mean "
     "'ru-kursk'?"),
    ("V03", [update(METRICS, 2, phrase="")], f"{METRICS}:2: V03 phrase: 'phrase' is required"),
    *(("V51", [update(METRICS, 2, phrase=phrase)], f"{METRICS}:2: V51 phrase: phrase {fault}")
      for phrase, fault in [
          ("{people} had left {place} {period}", "lacks {number}"),
          ("{number} people had left {place} {period}", "lacks {people} or {subject} or {origin}"),
          ("{number} {people} had left {period}", "lacks {place}"),
          ("{number} {people} had left {place}",
           "lacks {period}; is a part of a sentence: no capital at its start, {period} at its end"),
          ("{Number} {people} had left {place} {period}",
           "has the unknown slot '{Number}'; use one of number, people, subject, origin, place, "
           "period; lacks {number}"),
          ("{number} {people} {was} in {place} {period}",
           "has the unknown slot '{was}'; use one of number, people, subject, origin, place, "
           "period"),
          ("{number} {people} {was|} in {place} {period}", "has '{was|}'; write {one|many}"),
          ("{number} {people} {a|b|c} {place} {period}", "has '{a|b|c}'; write {one|many}"),
          ("{number} {people} {was|were in {place} {period}",
           "has a brace without its partner"),
          ("{number} {people} in {place}, {place} {period}", "has {place} twice"),
          ("In {place}, {number} {people} left {period}",
           "is a part of a sentence: no capital at its start, {period} at its end"),
          ("{number} {people} left {place} {period}.",
           "is a part of a sentence: no capital at its start, {period} at its end"),
      ]),
]  # fmt: skip

# rule, edits that only just satisfy it
VALID = [
    ("V01", [update(LOSSES, 2, wording="«600,000» é 😀, more than")]),
    ("V02", [update(LOSSES, 4, note="We had, so to say, misread it.")]),
    ("V03", [update(LOSSES, 11, via="")]),
    ("V04", [update(LOSSES, 11, note="one  two")]),
    ("V05", [update(LOSSES, 2, verification="disputed")]),
    ("V06", [update(ACTORS, 2, side="u4-a")]),
    ("V07", [append(LOSSES, 11, **TANKS, period="/2024-08-18")]),
    ("V08", [update(LOSSES, 2, figure_id="losses-00001")]),
    ("V09", [update(LOSSES, 2, derived_from="ua-general-staff")]),
    ("V10", [update(LOSSES, 2, metric="killed")]),
    ("V11", [update(EVACUATIONS, 2, via="afp;ap")]),
    ("V12", [update(LOSSES, 2, value="600000.0")]),
    ("V13", [update(TERRITORY, 2, value="1250.5", wording="over 1,250.5 km2")]),
    ("V14", [update(LOSSES, 12, value_lower="100000")]),
    ("V15", [update(LOSSES, 7, value_lower="1000", value_upper="1300")]),
    ("V16", [update(LOSSES, 11, value="0", quantifier="more-than", wording="more than 0")]),
    ("V17", [update(LOSSES, 2, claimed_on="2024-08-20")]),
    ("V18", [update(LOSSES, 2, period="2022~/2024-07")]),
    ("V19", [update(LOSSES, 2, period="2024-08-19/2024-08-19")]),
    ("V20", [update(LOSSES, 2, period="/2024-08-20")]),
    ("V21", [update(LOSSES, 2, period="2022-02-24/2024-08-20")]),
    ("V21", [update(LOSSES, 2, period="2022-02-24/2024-08")]),
    ("V21", [update(LOSSES, 2, period="2024")]),
    ("V22", [update(LOSSES, 2, claimed_on="2024-08-20")]),
    ("V23", [update(LOSSES, 2, recorded_on="2024-08-20")]),
    ("V24", [update(LOSSES, 12, recorded_on="2024-12-31")]),
    ("V27", [update(LOSSES, 4, change="revised")]),
    ("V28", [update(LOSSES, 4, recorded_on="2024-09-01")]),
    ("V29", [update(LOSSES, 4, note="!")]),
    ("V30", [update(LOSSES, 9, change="revised"), append(LOSSES, 9, **{**AGAIN, "revision": "5"})]),
    ("V31", [update(LOSSES, 8, change="corrected", period="2024-08-28")]),
    ("V32", [append(LOSSES, 11, **TANKS, claimant="ua-government")]),
    ("V32", [append(LOSSES, 3, **TANKS)]),
    ("V32", [append(LOSSES, 11, **TANKS, value="50", wording="fewer than 50 tanks",
                   note="losses-0007 has 40: two officials on one day.")]),
    ("V33", [update(LOSSES, 2, wording="more than 0.6 million")]),
    ("V33", [update(EVACUATIONS, 2, value="2", wording="orders for the mandatory evacuation")]),
    ("V34", [update(LOSSES, 7, wording="1270 " + "x" * 155, note="x" * 500)]),
    ("V35", [update(TERRITORY, 3, wording="92 settlements over the week")]),
    ("V35", [update(LOSSES, 12, wording="at least 60,000 and up to 100,000", note="")]),
    ("V36", [update(TERRITORY, 2, wording="1,250 square kilometers and over")]),
    ("V36", [update(LOSSES, 12, wording="60,000 to 100,000", note="")]),
    ("V36", [update(EVACUATIONS, 3, wording="kuni 121 000 inimest", note="")]),
    ("V36", [update(TERRITORY, 2, wording="понад 1 250 кв. км")]),
    ("V36", [update(TERRITORY, 2, wording="mehr als 1.250 Quadratkilometer")]),
    ("V37", [update(LOSSES, 6, value="623990", wording="623990")]),
    ("V38", [update(LOSSES, 6, value="6239899", wording="6239899")]),
    ("V37", [append(LOSSES, 6, **TANKS, period="2024-08-01/2024-09-08", value="1200",
                   wording="1200")]),
    ("V38", [update(LOSSES, 10, note=""),
             append(LOSSES, 10, **TANKS, period=DAY_BEFORE, value="12", wording="12 injured")]),
    ("V38", [append(POPULATION, 2, **EARLIER, value="353333", wording="353,333 people")]),
    ("V38", [append(POPULATION, 4, **EARLIER, value="2000", wording="2,000 children remain")]),
    ("V39", [update(LOSSES, 12, note="")]),
    ("V40", [update(LOSSES, 7, value_lower="1270", value_upper="1270")]),
    ("V41", [update(SOURCES, 12, archive_url="", note="None known.")]),
    ("V44", [update(METRICS, 9, components="wounded;killed")]),
    ("V45", [update(PLACES, 9, parent="ua")]),
    ("V46", [update(PLACES, 8, lat="90", lon="-180")]),
    ("V47", [append(PLACES, 2, place_id="ao"), append(METRICS, 3, metric_id="returned")]),
    ("V38", [append(POPULATION, 2, **EARLIER, value="0", wording="no people remain")]),
    ("V47", [append(ACTORS, 2, actor_id="reuters"), update(EVACUATIONS, 2, via="ap;reuters")]),
    ("V48", [write_file("ledgers/README.md", b"About the ledgers.\n")]),
    ("V49", [update(LOSSES, 2, note="The list gives the address https://nyt.com/2024/08/20/war.")]),
    ("V49", [update(LOSSES, 12, claimed_on="2024-10-02", note=""),
             update(SOURCES, 8, published="2024-10-02", licence="fact")]),
    ("V49", [update(LOSSES, 12, claimed_on="2024-10-02", note=""),
             update(SOURCES, 8, published="2024-10-02", licence="CC BY 4.0"),
             update(FEEDS, 2, dated_by="day", sources="uk-*")]),
    ("V50", [update(TERRITORY, 2, wording="over 1,250 кв. км, 12 % of the oblast")]),
    ("V50", [update(LOSSES, 10, wording="121 were injured within 5 km of the border")]),
    ("V52", [update(CONFLICTS, 2, sides="", places="", subjects="", end="2014-02-20")]),
    ("V53", [update(FEEDS, 2, cadence="none", sources="", retrieval="manual", address="")]),
    ("V54", [update(FEEDS, 2, companions="https://example.org/a.csv https://example.org/b")]),
    ("V54", [append(FEEDS, 2, feed_id="twin")]),
    ("V51", [update(METRICS, 2, phrase="in {place}, {subject} {was|were} {number} {period}")]),
]  # fmt: skip

NEWEST = "earlier than the newest row of the base (2024-10-02); it would change past vintages"

# rule, edits since the base, all findings
INVALID_SINCE = [
    ("V25", [append(LOSSES, 11, **{**TANKS, "recorded_on": "2024-10-01"}, period="2024-08-19")],
     f"{LOSSES}:13: V25 recorded_on: recorded_on 2024-10-01 is {NEWEST}"),
    ("V26", [update(LOSSES, 11, note="?")],
     f"{LOSSES}:11: V26: line 11 was changed or removed; append a new revision instead"),
    ("V26", [delete(TERRITORY, 4)],
     f"{TERRITORY}:4: V26: line 4 was changed or removed; append a new revision instead"),
    ("V42", [delete(METRICS, 3)], f"{METRICS}:3: V42 metric_id: metrics.csv: id "
     "'border-crossings' was removed or renamed; ids are for ever"),
    ("V42", [update(METRICS, 3, metric_id="crossings")],
     f"{METRICS}:3: V42 metric_id: metrics.csv: id 'border-crossings' was removed or "
     "renamed; ids are for ever"),
    ("V43", [update(METRICS, 12, kind="flow")], f"{METRICS}:12: V43 kind: metrics.csv: kind of "
     "'remaining-residents' changed from stock to flow; add a new metric"),
    *(("V43", [update(METRICS, 3, **{column: now})], f"{METRICS}:3: V43 {column}: metrics.csv: "
       f"{column} of 'border-crossings' changed from {was} to {now}; add a new metric")
      for column, was, now in [("dataset", "displacement", "losses"),
                               ("unit", "crossing", "person")]),
    ("V43", [update(METRICS, 9, components="killed")], f"{METRICS}:9: V43 components: metrics.csv: "
     "components of 'killed-or-wounded' changed from killed;wounded to killed; add a new metric"),
]  # fmt: skip

VALID_SINCE = [
    ("V25", [append(LOSSES, 11, **{**TANKS, "recorded_on": "2024-10-02"}, period="2024-08-19")]),
    ("V26", [append(LOSSES, 11, **AGAIN, figure_id="losses-0007")]),
    ("V42", [update(PLACES, 8, name="Pokrovsk city"), append(METRICS, 3, metric_id="returned")]),
    ("V43", [update(METRICS, 12, definition="Said better.", hxl="#population")]),
]  # fmt: skip


def listed(expected: str | list[str]) -> list[str]:
    return [expected] if isinstance(expected, str) else expected


def test_the_sample_breaks_no_rule(messages_after):
    assert messages_after() == []


@pytest.mark.parametrize(("rule", "edits", "messages"), INVALID)
def test_a_violation_is_reported_at_its_location(messages_after, rule, edits, messages):
    assert messages_after(*edits) == listed(messages)


@pytest.mark.parametrize(("rule", "edits"), VALID)
def test_a_row_just_within_a_rule_is_not_reported(messages_after, rule, edits):
    assert messages_after(*edits) == []


@pytest.mark.parametrize(("rule", "edits", "messages"), INVALID_SINCE)
def test_a_change_of_the_base_is_reported(messages_after, sample_folder, rule, edits, messages):
    assert messages_after(*edits, base=sample_folder) == listed(messages)


@pytest.mark.parametrize(("rule", "edits"), VALID_SINCE)
def test_an_addition_to_the_base_is_not_reported(messages_after, sample_folder, rule, edits):
    assert messages_after(*edits, base=sample_folder) == []


@pytest.mark.parametrize("table", [INVALID + INVALID_SINCE, VALID + VALID_SINCE])
def test_every_rule_has_valid_and_invalid_cases(table):
    assert {case[0] for case in table} == {rule.code for rule in RULES}


def test_rules_are_numbered_and_titled_as_in_the_model():
    assert [rule.code for rule in RULES] == sorted(
        [*(f"V{number:02d}" for number in range(1, 55)), "V32", "V46"]
    )
    assert len({rule.title for rule in RULES}) == 56


def without_evacuations(folder):
    descriptor = json.loads((folder / "datapackage.json").read_text())
    resources = [
        resource for resource in descriptor["resources"] if resource["name"] != "evacuations"
    ]
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "resources": resources}))
    (folder / EVACUATIONS).unlink()
    return folder_at(folder)


def test_a_removed_ledger_is_reported_with_changes_of_another(copy, sample_folder):
    update(TERRITORY, 2, note="Seen.")(copy)
    context = ValidationContext(without_evacuations(copy), sample_folder, date(2024, 12, 31))
    assert [str(finding) for finding in findings(context)] == [
        f"{EVACUATIONS}:1: V26: ledger was removed; ids are for ever",
        f"{TERRITORY}:2: V26: line 2 was changed or removed; append a new revision instead",
        f"{METRICS}:5: V09 dataset: dataset 'evacuations' is not in datapackage.json",
        f"{METRICS}:6: V09 dataset: dataset 'evacuations' is not in datapackage.json",
    ]


def test_rows_of_a_new_ledger_must_be_recorded_after_the_base(copy, sample_folder):
    message = (
        "recorded_on 2024-08-21 is earlier than the newest row of the base (2024-10-02); "
        "it would change past vintages"
    )
    context = ValidationContext(sample_folder, without_evacuations(copy), date(2024, 12, 31))
    assert [str(finding) for finding in findings(context)] == [
        f"{EVACUATIONS}:2: V25 recorded_on: {message}",
        f"{EVACUATIONS}:3: V25 recorded_on: {message}",
    ]


@pytest.mark.parametrize(
    ("edits", "messages"),
    [
        ([update(TERRITORY, 3, wording="over 92 settlements", note="Printed so.")], []),
        (
            [update(TERRITORY, 3, basis="", wording="over 92 settlements", note="Printed so.")],
            [f"{TERRITORY}:3: V03 basis: 'basis' is required"],
        ),
    ],
)
def test_a_note_suppresses_warnings_but_not_errors(messages_after, edits, messages):
    assert messages_after(*edits) == messages


def test_all_findings_are_sorted_by_file_line_and_rule(messages_after):
    assert messages_after(
        update(TERRITORY, 2, basis="guessed", wording="1,250"),
        update(LOSSES, 11, value="40,0"),
        update(LOSSES, 2, claimed_on="yesterday", change="corrected"),
        update(ACTORS, 2, kind="press"),
    ) == [
        f"{LOSSES}:2: V17 claimed_on: 'yesterday' is not a date; write it as YYYY-MM-DD, "
        "for example 2024-08-20",
        f"{LOSSES}:2: V27 change: revision 1 must be 'new'",
        f"{LOSSES}:2: V29 note: a 'corrected' row needs a note saying what was wrong",
        f"{LOSSES}:11: V12 value: '40,0' is not a plain number; write 400",
        f"{TERRITORY}:2: V05 basis: 'guessed' is not a basis; use one of stated, documented, "
        "registered, surveyed, estimated, modelled",
        f"{TERRITORY}:2: V36 quantifier: quantifier is 'more-than' but no such word stands in the "
        "wording",
        f"{ACTORS}:2: V05 kind: 'press' is not a kind of actor; use one of state, government, "
        "armed-force, population, intergovernmental, ngo, media, research, anonymous",
    ]
