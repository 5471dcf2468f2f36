import errno
import hashlib
import json
import re
from pathlib import Path

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import BuildError, build, is_built
from datasets.release.store.loader import current_release
from tests.ledger_edits import ACTORS, LOSSES, METRICS, PLACES, POPULATION, SOURCES, append, update

# Edits of one served value each.
CHANGES = [
    update(LOSSES, 2, note="Seen."),
    update(LOSSES, 12, value_upper="100001"),
    update(POPULATION, 4, recorded_on="2024-08-29"),
    update(ACTORS, 2, name="AFP"),
    update(ACTORS, 2, wikidata="Q40464"),
    update(METRICS, 3, definition="Crossings, in either direction."),
    update(PLACES, 2, lat="-22.6"),
    update(SOURCES, 2, title="The governor of Kursk"),
    append(PLACES, 2, place_id="ao"),
]


def pointer(instance: Path) -> dict:
    return json.loads((instance / "current.json").read_text())


def releases(instance: Path) -> set[str]:
    """The databases; each has a figures file, a package and a manifest. There is nothing else."""
    files = {path.name for path in instance.iterdir()} - {"current.json", "releases.jsonl"}
    databases = {name for name in files if name.endswith(".sqlite")}
    suffixes = (".sqlite", ".figures", ".zip", ".json")
    assert files == {name.replace(".sqlite", suffix) for name in databases for suffix in suffixes}
    return databases


def test_a_release_knows_its_counts_datasets_and_codes(sample_release):
    assert (sample_release.figures, sample_release.rows) == (18, 21)
    assert sample_release.newest == "2024-10-02"
    assert sample_release.dataset_by_metric["remaining-residents"] == "population"
    assert sample_release.codes["losses", "metric"] == {
        "killed": "killed",
        "killed-or-wounded": "killed or wounded",
        "personnel-losses": "lost",
        "tanks-lost": "tanks lost",
        "wounded": "wounded",
    }
    assert sample_release.codes["", "country"] == {
        "NAM": "Namibia",
        "RUS": "Russia",
        "UKR": "Ukraine",
    }
    assert sample_release.codes["", "claimant_side"] == {"ru": None, "ua": None}


def test_the_same_folder_gives_the_same_release_byte_for_byte(sample_folder, tmp_path):
    first, second = (build(sample_folder, tmp_path / name) for name in ("first", "second"))
    assert (first.release, first.file, first.figures, first.rows) == (
        second.release,
        f"{first.release}.sqlite",
        18,
        21,
    )
    for file in (first.file, f"{first.release}.figures"):
        contents = [(tmp_path / name / file).read_bytes() for name in ("first", "second")]
        assert contents[0] == contents[1]


@pytest.mark.parametrize("edit", CHANGES)
def test_any_change_of_a_served_value_gives_another_release(copy, sample_release, tmp_path, edit):
    edit(copy)
    assert build(folder_at(copy), tmp_path / "instance").release != sample_release.id


def test_another_description_gives_another_release(copy, sample_release, tmp_path):
    descriptor = json.loads((copy / "datapackage.json").read_text())
    descriptor["resources"][0]["title"] = "What was lost"
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    assert build(folder_at(copy), tmp_path / "instance").release != sample_release.id


def test_a_failed_build_leaves_the_current_release(copy, sample_folder, tmp_path):
    instance = tmp_path / "instance"
    built = build(sample_folder, instance)
    before = pointer(instance)
    update(LOSSES, 9, claimant="nobody")(copy)
    with pytest.raises(KeyError, match="nobody"):
        build(folder_at(copy), instance)
    assert pointer(instance) == before
    assert releases(instance) == {built.file}


def test_a_build_replaces_the_pointer_and_leaves_the_newest_three_releases(copy, tmp_path):
    instance = tmp_path / "instance"
    files = []
    for note in ("one", "two", "three", "four"):
        update(LOSSES, 2, note=note)(copy)
        built = build(folder_at(copy), instance)
        files.append(built.file)
        manifest = pointer(instance)
        assert (manifest["release"], manifest["built"]) == (built.release, built.built)
        assert manifest["bytes"] == (instance / built.file).stat().st_size
        assert (
            manifest["sha256"] == hashlib.sha256((instance / built.file).read_bytes()).hexdigest()
        )
        assert manifest == json.loads((instance / f"{built.release}.json").read_text())
    assert releases(instance) == set(files[1:])


def test_is_built_is_false_after_a_file_changed(copy, tmp_path):
    instance = tmp_path / "instance"
    assert not is_built(copy, instance)
    build(folder_at(copy), instance)
    assert is_built(copy, instance)
    update(LOSSES, 2, note="Seen.")(copy)
    assert not is_built(copy, instance)


def test_an_older_folder_built_again_is_current_and_not_deleted(copy, tmp_path):
    instance = tmp_path / "instance"
    for note in ("one", "two", "three", "four", "one"):
        update(LOSSES, 2, note=note)(copy)
        built = build(folder_at(copy), instance)
    assert pointer(instance)["release"] == built.release
    assert (instance / built.file).is_file()


def test_an_open_release_can_be_read_after_it_is_replaced(copy, sample_folder, tmp_path):
    instance = tmp_path / "instance"
    built = build(sample_folder, instance)
    older = current_release(instance)
    update(LOSSES, 2, note="Seen.")(copy)
    newer = build(folder_at(copy), instance)
    current = current_release(instance)
    with older.engine.connect() as connection:
        count = connection.exec_driver_sql("select count(*) from figures").scalar_one()
    assert (older.id, current.id, count) == (built.release, newer.release, 21)
    older.engine.dispose()
    current.engine.dispose()


def test_the_error_names_a_folder_that_cannot_be_written_to(sample_folder, tmp_path):
    (tmp_path / "taken").touch()
    message = r"^instance cannot be read or written: Not a directory$"
    with pytest.raises(BuildError, match=message):
        build(sample_folder, tmp_path / "taken" / "instance")


def test_the_error_names_a_missing_file_outside_the_instance(copy, tmp_path):
    descriptor = json.loads((copy / "datapackage.json").read_text())
    descriptor["resources"][0]["schema"] = "schemas/nothing.json"
    (copy / "datapackage.json").write_text(json.dumps(descriptor))
    missing = copy / "schemas" / "nothing.json"
    message = f"^{re.escape(str(missing))} cannot be read or written: No such file or directory$"
    with pytest.raises(BuildError, match=message):
        build(folder_at(copy), tmp_path / "instance")
    assert not list((tmp_path / "instance").glob("*.json"))


def test_the_error_names_a_pointer_that_cannot_be_replaced(sample_folder, tmp_path):
    (tmp_path / "instance" / "current.json").mkdir(parents=True)
    message = "^instance/current.json cannot be read or written: Is a directory$"
    with pytest.raises(BuildError, match=message):
        build(sample_folder, tmp_path / "instance")


def test_the_error_of_a_full_disk_names_the_folder(sample_folder, tmp_path):
    def full(_rows, _total):
        raise OSError(errno.ENOSPC, "No space left on device")

    message = "^instance/ cannot be written: No space left on device$"
    with pytest.raises(BuildError, match=message):
        build(sample_folder, tmp_path / "instance", full)
