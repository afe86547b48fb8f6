#!/usr/bin/python3
"""A notification server that draws nothing and writes down each call, as a line of JSON with its time in nanoseconds.

  notification_server.py FILE [--capabilities a,b,c] [--name NAME] [--slow MS] [--silent | --held | --failing | --failures N]
    [--no-replace] [--quiet INTERFACE PROPERTY yes|no]

--slow answers Notify so many milliseconds later, --silent never, --held when a hand releases it, --failing with an error, --failures the first N times;
--no-replace gives a new number, whatever is to be replaced. --quiet has a property that says whether it keeps bubbles from
the screen. A person's hands are the interface org.rituald.Hands: Press a button of a bubble,
Close it for a reason of the specification, Quiet the server, and say so or not.
"""
import argparse
import json
import time

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"
arguments = argparse.ArgumentParser()
arguments.add_argument("file")
arguments.add_argument("--capabilities", default="body")
arguments.add_argument("--name", default="test")
arguments.add_argument("--slow", type=int, default=0)
arguments.add_argument("--silent", action="store_true")
arguments.add_argument("--held", action="store_true")
arguments.add_argument("--failing", action="store_true")
arguments.add_argument("--failures", type=int, default=0)
arguments.add_argument("--no-replace", action="store_true")
arguments.add_argument("--quiet", nargs=3)
options = arguments.parse_args()

DBusGMainLoop(set_as_default=True)
log = open(options.file, "w", buffering=1)


class Server(dbus.service.Object):
    last = 0
    held = []

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u", async_callbacks=("answer", "refuse"))
    def Notify(self, application, replaced, icon, summary, body, actions, hints, timeout, answer, refuse):
        now = time.time_ns()
        self.last += 1
        number = self.last if options.no_replace else int(replaced) or self.last
        hints = {str(key): int(value) if isinstance(value, (dbus.Byte, dbus.Boolean)) else str(value) for key, value in hints.items()}
        log.write(json.dumps({
            "method": "Notify", "at": now, "application": application, "replaced": int(replaced), "icon": icon, "summary": summary,
            "body": body, "actions": list(actions), "hints": hints, "timeout": int(timeout), "id": number}) + "\n")
        if options.failing or self.last <= options.failures:
            refuse(dbus.DBusException("out of paper"))
        elif options.held:
            self.held.append(lambda: answer(number))
        elif options.slow:
            GLib.timeout_add(options.slow, lambda: answer(number))
        elif not options.silent:
            answer(number)

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, number):
        log.write(json.dumps({"method": "CloseNotification", "at": time.time_ns(), "id": int(number)}) + "\n")
        self.NotificationClosed(number, 3)

    @dbus.service.method("org.rituald.Hands", in_signature="us")
    def Press(self, number, key):
        self.ActionInvoked(number, key)
        self.NotificationClosed(number, 2)

    @dbus.service.method("org.rituald.Hands")
    def Release(self):
        while self.held:
            self.held.pop(0)()

    @dbus.service.method("org.rituald.Hands", in_signature="uu")
    def Close(self, number, reason):
        self.NotificationClosed(number, reason)

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, number, key):
        pass

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, number, reason):
        pass

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return options.name, "rituald", "1", "1.2"

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return dbus.Array(options.capabilities.split(","), signature="s")


class QuietServer(Server):
    interface, property, quiet = options.quiet or ("", "", "no")

    def values(self, interface):
        return {self.property: dbus.Boolean(self.quiet == "yes")} if interface == self.interface else {}

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        log.write(json.dumps({"method": "GetAll", "interface": interface}) + "\n")
        return dbus.Dictionary(self.values(interface), signature="sv")

    @dbus.service.signal(dbus.PROPERTIES_IFACE, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass

    @dbus.service.method("org.rituald.Hands", in_signature="bb")
    def Quiet(self, quiet, told):
        self.quiet = "yes" if quiet else "no"
        if told:
            self.PropertiesChanged(self.interface, self.values(self.interface), [])


bus = dbus.SessionBus()
server = (QuietServer if options.quiet else Server)(bus, "/org/freedesktop/Notifications")
name = dbus.service.BusName(NAME, bus, do_not_queue=True)
GLib.MainLoop().run()
