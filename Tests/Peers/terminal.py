#!/usr/bin/env python3
"""Runs a program on a terminal of its own, and answers it as a person does.

Arguments: the program and its arguments. Standard input: a JSON list of [wait for this text, then type this].
Standard output: all that the terminal showed, without carriage returns. Ends as the program does, or with 99
when a text does not come within 20 seconds; a program that a signal ends is 128 and the signal's number.
"""
import json
import os
import pty
import select
import signal
import sys
import time

steps = json.load(sys.stdin)
process, terminal = pty.fork()
if process == 0:
    # Whoever runs the tests may have it ignored, or blocked.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.execv(sys.argv[1], sys.argv[1:])

shown = b""
seen = 0
deadline = time.monotonic() + 20
while True:
    if steps and (place := shown.find(steps[0][0].encode(), seen)) >= 0:
        seen = place + len(steps[0][0].encode())
        os.write(terminal, steps.pop(0)[1].encode())
        continue
    left = deadline - time.monotonic()
    if left <= 0:
        os.kill(process, signal.SIGKILL)
        print(shown.decode(errors="replace"), "... and then never:", steps[:1])
        sys.exit(99)
    if select.select([terminal], [], [], left)[0]:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
status = os.waitpid(process, 0)[1]
sys.stdout.write(shown.decode(errors="replace").replace("\r", ""))
sys.stdout.flush()
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
