"""A real mail server for tests: SMTP as aiosmtpd speaks it, encrypted, for one user.

Prints `port N` when it listens, on loopback. Every message that it takes becomes two files in a folder: `0001.eml`, the
bytes as they came, and beside it `0001.json`, its envelope. The .eml appears last and whole. Ends when its standard input
does, so with whoever started it.
"""

import argparse
import asyncio
import json
import os
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where messages go")
    parser.add_argument("--certificate", required=True, help="PEM, the chain")
    parser.add_argument("--key", required=True, help="PEM")
    parser.add_argument("--security", choices=["starttls", "tls"], default="starttls")
    parser.add_argument("--user", default="latchkey")
    parser.add_argument("--password", required=True)
    parser.add_argument("--port", type=int, default=0, help="0 for a free one")
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS", help="550 for this receiver")
    return parser.parse_args()


class Mailroom:
    """Keeps what comes."""

    def __init__(self, folder, refused):
        self.folder = folder
        self.refused = {address.lower() for address in refused}
        self.count = len(list(folder.glob("*.eml")))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.lower() in self.refused:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = f"{self.count:04}"
        encrypted = server.transport.get_extra_info("ssl_object")
        about = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": encrypted.version() if encrypted else None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
        }
        self.put(f"{name}.json", json.dumps(about).encode())
        self.put(f"{name}.eml", envelope.original_content)
        return f"250 2.0.0 Taken as {name}"

    def put(self, name, content):
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(content)
        os.replace(unfinished, self.folder / name)


def door(given):
    """Who may come in."""

    def check(server, session, envelope, mechanism, said):
        right = isinstance(said, LoginPassword) and (said.login.decode(), said.password.decode()) == (
            given.user,
            given.password,
        )
        return AuthResult(success=right, handled=False, auth_data=said if right else None)

    return check


async def serve(given):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(given.certificate, given.key)
    start = given.security == "starttls"
    mailroom = Mailroom(given.folder, given.refuse)

    def protocol():
        return SMTP(
            mailroom,
            hostname="mail.test",
            enable_SMTPUTF8=True,
            tls_context=context if start else None,
            require_starttls=start,
            auth_required=True,
            # encrypted from the first byte there is nothing more to ask for
            auth_require_tls=start,
            authenticator=door(given),
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", given.port, ssl=None if start else context)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
