"""The unmodified systemd units of deploy/, under a separate systemd."""

from string import punctuation
from urllib.parse import quote

import pytest

from tests.polling import until
from tests.release.store.postgres.test_same_bytes import CONTRACT, addresses, example_of
from tests.reliability.load import Client, get_once, under_load
from tests.reliability.systemd_sandbox import installed

pytestmark = [pytest.mark.slow, pytest.mark.faults]

EXAMPLES = [
    example_of(path, operations["get"])
    for path, operations in CONTRACT["paths"].items()
    if "{" not in path
]
PATHS = [f"/v1/losses?limit={limit}" for limit in range(1, 900)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("systemd")) as machine:
        yield machine


def test_every_operation_works_with_the_privileges_of_the_units(machine, results):
    client = Client(machine.address)
    responses = [client.get(quote(address, safe=punctuation)) for address in addresses()]
    client.close()
    failed = [response for response in responses if response.status >= 500 or not response.status]
    log = machine.must("journalctl", "--unit=reported-figures", "--no-pager")
    results.report("systemd", f"{len(responses)} addresses: {len(failed)} not answered", "rights")
    assert failed == []
    assert [path for path in EXAMPLES if get_once(machine.address, path).status != 200] == []
    assert "was sent SIG" not in log


def test_a_reload_under_load_loses_no_request(machine, results):
    before = machine.master
    with under_load(machine.address, PATHS, 4) as load:
        for _ in range(3):
            machine.must("systemctl", "reload", "reported-figures")
    results.report(
        "systemd", f"3 under load: {len(load.failed)} of {len(load.responses):,} lost", "reloads"
    )
    assert load.failed == []
    assert machine.master != before


def test_a_program_that_cannot_be_loaded_does_not_replace_the_old_one(machine):
    before, module = machine.master, "/opt/reported-figures/api/middleware/request_checks.py"
    machine.must("mv", module, f"{module}.aside")
    run = machine.run("systemctl", "reload", "reported-figures")
    machine.must("mv", f"{module}.aside", module)
    assert (run.returncode, machine.master) == (1, before)
    assert get_once(machine.address, "/health").status == 200


def test_a_killed_service_is_restarted_and_requests_wait(machine, results):
    before = machine.master
    with under_load(machine.address, PATHS, 4) as load:
        until(lambda: len(load.responses) > 100)
        machine.must("kill", "-KILL", str(before))
        until(lambda: machine.master not in (0, before))
        after = len(load.responses)
        until(lambda: len(load.responses) > after + 100)
    lost = len(load.failed)
    results.report("systemd", f"{lost} of {len(load.responses):,} lost", "killed")
    assert lost <= 4
