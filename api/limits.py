"""Limits of a request. The code that enforces a limit and the text that states it read it here."""

MAX_URL_BYTES = 8 * 1024  # path and query together
MAX_HEADERS = 64
MAX_HEADER_BYTES = 16 * 1024  # names and values together
MAX_LIST_VALUES = 50  # values of one list parameter
