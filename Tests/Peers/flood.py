#!/usr/bin/python3
"""Keeps a program on the session bus busy, as another program of the same user might.

  flood.py FILE WAY SECONDS [BYTES]

WAY is `calls` (a hundred List in flight at any time), `garbage` (Answer with texts of so many bytes, four in flight) or
`signals` (as fast as they can be sent, to its unique name). FILE gets a line when it has begun.
"""
import sys
import time

import dbus
import dbus.lowlevel
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

file, way, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
size = int(sys.argv[4]) if len(sys.argv) > 4 else 0
name = path = interface = "org.rituald.Rituals1"
path = "/org/rituald/Rituals1"
DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
owner = bus.get_name_owner(name)
end = time.monotonic() + seconds
loop = GLib.MainLoop()


def call():
    if time.monotonic() > end:
        loop.quit()
        return
    if way == "garbage":
        message = dbus.lowlevel.MethodCallMessage(owner, path, interface, "Answer")
        message.append("x" * size, "y" * size, "z" * size, 0, signature="sssx")
    else:
        message = dbus.lowlevel.MethodCallMessage(owner, path, interface, "List")
    bus.send_message_with_reply(message, lambda reply: call(), timeout_s=60)


def signals():
    for _ in range(200):
        message = dbus.lowlevel.SignalMessage("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "ActionInvoked")
        message.set_destination(owner)
        message.append(1, "done", signature="us")
        bus.send_message(message)
    if time.monotonic() > end:
        loop.quit()
        return False
    return True


if way == "signals":
    GLib.idle_add(signals)
else:
    for _ in range(100 if way == "calls" else 4):
        call()
with open(file, "w") as begun:
    begun.write("begun\n")
loop.run()
