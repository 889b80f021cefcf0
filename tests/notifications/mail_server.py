"""A mail server of a few lines: takes mails, refuses some, or dies after DATA."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """What the server took, and how it is to behave."""

    port: int = 0
    refused: tuple[str, ...] = ()
    die_after_data: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server(**behaviour: object) -> Iterator[MailServer]:
    """Serve on a free port of this machine."""
    state = MailServer(**behaviour)  # type: ignore[arg-type]

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 test")
            recipient = ""
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say("550 no such user" if recipient in state.refused else "250 ok")
                elif word == "DATA":
                    self.say("354 go on")
                    state.taken.append((recipient, self.read_mail()))
                    if state.die_after_data:
                        state.die_after_data -= 1
                        return
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def read_mail(self) -> str:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.decode())
            return "".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield state
        server.shutdown()
