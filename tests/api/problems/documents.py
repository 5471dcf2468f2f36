"""Problem documents as tests expect and receive them."""


def problem_of(client, method: str, address: str, status: int) -> dict:
    """The problem document that a request gets; checks its status and headers."""
    response = client.open(address, method=method)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    return response.json


def problem(code: str, title: str, status: int, detail: str, instance: str) -> dict:
    """The problem document with these values."""
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
    }
