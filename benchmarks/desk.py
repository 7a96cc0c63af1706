"""How the desk does with 100 requests at once, beside a bare Starlette that echoes, in the same run.

    python benchmarks/desk.py [--rounds 10]

Each server is a process of its own on this machine, asked by this one over loopback; a round sends 100 requests at once
and waits for all. Printed are the median and the 99th percentile of all answers in milliseconds, and the errors, of the
first round, some seconds after the start, when the desk has started its processes, and of those after it.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from itertools import chain

LIST = """Salmeterol 50 mcg inhaler bd
Simvastatn 40 mg nocte
Clarithromycin 500 mg bd
Ramipril 5 mg od
Paracetamol 1 g prn
Zyzzofol 5 mg od
Furosemide 40 mg om
Bumetanide 1 mg, on hold
Metformin 500 mg bd
Amlodipine 5 mg od
Omeprazole 20 mg
Aspirin 75 mg"""
AT_ONCE = 100
ANSWERED = b"HTTP/1.1 200"
SECONDS_TO_START = 4
ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def echo(request):
    return Response(await request.body(), media_type="application/json")
app = Starlette(routes=[Route("/api/v1/check", echo, methods=["POST"])])
config = uvicorn.Config(app, port=0, log_level="critical")
listening = config.bind_socket()
listening.setsockopt(6, 1, 1)  # TCP, no delay, as the desk does
listening.listen(2048)
print(f"http://127.0.0.1:{listening.getsockname()[1]}/", file=sys.stderr, flush=True)
uvicorn.Server(config).run(sockets=[listening])
"""
SERVERS = {
    "echo": ["-c", ECHO],
    "desk": ["-m", "medcheck", "desk", "--port", "0", "--no-open"],
}


async def post(port: int, text: str) -> bytes:
    """The answer to a list, its head included."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = text.encode()
    head = f"POST /api/v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}"
    writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
    answer = await reader.read()
    writer.close()
    return answer


async def ask(port: int) -> tuple[float, bool]:
    """How long one request took, from its connection to the end of the answer, and whether it was answered."""
    begun = time.perf_counter()
    answer = await post(port, LIST)
    return 1000 * (time.perf_counter() - begun), answer.startswith(ANSWERED)


async def rounds(port: int, count: int) -> list[list[tuple[float, bool]]]:
    await ask(port)
    await asyncio.sleep(SECONDS_TO_START)
    return [await asyncio.gather(*(ask(port) for _ in range(AT_ONCE))) for _ in range(1 + count)]


def measure(arguments: list[str], count: int) -> list[list[tuple[float, bool]]]:
    server = subprocess.Popen([sys.executable, *arguments], stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    assert server.stderr
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stderr.readline())
        assert found
        return asyncio.run(rounds(int(found[1]), count))
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    count = parser.parse_args().rounds
    for name, arguments in SERVERS.items():
        first, *others = measure(arguments, count)
        for when, answers in (("first round", first), ("then", list(chain.from_iterable(others)))):
            times = sorted(took for took, _ in answers)
            errors = sum(not answered for _, answered in answers)
            figures = f"median {times[len(times) // 2]:.0f} ms  p99 {times[int(0.99 * len(times)) - 1]:.0f} ms"
            print(f"{name}  {when}: {figures}  errors {errors} of {len(answers)}")


if __name__ == "__main__":
    main()
