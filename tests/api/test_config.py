"""Settings are read from the environment; a wrong setting is refused in one sentence."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from api.config import HOME, Config, ConfigError, ConfigSchema, load_config
from tests.servers import SERVE

READ = [
    # variable, text, setting, value
    ("FIGURES_MAX_AGE", "0", "max_age", 0),
    ("FIGURES_MAX_AGE", "", "max_age", 300),
    ("FIGURES_POLL", "0.5", "poll", 0.5),
    ("FIGURES_POLL", "2", "poll", 2.0),
    ("FIGURES_INSTANCE", "nowhere/yet", "instance", Path("nowhere/yet")),
    ("FIGURES_PUBLIC_URL", "https://figures.example.org/", "public_url",
     "https://figures.example.org"),
    ("FIGURES_PUBLIC_URL", "http://[::1]:8000/api", "public_url", "http://[::1]:8000/api"),
    ("FIGURES_HOSTS", "Figures.example.org, 127.0.0.1,[::1]", "hosts",
     ("figures.example.org", "127.0.0.1", "[::1]")),
    ("FIGURES_DATABASE_URL", "postgresql://reader@db/figures", "database_url",
     "postgresql://reader@db/figures"),
    ("FIGURES_LOG", "json", "log", "json"),
    ("FIGURES_LOG_CLIENTS", "1", "log_clients", True),
    ("FIGURES_LOG_QUERIES", "0", "log_queries", False),
    ("FIGURES_RATE", "600/minute", "rate", "600/minute"),
    ("FIGURES_PROXIES", "1", "proxies", 1),
]  # fmt: skip
ADDRESS = "an address such as https://figures.example.org"
HOSTS = "names of hosts such as figures.example.org,127.0.0.1, without ports"
RATE = "a rate such as 600/minute, per second, minute, hour or day"
WRONG = [
    # variable, text, expected
    ("FIGURES_MAX_AGE", "-1", "a whole number from 0 to 31,536,000"),
    ("FIGURES_MAX_AGE", "5m", "a whole number from 0 to 31,536,000"),
    ("FIGURES_MAX_AGE", "31536001", "a whole number from 0 to 31,536,000"),
    ("FIGURES_CACHE_BYTES", "1.5", "a whole number from 0 to 1,099,511,627,776"),
    ("FIGURES_CACHE_BYTES", "\u00b2", "a whole number from 0 to 1,099,511,627,776"),
    ("FIGURES_DATABASE_CONNECTIONS", "0", "a whole number from 1 to 1,000"),
    ("FIGURES_POLL", "abc", "a number from 0.01 to 86,400"),
    ("FIGURES_POLL", "0", "a number from 0.01 to 86,400"),
    ("FIGURES_POLL", "nan", "a number from 0.01 to 86,400"),
    ("FIGURES_DATASETS", "/nowhere", "a folder with a datapackage.json in it"),
    ("FIGURES_INSTANCE", str(HOME / "README.md"), "a folder"),
    ("FIGURES_PUBLIC_URL", "figures.example.org", ADDRESS),
    ("FIGURES_PUBLIC_URL", "https://figures.example.org/?a=1", ADDRESS),
    ("FIGURES_PUBLIC_URL", "https://figures.example.org\n", ADDRESS),
    ("FIGURES_HOSTS", "figures.example.org:8000", HOSTS),
    ("FIGURES_HOSTS", "a,,b", HOSTS),
    ("FIGURES_LOG", "yes", "'json'"),
    ("FIGURES_LOG_CLIENTS", "true", "1 or 0"),
    ("FIGURES_METRICS", "on", "1 or 0"),
    ("FIGURES_RATE", "600", RATE),
    ("FIGURES_RATE", "0/minute", RATE),
    ("FIGURES_PROXIES", "-1", "a whole number from 0 to 10"),
]
SECRET = [
    ("FIGURES_DATABASE_URL", "mysql://me:hunter2@db/x",
     "the address of a database such as postgresql://reader@host/figures"),
    ("FIGURES_RATE_STORE", "memcached://me:hunter2@db",
     "the address of a Redis such as redis://localhost:6379/0"),
]  # fmt: skip
STARTS = [
    (sys.executable, "-m", "flask", "--app", "wsgi", "figures", "build"),
    # One worker: gunicorn reports an error of its own if two workers exit at once.
    [*SERVE, "--workers", "1"],
]
SENTENCE = "FIGURES_MAX_AGE must be a whole number from 0 to 31,536,000, not '-1'.\n"


def test_the_schema_declares_every_setting():
    assert list(ConfigSchema().fields) == [field.name for field in fields(Config)]


def test_every_setting_has_a_default():
    assert load_config({"OTHER": "x"}) == Config()


@pytest.mark.parametrize(("variable", "text", "setting", "value"), READ)
def test_a_setting_is_read(variable, text, setting, value):
    assert getattr(load_config({variable: text}), setting) == value


@pytest.mark.parametrize(("variable", "text", "expected"), WRONG)
def test_a_wrong_setting_is_refused_with_its_name_and_the_expected_value(variable, text, expected):
    with pytest.raises(ConfigError) as error:
        load_config({variable: text})
    assert str(error.value) == f"{variable} must be {expected}, not '{text}'."


@pytest.mark.parametrize(("variable", "text", "expected"), SECRET)
def test_the_value_of_a_secret_setting_is_not_printed(variable, text, expected):
    with pytest.raises(ConfigError) as error:
        load_config({variable: text})
    assert str(error.value) == f"{variable} must be {expected}; its value is not printed."


@pytest.mark.slow
@pytest.mark.parametrize("command", STARTS)
def test_a_wrong_setting_ends_the_start_with_one_sentence(command):
    run = subprocess.run(
        command,
        cwd=HOME,
        env={"FIGURES_MAX_AGE": "-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert SENTENCE in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
