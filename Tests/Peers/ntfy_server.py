#!/usr/bin/env python3
"""A stand-in for an ntfy server: writes each request as a JSON line into a file, and its port into another.

ntfy_server.py LOG PORT_FILE
"""
import http.server
import json
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with open(sys.argv[1], "a") as log:
            log.write(json.dumps({"path": self.path, "body": body}) + "\n")
        answer = json.dumps({"event": "message", "message": body}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[2], "w") as file:
    file.write(str(server.server_port))
server.serve_forever()
