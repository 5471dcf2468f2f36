"""A month or a year of a series is that of the table of sums: one rule for both."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

SEED = 20_261_201
SAMPLE = 12
KNOWN = [
    ("killed", "gaza-population", "ps-gaza-strip", "gaza-health-ministry"),
    ("wounded", "gaza-population", "ps-gaza-strip", "gaza-health-ministry"),
    ("killed", "west-bank-population", "ps-west-bank", "un-ocha"),
    ("killed", "ua-civilians", "ua", "un-ohchr"),
]
LENGTHS = {"month": len("2025-10"), "year": len("2025")}


def counted_questions(client) -> list[tuple[str, ...]]:
    """Every question of a claimant that has at least two counts."""
    rows = client.get("/v1/figures.csv?nature=count&fields=metric,subject,place,claimant").text
    numbers = Counter(rows.splitlines()[1:])
    return sorted(tuple(line.split(",")) for line, number in numbers.items() if number > 1)


def differences(client, question: tuple[str, ...], interval: str) -> Iterator[str]:
    """The intervals in which a series and a table of sums do not say the same."""
    names = ("metric", "subject", "place", "claimant")
    query = "&".join(f"{name}={code}" for name, code in zip(names, question, strict=True))
    series = client.get(f"/v1/series?{query}&nature=count&interval={interval}").json
    for line in series["data"]:
        same = f"{query}&nature=count&verification={line['verification']}"
        table = client.get(f"/v1/aggregates?op=sum&by={interval}&{same}").json
        parts = {part["part"]: part for part in table.get("data", ())}
        for point in line["points"]:
            if "its period is not within one" in (point["reason"] or ""):
                continue
            part = parts[point["period_end"][: LENGTHS[interval]]]
            if reason := difference(point, part):
                yield f"{query} {part['part']}: {reason}"


def difference(point, part) -> str | None:
    result, refusal = part["result"], part["refusal"]
    if refusal:
        detail = refusal["detail"].removesuffix(".")
        has_reason = f"not added: {detail}" in point["reason"]
        refused_alone = refusal["code"] != "claimant-says-otherwise"
        has_number = point["value"] is not None or point["value_lower"] is not None
        if has_reason and has_number == refused_alone:
            return None
        return f"{point['text']} ({point['reason']}) beside the refusal {refusal}"
    names = ("quantifier", "value", "value_lower", "value_upper", "text")
    numbers = [[answer[name] for name in names] for answer in (point, result)]
    if numbers[0] != numbers[1] or point["missing"] != result["coverage"]["missing"]:
        return f"{numbers[0]}, not {numbers[1]}; {point['missing']}"
    return None


@pytest.mark.parametrize("interval", LENGTHS)
def test_an_interval_of_a_series_is_the_same_sum_as_in_a_table(curated_client, interval):
    others = random.Random(SEED).sample(counted_questions(curated_client), SAMPLE)  # noqa: S311
    assert [
        line
        for question in (*KNOWN, *others)
        for line in differences(curated_client, question, interval)
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("interval", LENGTHS)
def test_every_interval_of_every_series_is_the_same_sum_as_in_a_table(curated_client, interval):
    assert [
        line
        for question in counted_questions(curated_client)
        for line in differences(curated_client, question, interval)
    ] == []
