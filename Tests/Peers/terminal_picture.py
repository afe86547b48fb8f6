#!/usr/bin/env python3
"""Takes a picture of a real terminal, xterm on a screen of its own, in which a program has run.

Arguments: how many columns and lines, the picture's file, the program and its arguments.
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

# Whoever runs the tests may have signals blocked; and what hangs must not take the tests with it.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
signal.alarm(60)
columns, lines, picture, *command = sys.argv[1:]
reading, writing = os.pipe()
server = subprocess.Popen(
    ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
    pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.close(writing)
# Xvfb says which it is once it takes connections.
display = os.read(reading, 16).decode().strip()
with tempfile.TemporaryDirectory() as folder:
    done = pathlib.Path(folder) / "done"
    # A terminal says where its cursor is only when it has drawn all that came before.
    script = 'stty -echo; "$@"; printf "\\033[6n"; read -rs -d R; touch "$0"; exec sleep 60'
    terminal = subprocess.Popen(
        ["xterm", "-geometry", f"{columns}x{lines}", "-fa", "DejaVu Sans Mono", "-fs", "11", "-b", "12",
         "-bg", "#fdfdfb", "-fg", "#222222", "-e", "bash", "-c", script, str(done)] + command,
        env={**os.environ, "DISPLAY": ":" + display})
    while not done.exists():
        if terminal.poll() is not None:
            sys.exit("xterm has gone")
        time.sleep(0.02)
    pathlib.Path(picture).parent.mkdir(parents=True, exist_ok=True)
    subprocess.check_call(
        ["import", "-display", ":" + display, "-window", "root", "-trim", "+repage", picture])
    terminal.terminate()
    terminal.wait()
server.terminate()
server.wait()
