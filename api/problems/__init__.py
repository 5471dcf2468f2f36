"""Problem documents (RFC 9457): types, exceptions, responses, suggested corrections."""
