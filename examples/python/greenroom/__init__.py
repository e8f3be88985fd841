"""A client of Greenroom servers in Python, with the standard library only."""

from .room import JoinRefused, Room, create, join, join_or_create
from .websocket import Closed

__all__ = ["Closed", "JoinRefused", "Room", "create", "join", "join_or_create"]
