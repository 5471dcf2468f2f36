"""The floor: a bare Flask view that returns as many bytes as an answer of ours has."""

from flask import Flask, Response

app = Flask(__name__)


@app.get("/<int:length>")
def body(length: int) -> Response:
    return Response(b"x" * length, content_type="application/json")
