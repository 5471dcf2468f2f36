"""The units of deploy/ as they stand, under a systemd of their own."""

from string import punctuation
from urllib.parse import quote

import pytest

from tests.polling import until
from tests.release.store.postgres.test_same_bytes import CONTRACT, addresses, example_of
from tests.reliability.load import Client, asked_once, under_load
from tests.reliability.systemd_sandbox import installed

pytestmark = [pytest.mark.slow, pytest.mark.faults]

EXAMPLES = [
    example_of(path, operations["get"])
    for path, operations in CONTRACT["paths"].items()
    if "{" not in path
]
QUESTIONS = [f"/v1/losses?limit={limit}" for limit in range(1, 900)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("systemd")) as machine:
        yield machine


def test_every_address_is_answered_and_no_worker_dies(machine, measured):
    client = Client(machine.address)
    answers = [client.ask(quote(address, safe=punctuation)) for address in addresses()]
    client.close()
    failed = [told for told in answers if told.status >= 500 or not told.status]
    journal = machine.must("journalctl", "--unit=reported-figures", "--no-pager")
    measured.tell("systemd", f"{len(answers)} addresses: {len(failed)} not answered", "rights")
    assert failed == []
    assert [path for path in EXAMPLES if asked_once(machine.address, path).status != 200] == []
    assert "was sent SIG" not in journal


def test_a_reload_under_load_loses_no_request(machine, measured):
    before = machine.master
    with under_load(machine.address, QUESTIONS, 4) as load:
        for _ in range(3):
            machine.must("systemctl", "reload", "reported-figures")
    measured.tell(
        "systemd", f"3 under load: {len(load.failed)} of {len(load.answers):,} lost", "reloads"
    )
    assert load.failed == []
    assert machine.master != before


def test_a_program_that_cannot_be_loaded_is_not_taken(machine):
    before, gate = machine.master, "/opt/reported-figures/api/middleware/request_checks.py"
    machine.must("mv", gate, f"{gate}.aside")
    run = machine.run("systemctl", "reload", "reported-figures")
    machine.must("mv", f"{gate}.aside", gate)
    assert (run.returncode, machine.master) == (1, before)
    assert asked_once(machine.address, "/health").status == 200


def test_a_service_that_was_killed_is_started_again_and_its_questions_wait(machine, measured):
    before = machine.master
    with under_load(machine.address, QUESTIONS, 4) as load:
        until(lambda: len(load.answers) > 100)
        machine.must("kill", "-KILL", str(before))
        until(lambda: machine.master not in (0, before))
        begun = len(load.answers)
        until(lambda: len(load.answers) > begun + 100)
    held = len(load.failed)
    measured.tell("systemd", f"{held} of {len(load.answers):,} lost", "killed")
    assert held <= 4
