"""Decodes the state: first the description of its types that comes with the join, then the whole state, then patches.

The state becomes plain Python: instances and maps are dictionaries, lists are lists. Hidden fields are absent.
"""

import struct
from dataclasses import dataclass
from typing import Any

_SWITCH, _TYPE_ID = 255, 213
_CLEAR, _REVERSE, _DELETE_BY_REF, _ADD_BY_REF = 10, 15, 33, 129
_ADD, _DELETE, _DELETE_AND_MOVE, _DELETE_AND_ADD = 128, 64, 96, 192

_FORMS = {
    "int8": "b", "uint8": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I",
    "int64": "q", "uint64": "Q", "bigint64": "q", "biguint64": "Q", "float32": "f", "float64": "d",
}  # fmt: skip
_NUMBER_PREFIXES = {
    0xCA: "float32", 0xCB: "float64", 0xCC: "uint8", 0xCD: "uint16", 0xCE: "uint32", 0xCF: "uint64",
    0xD0: "int8", 0xD1: "int16", 0xD2: "int32", 0xD3: "int64",
}  # fmt: skip


class Reader:
    """Reads values one after the other. Numbers are little-endian."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.data)

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def bytes(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def fixed(self, kind: str) -> Any:
        """A number of a fixed size, such as `uint16`."""
        return struct.unpack(f"<{_FORMS[kind]}", self.bytes(struct.calcsize(_FORMS[kind])))[0]

    def number(self) -> Any:
        """A number whose first byte tells its size."""
        prefix = self.byte()
        if prefix < 0x80:
            return prefix
        return prefix - 0x100 if prefix >= 0xE0 else self.fixed(_NUMBER_PREFIXES[prefix])

    def text(self) -> str:
        prefix = self.byte()
        size = {0xD9: "uint8", 0xDA: "uint16", 0xDB: "uint32"}.get(prefix)
        return self.bytes(prefix & 0x1F if size is None else self.fixed(size)).decode()

    def primitive(self, kind: str) -> Any:
        """A value of a type that is neither an instance nor a collection."""
        if kind == "number":
            return self.number()
        if kind == "string":
            return self.text()
        return self.byte() > 0 if kind == "boolean" else self.fixed(kind)


@dataclass(frozen=True)
class Quantized:
    """A float that is sent as a whole number of steps between two bounds."""

    low: float
    high: float
    bits: int
    wraps: bool

    def read(self, reader: Reader) -> float:
        steps = 2**self.bits
        span = steps if self.wraps else steps - 2 if self.low == -self.high else steps - 1
        return self.low + reader.fixed(f"uint{self.bits}") / span * (self.high - self.low)


@dataclass(frozen=True)
class Field:
    """A field of a type. `kind` is a primitive, `ref` or a collection; `child` is what the latter two hold."""

    name: str
    kind: str
    child: "str | int | Quantized | None" = None


Types = dict[int, list[Field]]


class Instance(dict[str, Any]):
    """An instance of a type, by field name."""

    type_id = 0


class Items(list[Any]):
    """A list. While it is being patched, deleted items are None."""

    child: Any = None


class Table(dict[str, Any]):
    """A map, by key."""

    child: Any = None
    keys_by_index: dict[int, str]


class Bag(dict[int, Any]):
    """A set or an unordered collection, by the number of each item."""

    child: Any = None


Node = Instance | Items | Table | Bag
_COLLECTIONS = {"array": Items, "map": Table, "set": Bag, "collection": Bag, "stream": Bag}


class Decoder:
    """Holds one state, from its first bytes on. After a whole state comes again, begin with a new decoder."""

    def __init__(self, types: Types, root_type: int) -> None:
        self._types = types
        self._nodes: dict[int, Node] = {}
        self._ids: dict[int, int] = {}
        self.state = Instance()
        self.state.type_id = root_type
        self._keep(0, self.state)

    def decode(self, reader: Reader) -> None:
        """Applies a whole state or a patch: all that is left in the reader."""
        node: Node = self.state
        while not reader.is_done:
            if reader.data[reader.at] == _SWITCH:
                _close_gaps(node)
                reader.at += 1
                node = self._nodes[reader.number()]
            elif isinstance(node, Instance):
                self._read_field(reader, node)
            elif isinstance(node, Items):
                self._read_item(reader, node)
            else:
                self._read_entry(reader, node)
        _close_gaps(node)
        self._forget_unreachable()

    def _read_field(self, reader: Reader, instance: Instance) -> None:
        first = reader.byte()
        operation, field = first & 0xC0, self._types[instance.type_id][first & 0x3F]
        if operation & _DELETE:
            instance.pop(field.name, None)
        if operation != _DELETE:
            kind = field.child if field.kind in ("ref", "quantized") else field
            instance[field.name] = self._read_value(reader, operation, kind)

    def _read_item(self, reader: Reader, items: Items) -> None:
        operation = reader.byte()
        if operation == _CLEAR:
            return items.clear()
        if operation == _REVERSE:
            return items.reverse()
        at = reader.number()
        if operation in (_DELETE_BY_REF, _ADD_BY_REF):
            at = self._place_of(items, at)
        if operation == _DELETE_BY_REF:
            if at < len(items):
                items[at] = None
            return None
        before = items[at] if at < len(items) else None
        if operation & _DELETE and at < len(items):
            items[at] = None
        if operation == _DELETE:
            return None
        value = self._read_value(reader, operation, items.child)
        is_same = value is before if isinstance(value, (dict, list)) else value == before and before is not None
        if not is_same:
            _put(items, at, value, operation)
        elif operation == _DELETE_AND_ADD:
            items[at] = value

    def _read_entry(self, reader: Reader, node: Table | Bag) -> None:
        operation = reader.byte()
        if operation == _CLEAR:
            return node.clear()
        index = reader.number()
        key: Any = index
        if isinstance(node, Table):
            if operation & _ADD:
                node.keys_by_index[index] = reader.text()
            key = node.keys_by_index.get(index)
        if operation & _DELETE:
            node.pop(key, None)
        if operation != _DELETE:
            node[key] = self._read_value(reader, operation, node.child)
        return None

    def _read_value(self, reader: Reader, operation: int, kind: Any) -> Any:
        """A primitive, or the node whose number is read. `kind` is the number of a type for instances."""
        if isinstance(kind, Quantized):
            return kind.read(reader)
        if isinstance(kind, str):
            return reader.primitive(kind)
        if isinstance(kind, Field) and kind.kind not in _COLLECTIONS:
            return reader.primitive(kind.kind)
        number = reader.number()
        if isinstance(kind, Field):
            if number not in self._nodes:
                node = _COLLECTIONS[kind.kind]()
                node.child = kind.child
                if isinstance(node, Table):
                    node.keys_by_index = {}
                self._keep(number, node)
        elif operation & _ADD:
            type_id = kind
            if not reader.is_done and reader.data[reader.at] == _TYPE_ID:
                reader.at += 1
                type_id = reader.number()
            if number not in self._nodes:
                instance = Instance()
                instance.type_id = type_id
                self._keep(number, instance)
        return self._nodes[number]

    def _place_of(self, items: Items, number: int) -> int:
        """Where the instance with this number is in a list; behind its end where it is not."""
        node = self._nodes.get(number)
        return next((at for at, item in enumerate(items) if item is node and node is not None), len(items))

    def _keep(self, number: int, node: Node) -> None:
        self._nodes[number] = node
        self._ids[id(node)] = number

    def _forget_unreachable(self) -> None:
        """What is gone may come back under its number, and begins without its old values then."""
        reachable: dict[int, Node] = {}
        left: list[Node] = [self.state]
        while left:
            node = left.pop()
            number = self._ids[id(node)]
            if number not in reachable:
                reachable[number] = node
                items = node if isinstance(node, Items) else node.values()
                left.extend(item for item in items if isinstance(item, (Instance, Items, Table, Bag)))
        if len(reachable) < len(self._nodes):
            self._nodes = reachable
            self._ids = {id(node): number for number, node in reachable.items()}


def _close_gaps(node: Node) -> None:
    if isinstance(node, Items) and any(item is None for item in node):
        node[:] = [item for item in node if item is not None]


def _put(items: Items, at: int, value: Any, operation: int) -> None:
    while len(items) < at:
        items.append(None)
    if at == len(items):
        items.append(value)
    elif operation == _ADD and items[at] is not None:
        items.insert(at, value)
    else:
        if operation == _DELETE_AND_MOVE:
            del items[at]
        items[at : at + 1] = [value]


_REFLECTION: Types = {
    0: [Field("types", "array", 1), Field("rootType", "number")],
    1: [Field("id", "number"), Field("extendsId", "number"), Field("fields", "array", 2)],
    2: [
        Field("name", "string"),
        Field("type", "string"),
        Field("referencedType", "number"),
        Field("childPrimitive", "string"),
        Field("quantized", "ref", 3),
    ],
    3: [Field("min", "float64"), Field("max", "float64"), Field("bits", "uint8"), Field("mode", "uint8")],
}


def read_types(data: bytes) -> tuple[Types, int]:
    """The types of a state, from the join frame, and the number of the type of its root."""
    decoder = Decoder(_REFLECTION, 0)
    decoder.decode(Reader(data))
    described = {each["id"]: each for each in decoder.state["types"]}
    types: Types = {}
    for number in described:
        chain = [number]
        while described[chain[-1]].get("extendsId") is not None:
            chain.append(described[chain[-1]]["extendsId"])
        inherited = [described[type_id].get("fields", []) for type_id in reversed(chain)]
        types[number] = [_field_of(each) for fields in inherited for each in fields]
    return types, decoder.state.get("rootType", 0)


def _field_of(described: Instance) -> Field:
    name, kind, quantized = described["name"], described["type"], described.get("quantized")
    if quantized is not None:
        low, high, bits, mode = (quantized[each] for each in ("min", "max", "bits", "mode"))
        return Field(name, kind, Quantized(low, high, bits, mode == 1))
    referenced = described.get("referencedType", -1)
    return Field(name, kind, described.get("childPrimitive") if referenced == -1 else referenced)
