"""A WebSocket client (RFC 6455) on a blocking socket: messages, pings and the closing handshake; no extensions."""

import base64
import hashlib
import os
import socket
import ssl
import struct
from urllib.parse import urlsplit

_ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_NO_STATUS, _ABNORMAL = 1005, 1006


class Closed(Exception):
    """The connection has ended; `code` is 1006 where it ended without a close frame."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"closed with {code} {reason}".rstrip())
        self.code = code
        self.reason = reason


class WebSocket:
    """One connection. Pings of the server are answered inside `receive`, so call it often."""

    def __init__(self, url: str, timeout: float = 10.0) -> None:
        """Connects, and raises OSError where the server cannot be reached or refuses the upgrade."""
        address = urlsplit(url)
        port = address.port or (443 if address.scheme == "wss" else 80)
        self._socket = socket.create_connection((address.hostname or "", port), timeout)
        if address.scheme == "wss":
            self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=address.hostname)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._message = b""
        self._is_closing = False
        self._upgrade(address.netloc, f"{address.path or '/'}?{address.query}")

    def send(self, message: bytes) -> None:
        """Sends one binary message. Raises Closed where the connection has broken."""
        self._send_frame(_BINARY, message)

    def receive(self, timeout: float) -> bytes | None:
        """The next message; None where none comes in time. Raises Closed at the end of the connection."""
        self._socket.settimeout(max(timeout, 0.001))
        while True:
            frame = self._take_frame()
            if frame is None:
                try:
                    self._read()
                except TimeoutError:
                    return None
                continue
            message = self._take(*frame)
            if message is not None:
                return message

    def close(self, code: int = 1000) -> None:
        """Starts the closing handshake; `receive` raises Closed when the server has answered."""
        if not self._is_closing:
            self._is_closing = True
            self._send_frame(_CLOSE, struct.pack(">H", code))

    def abort(self) -> None:
        """Ends the connection without a close frame, as a broken network does; the next call raises Closed."""
        self._socket.shutdown(socket.SHUT_RDWR)

    def _upgrade(self, host: str, target: str) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        while b"\r\n\r\n" not in self._received:
            self._read()
        head, self._received = self._received.split(b"\r\n\r\n", 1)
        accept = base64.b64encode(hashlib.sha1((key + _ACCEPT_SUFFIX).encode()).digest())
        if not head.startswith(b"HTTP/1.1 101") or accept not in head:
            self._socket.close()
            raise ConnectionRefusedError(head.split(b"\r\n", 1)[0].decode("latin-1"))

    def _read(self) -> None:
        try:
            data = self._socket.recv(65_536)
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed(_ABNORMAL, str(error)) from error
        if not data:
            raise Closed(_ABNORMAL, "the server has ended the connection")
        self._received += data

    def _take_frame(self) -> tuple[int, bool, bytes] | None:
        """One frame that has arrived whole: its kind, whether it is the last of its message, and its content."""
        data = self._received
        if len(data) < 2:
            return None
        length, start = data[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            start += size
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start or len(data) < start + length:
            return None
        self._received = data[start + length :]
        return data[0] & 0x0F, data[0] & 0x80 != 0, data[start : start + length]

    def _take(self, kind: int, is_last: bool, content: bytes) -> bytes | None:
        """A message, where this frame completes one."""
        if kind == _PING:
            self._send_frame(_PONG, content)
        elif kind == _CLOSE:
            code = struct.unpack(">H", content[:2])[0] if len(content) >= 2 else _NO_STATUS
            self.close(code if len(content) >= 2 else 1000)
            self._socket.close()
            raise Closed(code, content[2:].decode())
        elif kind in (_CONTINUATION, _TEXT, _BINARY):
            self._message += content
            if is_last:
                message, self._message = self._message, b""
                return message
        return None

    def _send_frame(self, kind: int, content: bytes) -> None:
        length = len(content)
        if length < 126:
            head = struct.pack(">BB", 0x80 | kind, 0x80 | length)
        elif length < 65_536:
            head = struct.pack(">BBH", 0x80 | kind, 0x80 | 126, length)
        else:
            head = struct.pack(">BBQ", 0x80 | kind, 0x80 | 127, length)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(content))
        try:
            self._socket.sendall(head + mask + masked)
        except OSError as error:
            if kind != _CLOSE:
                raise Closed(_ABNORMAL, str(error)) from error
