"""A Telegram Bot API on loopback that answers as told: ok, 429, 403, 400, 500, or never.

Real HTTP, so the portal's client, time-outs and parsing are the ones of production.
"""

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One scripted answer. `hang` is seconds of silence before it; `accept` counts the message as delivered."""

    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    hang: float = 0.0
    accept: bool = False


OK = Answer(accept=True)
FORBIDDEN = Answer(403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
BAD_REQUEST = Answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
BROKEN = Answer(500, {"ok": False})


def too_many(seconds: int) -> Answer:
    return Answer(429, {"ok": False, "error_code": 429, "parameters": {"retry_after": seconds}})


def hanging(seconds: float, accept: bool = False) -> Answer:
    return Answer(hang=seconds, accept=accept)


@dataclass(frozen=True)
class Received:
    """A message the server took, with the moment (monotonic seconds) it came in."""

    chat_id: int
    text: str
    at: float


class TelegramServer:
    """`with TelegramServer() as telegram:` then `telegram.url`, `telegram.messages`, `telegram.script(...)`."""

    token = "123456:TEST-token-never-in-logs"

    def __init__(self) -> None:
        self.messages: list[Received] = []
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.by_chat: dict[int, Answer] = {}
        self.arrived = threading.Event()
        self._script: deque[Answer] = deque()
        self._updates: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "TelegramServer":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def script(self, *answers: Answer) -> None:
        """The next answers to sendMessage, in order; afterwards everything is accepted again."""
        self._script.extend(answers)

    def say(self, chat_id: int, text: str, private: bool = True) -> dict[str, Any]:
        """Somebody writes to the bot; the update waits until getUpdates confirms it by its offset."""
        with self._lock:
            number = 1000 + len(self._updates)
            update = {
                "update_id": number,
                "message": {
                    "message_id": number,
                    "chat": {"id": chat_id, "type": "private" if private else "group"},
                    "from": {"id": chat_id, "language_code": "id"},
                    "text": text,
                },
            }
            self._updates.append(update)
        return update

    def texts_for(self, chat_id: int) -> list[str]:
        return [message.text for message in self.messages if message.chat_id == chat_id]

    def answer_to(self, method: str, asked: dict[str, Any]) -> Answer:
        with self._lock:
            self.requests.append((method, asked))
        if method == "getUpdates":
            return Answer(body={"ok": True, "result": self._wait_for_updates(asked)})
        return self._take(asked)

    def _take(self, asked: dict[str, Any]) -> Answer:
        with self._lock:
            scripted = self._script.popleft() if self._script else OK
            answer = self.by_chat.get(asked["chat_id"], scripted)
            if answer.accept:
                self.messages.append(Received(asked["chat_id"], asked["text"], time.monotonic()))
        self.arrived.set()
        self._closing.wait(answer.hang)
        return Answer(answer.status, answer.body or {"ok": True, "result": {"message_id": len(self.messages)}})

    def _wait_for_updates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        end = time.monotonic() + float(asked.get("timeout") or 0)
        while True:
            with self._lock:
                found = [update for update in self._updates if update["update_id"] >= asked.get("offset", 0)]
            if found or time.monotonic() >= end or self._closing.is_set():
                return found[:100]
            time.sleep(0.02)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                _, bot, method = self.path.split("/")
                if bot != f"bot{owner.token}":
                    answer = Answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
                else:
                    answer = owner.answer_to(method, asked)
                content = json.dumps(answer.body).encode()
                try:
                    self.send_response(answer.status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except ConnectionError:
                    self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler
