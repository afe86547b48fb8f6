"""How long from exec to READY=1, with twenty rituals: the median of fifteen starts, in microseconds.

  ready.py DAEMON [STATE_FOLDER]    with the ledger that is there, else with one of its own
"""
import os, signal, socket, statistics, subprocess, sys, tempfile, time

daemon = sys.argv[1]
state = sys.argv[2] if len(sys.argv) > 2 else None
with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/rituals.yaml", "w") as file:
        file.write("rituals:\n")
        for number in range(20):
            file.write(f"  ritual-{number}:\n    title: Ritual {number}\n    say: A line of its own.\n    when: weekdays at 07:{number:02}\n")
    address = f"{folder}/notify"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address)
    listener.settimeout(10)
    history = " and a year of history" if state else ""
    took = []
    for _ in range(15):
        start = time.monotonic_ns()
        process = subprocess.Popen(
            [daemon, "--config", f"{folder}/rituals.yaml", "--state", state or folder],
            env={**os.environ, "NOTIFY_SOCKET": address}, stderr=subprocess.DEVNULL)
        while b"READY=1" not in listener.recv(4096):
            pass
        took.append((time.monotonic_ns() - start) // 1000)
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        listener.setblocking(False)
        try:
            while listener.recv(4096):
                pass
        except BlockingIOError:
            pass
        listener.settimeout(10)
    print(f"{round(statistics.median(took))} us from exec to READY=1, 20 rituals{history}; goal 10000 us")
