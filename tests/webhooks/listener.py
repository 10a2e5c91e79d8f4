"""A program outside: a real server that checks signatures, and fails as often as it is told to."""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """What came in, and what is answered: a list of statuses, the last one for ever; 0 hangs."""

    def __init__(self, secrets):
        self.secrets, self.answers, self.heard, self.url = secrets, [200], [], ""

    def take(self, headers, body):
        """Keep the message with whether one of the signatures is right, and return the status."""
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        right = {
            "v1," + base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()).decode()
            for secret in self.secrets
        }
        self.heard.append((headers["webhook-id"], json.loads(body), bool(right & set(headers["webhook-signature"].split()))))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def listening(*secrets):
    """Run a listener on a port of its own."""
    listener = Listener(list(secrets))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            status = listener.take(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
            if status == 0:
                time.sleep(3)
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"heard")

        def log_message(self, *_arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listener.url = f"http://127.0.0.1:{server.server_port}/hook?a=1"
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
