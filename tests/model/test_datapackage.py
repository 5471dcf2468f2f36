import json

import pytest

from datasets.model.datapackage import Dataset, datasets_of, descriptor_at, readme_at

LOSSES = {
    "name": "losses",
    "title": "Losses",
    "description": "People lost.",
    "path": "ledgers/losses.csv",
    "example": {"metric": "killed"},
}
ACTORS = {"name": "actors", "title": "A", "description": "B", "path": "reference/actors.csv"}
PLAIN = {"name": "plain", "title": "Plain", "description": "C", "path": "ledgers/plain.csv"}


def test_datasets_are_the_resources_in_the_ledgers_folder_in_order():
    assert datasets_of({"resources": [PLAIN, ACTORS, LOSSES]}) == (
        Dataset("plain", "Plain", "C", "ledgers/plain.csv", {}),
        Dataset("losses", "Losses", "People lost.", "ledgers/losses.csv", {"metric": "killed"}),
    )


def test_the_descriptor_is_read_from_its_file_as_utf_8(tmp_path):
    text = json.dumps({"title": "Втрати"}, ensure_ascii=False)
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert descriptor_at(tmp_path) == {"title": "Втрати"}


@pytest.mark.parametrize(
    ("path", "about"),
    [("ledgers/losses.csv", "# Втрати\n"), ("ledgers/plain.csv", ""), ("", "")],
)
def test_a_readme_is_read_from_the_folder_of_the_ledger(tmp_path, path, about):
    (tmp_path / "ledgers").mkdir()
    (tmp_path / "ledgers/losses.md").write_text("# Втрати\n", encoding="utf-8")
    assert readme_at(tmp_path, Dataset("any", "Any", "Any", path, {})) == about
