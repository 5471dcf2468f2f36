"""What a WSGI server imports."""

import sys

from api import create_app
from api.config import ConfigError

NOT_BOOTED = 3  # the status by which gunicorn knows that another try would end in the same way

try:
    app = create_app()
except ConfigError as wrong:
    sys.stderr.write(f"{wrong}\n")
    sys.exit(NOT_BOOTED)
