"""MessagePack for plain data: None, booleans, numbers, text, lists and dictionaries. Extensions are refused."""

import struct
from typing import Any


_UNSIGNED = (("B", 0xCC), ("H", 0xCD), ("I", 0xCE), ("Q", 0xCF))
_SIGNED = (("b", 0xD0), ("h", 0xD1), ("i", 0xD2), ("q", 0xD3))


def pack(value: Any) -> bytes:
    """The shortest form of a value, as bytes."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return _pack_int(value)
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, str):
        text = value.encode()
        return _head(len(text), 0xA0, 32, b"\xd9", b"\xda", b"\xdb") + text
    if isinstance(value, (list, tuple)):
        return _head(len(value), 0x90, 16, None, b"\xdc", b"\xdd") + b"".join(map(pack, value))
    if isinstance(value, dict):
        items = b"".join(pack(str(key)) + pack(item) for key, item in value.items())
        return _head(len(value), 0x80, 16, None, b"\xde", b"\xdf") + items
    raise TypeError(f"{type(value).__name__} is no plain data")


def unpack(data: bytes) -> Any:
    """The value that these bytes hold. Raises ValueError for extensions and bytes objects."""
    value, _ = _read(data, 0)
    return value


def _pack_int(value: int) -> bytes:
    if 0 <= value < 0x80:
        return bytes([value])
    if -32 <= value < 0:
        return struct.pack(">b", value)
    for form, prefix in _UNSIGNED if value >= 0 else _SIGNED:
        try:
            return bytes([prefix]) + struct.pack(f">{form}", value)
        except struct.error:
            continue
    raise OverflowError(f"{value} needs more than 64 bits")


def _head(length: int, short: int, shorts: int, one: bytes | None, two: bytes, four: bytes) -> bytes:
    """What stands before the content: its kind and its length."""
    if length < shorts:
        return bytes([short | length])
    if one is not None and length < 0x100:
        return one + struct.pack(">B", length)
    if length < 0x1_0000:
        return two + struct.pack(">H", length)
    return four + struct.pack(">I", length)


_NUMBERS = {
    0xCA: "f", 0xCB: "d", 0xCC: "B", 0xCD: "H", 0xCE: "I", 0xCF: "Q", 0xD0: "b", 0xD1: "h", 0xD2: "i", 0xD3: "q",
}  # fmt: skip
_LENGTHS = {0xD9: "B", 0xDA: "H", 0xDB: "I", 0xDC: "H", 0xDD: "I", 0xDE: "H", 0xDF: "I"}


def _read(data: bytes, at: int) -> tuple[Any, int]:
    prefix = data[at]
    at += 1
    if prefix < 0x80:
        return prefix, at
    if prefix >= 0xE0:
        return prefix - 0x100, at
    if prefix in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[prefix], at
    if prefix in _NUMBERS:
        return _number(data, at, _NUMBERS[prefix])
    if prefix in _LENGTHS:
        length, at = _number(data, at, _LENGTHS[prefix])
    elif prefix < 0xC0:
        length = prefix & (0x1F if prefix >= 0xA0 else 0x0F)
    else:
        raise ValueError(f"{prefix:#x} is no plain data")
    if prefix < 0x90 or prefix >= 0xDE:
        return _read_dictionary(data, at, length)
    if prefix < 0xA0 or prefix in (0xDC, 0xDD):
        return _read_list(data, at, length)
    return data[at : at + length].decode(), at + length


def _number(data: bytes, at: int, form: str) -> tuple[Any, int]:
    return struct.unpack_from(f">{form}", data, at)[0], at + struct.calcsize(form)


def _read_list(data: bytes, at: int, length: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    for _ in range(length):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _read_dictionary(data: bytes, at: int, length: int) -> tuple[dict[Any, Any], int]:
    items: dict[Any, Any] = {}
    for _ in range(length):
        key, at = _read(data, at)
        items[key], at = _read(data, at)
    return items, at
