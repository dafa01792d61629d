"""Refusals: of the Bot API, in the words that Telegram itself uses, and of people's clients."""

from __future__ import annotations

from typing import Any


class ActRefused(Exception):
    """Something that a person's own client would not let them do."""


class ApiRefusal(Exception):
    """A call that Telegram would not carry out, with the code and the words of its answer."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str, **parameters: Any) -> ApiRefusal:
    return ApiRefusal(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> ApiRefusal:
    return ApiRefusal(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiRefusal:
    return ApiRefusal(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> ApiRefusal:
    return ApiRefusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = ApiRefusal(401, "Unauthorized")
METHOD_NOT_FOUND = ApiRefusal(404, "Not Found: method not found")
