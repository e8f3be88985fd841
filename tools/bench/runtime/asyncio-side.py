"""The same work on Python's asyncio. Reads orders as JSON lines, and answers each with a JSON line."""

import asyncio
import json
import sys
import time

TASKS = 64
FAR_S = 3600
# Any time above zero goes through the loop's timers; this one is due as soon as the loop looks.
SHORTEST_S = 1e-9


async def nothing():
    pass


async def switch(laps):
    for _ in range(laps):
        await asyncio.sleep(0)


async def spawn(laps):
    for _ in range(laps):
        await asyncio.create_task(nothing())


async def cancel(laps):
    for _ in range(laps):
        child = asyncio.create_task(asyncio.sleep(FAR_S))
        await asyncio.sleep(0)
        child.cancel()
        try:
            await child
        except asyncio.CancelledError:
            pass


async def timer(laps):
    for _ in range(laps):
        await asyncio.sleep(SHORTEST_S)


WORKS = {"switch": switch, "spawn": spawn, "cancel": cancel, "timer": timer}


async def run(work, laps, tasks=64):
    started = time.process_time_ns()
    await asyncio.gather(*(WORKS[work](laps) for _ in range(tasks)))
    return {"cpuNs": time.process_time_ns() - started, "ops": tasks * laps}


for line in sys.stdin:
    order = json.loads(line)
    print(json.dumps(asyncio.run(run(order["work"], order["laps"], order.get("tasks", 64)))), flush=True)
