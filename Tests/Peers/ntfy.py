#!/usr/bin/env python3
"""A stand-in for an ntfy server, on a port of its own: what is posted to a topic goes to whoever reads /TOPIC/raw.

  ntfy.py CALLS LOG

CALLS is left alone: the stand-ins on the bus write to it. A line of LOG, as JSON, is the port first, then each thing posted: its topic, headers and body. `since` in a query is a Unix
time, as there; a blank line keeps a connection alive.
"""
import http.server
import json
import queue
import sys
import threading
import time
import urllib.parse

lock = threading.Lock()
posted = []
readers = {}


def log(entry):
    with open(sys.argv[2], "a") as file:
        file.write(json.dumps(entry) + "\n")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        topic = self.path.strip("/")
        with lock:
            posted.append((time.time(), topic, body))
            for line in readers.get(topic, []):
                line.put(body)
            headers = {name: value.encode("latin-1").decode() for name, value in self.headers.items()}
            log({"method": "POST", "topic": topic, "headers": headers, "body": body})
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        topic, kind = url.path.strip("/").split("/")
        assert kind == "raw"
        since = urllib.parse.parse_qs(url.query).get("since", [str(time.time())])[0]
        lines = queue.Queue()
        with lock:
            for at, other, body in posted:
                if other == topic and at >= int(float(since)):
                    lines.put(body)
            readers.setdefault(topic, []).append(lines)
            log({"method": "GET", "topic": topic})
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                try:
                    line = lines.get(timeout=0.2)
                except queue.Empty:
                    line = ""
                self.wfile.write(line.replace("\n", " ").encode() + b"\n")
                self.wfile.flush()
        except OSError:
            readers[topic].remove(lines)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
log({"method": "listens", "port": server.server_address[1]})
server.serve_forever()
