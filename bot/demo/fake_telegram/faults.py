"""Faults that a test asks for: what the next calls of a method are to suffer."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.demo.fake_telegram.refusals import ApiRefusal

FaultKind = Literal["refuse", "drop", "delay", "lose"]


class ConnectionDropped(Exception):
    """The server is to close the connection without an answer."""


@dataclass(frozen=True, slots=True)
class InjectedFault:
    """`refuse` answers an error, `drop` carries out and then hangs up, `lose` hangs up before.

    `delay` waits `seconds` before it carries out.
    """

    kind: FaultKind
    code: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    chat_id: int | None = None

    def refusal(self) -> ApiRefusal:
        return ApiRefusal(self.code, self.description, **self.parameters)


class Faults:
    """Queues of faults by method; `*` stands for every method."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[InjectedFault]] = {}
        self.suffered: Counter[str] = Counter()

    def plan(self, method: str, fault: InjectedFault, times: int = 1) -> None:
        """Let the next `times` calls of a method (of a chat, if the fault names one) suffer it."""
        queue = self._planned.setdefault(method.lower(), deque())
        queue.extend([fault] * times)

    def refuse(
        self, method: str, code: int, description: str, times: int = 1, **facts: Any
    ) -> None:
        chat_id = facts.pop("chat_id", None)
        fault = InjectedFault("refuse", code, description, parameters=facts, chat_id=chat_id)
        self.plan(method, fault, times)

    def flood(self, method: str, seconds: int, times: int = 1, chat_id: int | None = None) -> None:
        """Answer 429 with `retry_after`."""
        words = f"Too Many Requests: retry after {seconds}"
        self.refuse(method, 429, words, times, retry_after=seconds, chat_id=chat_id)

    def server_error(self, method: str, times: int = 1, code: int = 500) -> None:
        words = {500: "Internal Server Error", 502: "Bad Gateway"}.get(code, "Service Unavailable")
        self.refuse(method, code, words, times)

    def drop(self, method: str, times: int = 1) -> None:
        """Carry out, then close the connection: the outcome stays unknown to the caller."""
        self.plan(method, InjectedFault("drop"), times)

    def lose(self, method: str, times: int = 1) -> None:
        """Close the connection without carrying out."""
        self.plan(method, InjectedFault("lose"), times)

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        self.plan(method, InjectedFault("delay", seconds=seconds), times)

    def clear(self) -> None:
        self._planned.clear()

    def next_for(self, method: str, chat_id: Any) -> InjectedFault | None:
        """The fault that this call suffers, taken from the plan."""
        if not self._planned:
            return None
        for name in (method, "*"):
            for fault in self._planned.get(name, ()):
                if fault.chat_id is None or str(fault.chat_id) == str(chat_id):
                    self._planned[name].remove(fault)
                    self.suffered[name] += 1
                    return fault
        return None
