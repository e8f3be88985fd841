"""A seat in a room of a Greenroom server: the state, numbered messages, questions, and the return to a kept seat.

The protocol is described in docs/wire-protocol.md.
"""

import http.client
import json
import random
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from .messagepack import pack, unpack
from .schema import Decoder, Reader, Types, read_types
from .websocket import Closed, WebSocket

_JOIN, _ERROR, _LEAVE, _DATA, _STATE, _PATCH = 10, 11, 12, 13, 14, 15
_KIND, _TIMED = 0x1F, 0x80
_TIMED_BYTES = 8
_FINAL_CODES = {4000, 4002, 4003, 4020, 4021, 4022, 4023, 4024}
"""After these the seat is gone, or the server wants no reconnection."""
_RETRY_FOR_S = 60.0
_MOST_PENDING = 64


class JoinRefused(Exception):
    """The server did not reserve a seat; the text says why. `status` is that of HTTP."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def reserve(url: str, method: str, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Asks the server for a seat. Raises JoinRefused."""
    address = urlsplit(url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.netloc, timeout=10)
    try:
        headers = {"content-type": "application/json"}
        path = f"{address.path.rstrip('/')}/matchmake/{method}/{name}"
        connection.request("POST", path, json.dumps(options), headers)
        response = connection.getresponse()
        body = json.loads(response.read())
    finally:
        connection.close()
    if response.status != 200:
        raise JoinRefused(response.status, body["error"])
    return body


def join_or_create(url: str, game: str, **options: Any) -> "Room":
    """Takes a seat in an open room of the game, or in a new one."""
    return Room(url, reserve(url, "joinOrCreate", game, options))


def create(url: str, game: str, **options: Any) -> "Room":
    """Opens a room, and takes a seat in it."""
    return Room(url, reserve(url, "create", game, options))


def join(url: str, code: str, **options: Any) -> "Room":
    """Takes a seat in the room with this code."""
    return Room(url, reserve(url, "joinById", code, options))


class Room:
    """One seat. Call `update` in a loop; the attributes change only inside it."""

    def __init__(self, url: str, reservation: dict[str, Any]) -> None:
        self.code: str = reservation["roomId"]
        self.welcome: dict[str, Any] = {}
        """The last welcome: our seat, our player and the match."""
        self.returns = 0
        """How often the connection broke and the seat was taken again."""
        self.questions: dict[int, dict[str, Any]] = {}
        """The questions that wait for our answer, by number."""
        self.refusals: list[tuple[str, dict[str, Any]]] = []
        """The type and the reply of each message that was refused."""
        self.notices: list[tuple[str, Any]] = []
        self.ended: str | None = None
        """Why the server closes the connection next."""
        self.closed: Closed | None = None
        """How the seat was lost for good."""
        self._url = url
        self._reservation = reservation
        self._token: str | None = None
        self._types: tuple[Types, int] = ({}, 0)
        self._decoder: Decoder | None = None
        self._pending: dict[int, tuple[str, Any]] = {}
        self._last_number = 0
        self._is_open = False
        self._socket = self._connect()

    @property
    def state(self) -> dict[str, Any]:
        """The state as this seat sees it; empty before the first one has come."""
        return {} if self._decoder is None else self._decoder.state

    @property
    def seat(self) -> int | None:
        return self.welcome.get("seat")

    @property
    def pending(self) -> int:
        """How many messages have no reply yet."""
        return len(self._pending)

    def send(self, kind: str, data: Any) -> bool:
        """Sends a message that counts once, over any number of reconnections. False: too many wait for their reply."""
        if self.closed is not None or len(self._pending) >= _MOST_PENDING:
            return False
        self._last_number += 1
        self._pending[self._last_number] = (kind, data)
        if self._is_open:
            try:
                self._transmit(self._last_number)
            except Closed:
                # The next update comes back, and sends it again.
                self._is_open = False
        return True

    def answer(self, question: int, answer: Any) -> None:
        """Answers a question. It is closed when the server says so."""
        self.send("$answer", {"question": question, "answer": answer})

    def update(self, seconds: float = 0.05) -> bool:
        """Takes what has arrived, and waits this long for something. True: something has changed."""
        if self.closed is not None:
            return False
        try:
            message = self._socket.receive(seconds)
            if message is None:
                return False
            while message is not None:
                self._take(message)
                message = self._socket.receive(0)
        except Closed as end:
            self._come_back(end)
        return True

    def leave(self) -> None:
        """Gives up the seat."""
        self._socket.send(bytes([_LEAVE]))
        while self.closed is None:
            self.update()

    def drop(self) -> None:
        """Breaks the connection, as a bad network does; the next `update` comes back to the seat."""
        self._socket.abort()

    def _connect(self) -> WebSocket:
        scheme = "wss" if self._url.startswith("https") else "ws"
        query = {"sessionId": self._reservation["sessionId"]}
        if self._token is not None:
            query["reconnectionToken"] = self._token
        place = f"{self._reservation['processId']}/{self.code}"
        base = self._url.split("://", 1)[1].rstrip("/")
        return WebSocket(f"{scheme}://{base}/{place}?{urlencode(query)}")

    def _come_back(self, end: Closed) -> None:
        """Returns to the seat after a broken connection; marks it as closed where that cannot work."""
        self._is_open = False
        until = time.monotonic() + _RETRY_FOR_S
        delay = 0.1
        while end.code not in _FINAL_CODES and self._token is not None and time.monotonic() < until:
            time.sleep(delay * random.uniform(0.75, 1.25))
            delay = min(1.0, delay * 1.5)
            try:
                self._socket = self._connect()
                return
            except (OSError, Closed):
                continue
        self.closed = end

    def _take(self, frame: bytes) -> None:
        kind = frame[0] & _KIND
        reader = Reader(frame, 1 + (_TIMED_BYTES if frame[0] & _TIMED else 0))
        if kind == _JOIN:
            self._take_join(reader)
        elif kind == _STATE:
            self._decoder = Decoder(*self._types)
            self._decoder.decode(reader)
        elif kind == _PATCH and self._decoder is not None:
            self._decoder.decode(reader)
        elif kind == _DATA:
            name = reader.text()
            self._take_message(name, None if reader.is_done else unpack(frame[reader.at :]))
        elif kind == _ERROR:
            # The connection is closed next, and the code of that says whether to come back.
            reader.number()
            self.ended = reader.text()

    def _take_join(self, reader: Reader) -> None:
        self._token = reader.bytes(reader.byte()).decode()
        reader.bytes(reader.byte())
        types = reader.bytes(reader.number())
        if types:
            self._types = read_types(types)
        self._socket.send(bytes([_JOIN]))

    def _take_message(self, name: str, data: Any) -> None:
        if name == "$welcome":
            self.returns += 1 if self.welcome else 0
            self.welcome, self.questions = data, {}
            self._last_number = max(self._last_number, data["received"])
            self._is_open = True
            for number in list(self._pending):
                self._transmit(number)
        elif name == "$reply":
            number, reply = data
            kind, _ = self._pending.pop(number, ("", None))
            if kind and not reply["ok"]:
                self.refusals.append((kind, reply))
        elif name == "$ask":
            self.questions[data["question"]] = data
        elif name == "$asked":
            self.questions.pop(data["question"], None)
        elif name == "$ended":
            self.ended = data["reason"]
        elif not name.startswith("$"):
            self.notices.append((name, data))

    def _transmit(self, number: int) -> None:
        kind, data = self._pending[number]
        acked = min(self._pending) - 1
        self._socket.send(b"\x0d\xa8$message" + pack([number, acked, kind, data]))
