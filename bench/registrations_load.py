"""A process full of clients: paths come in on standard input, each is posted over a connection of its own, counts of the answers go out."""

import asyncio
import json
import sys
from collections import Counter

AT_ONCE = 60  # connections that are open at the same moment


async def _post(port: int, path: str, gate: asyncio.Semaphore) -> str:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: race\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        line = await reader.readline()
        await reader.read()
        writer.close()
        return line.split()[1].decode()


async def _main() -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    port, paths = int(sys.argv[1]), json.load(sys.stdin)
    print(json.dumps(Counter(await asyncio.gather(*(_post(port, path, gate) for path in paths)))))


asyncio.run(_main())
