#!/usr/bin/python3
"""Stand-ins for those who know whether the screen is locked; each call is written down as a line of JSON.

  presence.py FILE logind [--hanging] [--hanging-once] [--slow MS] [ID:CLASS:TYPE:STATE:LOCKED[:UID]]...
  presence.py FILE saver NAME [--active] PATH...

A hanging logind never answers ListSessions, or not the first time, a slow one answers for each session so many milliseconds later. What happens to
them is done by the interface org.rituald.Hands.
"""
import argparse
import json
import os

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

LOGIND = "org.freedesktop.login1"
PROPERTIES = "org.freedesktop.DBus.Properties"
HANDS = "org.rituald.Hands"

arguments = argparse.ArgumentParser()
arguments.add_argument("file")
arguments.add_argument("role", choices=["logind", "saver"])
arguments.add_argument("rest", nargs="*")
arguments.add_argument("--hanging", action="store_true")
arguments.add_argument("--hanging-once", action="store_true")
arguments.add_argument("--slow", type=int, default=0)
arguments.add_argument("--active", action="store_true")
options = arguments.parse_intermixed_args()

DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()


def note(**call):
    with open(options.file, "a") as log:
        log.write(json.dumps(call) + "\n")


class Session(dbus.service.Object):
    def __init__(self, identifier, kind, display, state, locked, user=os.getuid()):
        super().__init__(bus, f"/org/freedesktop/login1/session/{identifier}")
        self.path = f"/org/freedesktop/login1/session/{identifier}"
        self.row = (identifier, dbus.UInt32(int(user)), "robin", "seat0", dbus.ObjectPath(self.path))
        self.values = {
            "Id": identifier, "Class": kind, "Type": display, "State": state, "Active": state == "active",
            "LockedHint": locked == "yes", "IdleSinceHint": dbus.UInt64(0),
            "User": dbus.Struct([dbus.UInt32(int(user)), dbus.ObjectPath("/org/freedesktop/login1/user/_1")], signature="uo")}

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}", async_callbacks=("answer", "refuse"))
    def GetAll(self, interface, answer, refuse):
        note(method="GetAll", path=self.path)
        GLib.timeout_add(options.slow, lambda: answer(self.values))

    @dbus.service.signal(PROPERTIES, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass


class Logind(dbus.service.Object):
    def __init__(self, texts):
        super().__init__(bus, "/org/freedesktop/login1")
        self.sessions = {text.split(":")[0]: Session(*text.split(":")) for text in texts}

    @dbus.service.method(LOGIND + ".Manager", out_signature="a(susso)", async_callbacks=("answer", "refuse"))
    def ListSessions(self, answer, refuse):
        note(method="ListSessions")
        if options.hanging_once:
            options.hanging_once = False
        elif not options.hanging:
            answer([session.row for session in self.sessions.values()])

    @dbus.service.signal(LOGIND + ".Manager", signature="so")
    def SessionNew(self, identifier, path):
        pass

    @dbus.service.signal(LOGIND + ".Manager", signature="so")
    def SessionRemoved(self, identifier, path):
        pass

    @dbus.service.method(HANDS, in_signature="s")
    def Open(self, text):
        session = Session(*text.split(":"))
        self.sessions[session.row[0]] = session
        self.SessionNew(session.row[0], session.path)

    @dbus.service.method(HANDS, in_signature="s")
    def Close(self, identifier):
        session = self.sessions.pop(identifier)
        session.remove_from_connection()
        self.SessionRemoved(identifier, session.path)

    @dbus.service.method(HANDS, in_signature="sb")
    def Lock(self, identifier, locked):
        self.sessions[identifier].values["LockedHint"] = locked
        self.sessions[identifier].PropertiesChanged(LOGIND + ".Session", {"LockedHint": locked}, [])

    @dbus.service.method(HANDS, in_signature="sb")
    def LockWithoutValue(self, identifier, locked):
        self.sessions[identifier].values["LockedHint"] = locked
        self.sessions[identifier].PropertiesChanged(LOGIND + ".Session", {}, ["LockedHint"])

    @dbus.service.method(HANDS, in_signature="s")
    def Leave(self, identifier):
        """The person has logged out, something of theirs goes on, and nobody is told."""
        self.sessions[identifier].values["State"] = "closing"


def saver(interface, paths):
    """The interface is a part of the class."""

    class Saver(dbus.service.Object):
        SUPPORTS_MULTIPLE_OBJECT_PATHS = True
        active = options.active

        @dbus.service.method(interface, out_signature="b")
        def GetActive(self):
            note(method="GetActive", name=interface)
            return self.active

        @dbus.service.signal(interface, signature="b")
        def ActiveChanged(self, active):
            pass

        @dbus.service.method(HANDS, in_signature="b")
        def Cover(self, active):
            self.active = active
            self.ActiveChanged(active)

    made = Saver()
    for path in paths:
        made.add_to_connection(bus, path)
    return made


if options.role == "logind":
    peer = Logind(options.rest)
    name = dbus.service.BusName(LOGIND, bus, do_not_queue=True)
else:
    peer = saver(options.rest[0], options.rest[1:])
    name = dbus.service.BusName(options.rest[0], bus, do_not_queue=True)
GLib.MainLoop().run()
