"""WSGI entry point of the service: `gunicorn wsgi:app`."""

import sys

from api import create_app
from api.config import ConfigError

DO_NOT_RESTART = 3  # exit status after which gunicorn does not start the worker again

try:
    app = create_app()
except ConfigError as error:
    sys.stderr.write(f"{error}\n")
    sys.exit(DO_NOT_RESTART)
