import Foundation
import FoundationXML
import TestSupport
import Testing

/// The commands and the daemon together, over a real bus.
@Suite("With a daemon", .timeLimit(.minutes(3)), .serialized) struct DaemonTests {
    private func tea(_ house: House, in seconds: Double = 2, more: String = "") throws {
        try house.write(
            "rituals:\n  tea: {title: Tea for two, when: daily at \(house.clock(seconds))\(more)}\n")
    }

    /// A house in which tea is open.
    private func open(more: String = "") throws -> House {
        let house = try House("rituals: {}")
        try tea(house, more: more)
        try house.ritual("resume")
        try house.within { try house.shown().count == 1 }
        try house.within { try house.ritual("status", "-q").status == 0 }
        return house
    }

    @Test func `a command starts the daemon, and the open ritual needs no name`() throws {
        let house = try open()
        let done = try house.ritual("done")
        #expect(done.status == 0 && done.output.hasPrefix("Done: tea, today "))
        #expect(try house.ritual("status", "-q").status == 1)
        #expect(try house.ritual("done").status == 1)
        let history = try house.ritual("history", "--json").jsonList()
        #expect(history.count == 1 && history[0]["outcome"] as? String == "done")
        #expect((history[0]["answers"] as? [[String: Any]])?.first?["answer"] as? String == "done")
        try house.within { try house.bus.calls().contains { $0["method"] as? String == "CloseNotification" } }
    }

    @Test func `a line about what was just done is kept with it, and answers nothing else`() throws {
        let house = try open(more: " and 23:59:59")
        #expect(try house.ritual("done").status == 0)
        for arguments in [["tea"], []] {
            let line = try Ritual(
                ["done"] + arguments + ["-m", "Warm hands"], environment: house.environment)
            #expect(line.status == 0 && line.output.hasPrefix("tea is done already. "), "\(line)")
        }
        let lines = try String(
            contentsOfFile: house.folder.path + "/.config/rituald/decks/ours.yaml", encoding: .utf8)
        #expect(lines.components(separatedBy: "Warm hands").count == 3, "\(lines)")
        let history = try house.ritual("history", "--json").jsonList()
        #expect(history.map { $0["ritual"] as? String } == ["tea"])
    }

    @Test func `each button answers`() throws {
        for (key, outcome) in [("done", "done"), ("skip", "skipped")] {
            let house = try open()
            try house.bus.press(1, key)
            try house.within { try house.ritual("status", "-q").status == 1 }
            #expect(
                try house.ritual("history", "--json").jsonList().map { $0["outcome"] as? String } == [outcome]
            )
        }
        let house = try open(more: ", snooze: [1s, 1h]")
        try house.bus.press(1, "later")
        try house.within { try house.shown().count == 2 }
        #expect(try house.ritual("status", "-q").status == 0)
    }

    @Test func `Later takes a span, and says when it rings again`() throws {
        let house = try open()
        let later = try house.ritual("later", "1h", "tea")
        #expect(later.status == 0 && later.output.hasPrefix("Later: tea rings again "))
        #expect(try house.ritual("status").output.contains("later"))
        #expect(try house.ritual("later", "25h").status == 1, "tea comes by itself before that")
    }

    @Test func `with several open it lists them, and at a terminal asks which`() throws {
        let house = try House("rituals: {}")
        let time = house.clock(2)
        try house.write("rituals: {tea: {when: daily at \(time)}, talk: {when: daily at \(time)}}")
        try house.ritual("resume")
        try house.within { try house.shown().count == 2 }
        try house.within { try house.ritual("status").output.split(separator: "\n").count == 3 }
        let done = try house.ritual("done")
        #expect(done.status == 1)
        #expect(done.errors == "several are open: `talk`, `tea`\n  hint: name the one that you mean\n")
        #expect(try house.ritual("done", "talk").status == 0)
    }

    @Test func `four at once are one bubble, whose button shows each by itself, with its buttons`() throws {
        let house = try House("rituals: {}")
        let time = house.clock(2)
        let names = ["one", "two", "three", "four"]
        try house.write("rituals:\n" + names.map { "  \($0): {when: daily at \(time)}\n" }.joined())
        try house.ritual("resume")
        try house.within { try house.shown().count == 1 }
        #expect(try house.shown()[0]["summary"] as? String == "4 rituals at once")
        #expect(try house.shown()[0]["actions"] as? [String] == ["show", "Show"])
        try house.bus.press(1, "show")
        try house.within { try house.shown().count == 5 }
        let singles = try house.shown().dropFirst()
        #expect(Set(singles.compactMap { $0["summary"] as? String }) == ["One", "Two", "Three", "Four"])
        let two = try #require(singles.first { $0["summary"] as? String == "Two" }?["id"] as? Int)
        try house.bus.press(two, "done")
        try house.within {
            try house.ritual("history", "two", "--json").jsonList().first?["outcome"] as? String == "done"
        }
        #expect(
            try house.ritual("history", "--json").jsonList().compactMap { $0["outcome"] as? String } == [
                "done"
            ])
    }

    @Test func `killed while one is open, its bubble's button still answers`() throws {
        let house = try open()
        try house.stopDaemon()
        #expect(try house.ritual("status").errors.contains("No daemon runs"))
        try house.ritual("resume")
        try house.within { try house.shown().count == 2 }
        let again = try house.shown()[1]
        #expect(again["replaced"] as? Int == 1, "the same bubble, not a second one")
        #expect((again["hints"] as? [String: Any])?["suppress-sound"] as? Int == 1)
        try house.bus.press(1, "done")
        try house.within { try house.ritual("status", "-q").status == 1 }
    }

    @Test
    func `a server that restarts gets the open bubble once, without a sound, unless a person closed it`()
        throws
    {
        let house = try open()
        try house.restartServer()
        try house.within { try house.shown().count == 1 }
        let hints = try house.shown()[0]["hints"] as? [String: Any]
        #expect(hints?["suppress-sound"] as? Int == 1)
        try house.bus.press(1, "done")
        try house.within { try house.ritual("status", "-q").status == 1 }

        let other = try open()
        try other.bus.close(1, reason: 2)
        try other.within {
            try other.busctl(
                "get-property", "org.rituald.Rituals1", "/org/rituald/Rituals1", "org.rituald.Rituals1",
                "Open"
            ).contains("tea")
        }
        // The next thing that is shown is the trial: nothing came before it.
        try other.restartServer()
        try other.within {
            try other.ritual("ring", "tea").output == "It rang on the desktop and the terminal.\n"
        }
        #expect(try other.shown().allSatisfy { ($0["hints"] as? [String: Any])?["suppress-sound"] == nil })
        #expect(try other.ritual("status", "-q").status == 0)
    }

    @Test func `a pause is silent, survives the daemon, and ends`() throws {
        let house = try House("rituals: {}")
        #expect(try house.ritual("pause", "2h").output.hasPrefix("Paused until "))
        try house.stopDaemon()
        #expect(try house.ritual("status").output.contains("paused  until"))
        #expect(try house.ritual("status", "--json").json()["paused"] as? Bool == true)
        #expect(try house.ritual("resume").output == "The pause is over.\n")
        #expect(try house.ritual("resume").output == "Nothing was paused.\n")
        #expect(try house.ritual("pause", "tea").status == 1)
        #expect(try house.ritual("pause", "2020-01-01 10:00").errors == "`2020-01-01 10:00` is past\n")
    }

    @Test func `a reminder of its own rings once, is private, and is kept through a restart`() throws {
        let house = try House("rituals: {}")
        let made = try house.ritual("in", "2s", "ask", "how", "it", "went")
        #expect(made.status == 0 && made.output.hasPrefix("once-1: today "))
        #expect(
            try house.ritual("at", "tomorrow 18:00", "--public", "Call Ada").output.hasPrefix(
                "once-2: tomorrow 18:00"))
        try house.within { try house.shown().count == 1 }
        #expect(try house.shown()[0]["summary"] as? String == "ask how it went")
        try house.stopDaemon()
        let next = try house.ritual("next", "--json").jsonList()
        #expect(next.map { $0["title"] as? String } == ["Call Ada"])
        #expect(try house.ritual("skip", "once-2").status == 0)
        #expect(try house.ritual("next", "--json").jsonList().isEmpty)
        #expect(!(try house.ritual("history").output.contains("ask how")))
        #expect(try house.ritual("history", "--private").output.contains("ask how it went"))
        #expect(try house.ritual("in", "20m").status == 1)
        #expect(try house.ritual("at", "someday", "x").status == 1)
    }

    @Test func `done ahead does not ring, and next knows it`() throws {
        let house = try House("rituals: {}")
        try tea(house, in: 3)
        #expect(try house.ritual("done", "tea").status == 0)
        #expect(!(try house.ritual("next", "-n", "1").output.contains("today")))
        try house.ritual("in", "4s", "witness")
        try house.within { try !house.shown().isEmpty }
        #expect(try house.shown().map { $0["summary"] as? String } == ["witness"])
    }

    @Test func `ring of a ritual that is not there names the nearest`() throws {
        let house = try House("rituals: {coffee: {when: daily}}")
        let ran = try house.ritual("ring", "cofee")
        #expect(
            ran.status == 1 && ran.errors == "there is no ritual `cofee`\n  hint: did you mean `coffee`?\n")
        #expect(try house.ritual("done", "cofee").errors.contains("did you mean `coffee`?"))
    }

    @Test func `a session bus that restarts is found again, and the open bubble comes back`() throws {
        let house = try open()
        house.bus.stopServer()
        house.bus.stop()
        try house.bus.start()
        try house.restartServer()
        try house.within { try house.shown().count == 1 }
        #expect((try house.shown()[0]["hints"] as? [String: Any])?["suppress-sound"] as? Int == 1)
        try house.within { house.daemon != nil }
        try house.bus.press(1, "done")
        try house.within { try house.ritual("status", "-q").status == 1 }
    }

    @Test func `at a terminal it asks which of several is meant, and how long`() throws {
        let house = try House("rituals: {}")
        let time = house.clock(2)
        try house.write(
            "rituals: {tea: {when: daily at \(time), snooze: [20m, 1h]}, talk: {when: daily at \(time)}}")
        try house.ritual("resume")
        try house.within { try house.ritual("status").output.split(separator: "\n").count == 3 }
        let later = try house.converse("later", "tea", steps: [["How long? 20m, 1h [20m]", "1h\n"]])
        #expect(later.contains("Later: tea rings again"))
        let done = try house.converse(
            "done", steps: [["Which one?", "7\n"], ["from 1 to 2", ""], ["Which one?", "1\n"]])
        #expect(
            done.contains("1  talk, today") && done.contains("2  tea, today")
                && done.contains("Done: talk, today"))
    }

    // MARK: The bus

    @Test func `the manual describes the interface as it is`() throws {
        let house = try House("rituals: {}")
        let xml = try house.busctl(
            "--xml-interface", "introspect", "org.rituald.Rituals1", "/org/rituald/Rituals1")
        let document = try XMLDocument(xmlString: xml)
        let members = try document.nodes(forXPath: "//interface[@name='org.rituald.Rituals1']/*").compactMap {
            $0 as? XMLElement
        }
        let real = members.map { member -> String in
            func attribute(_ name: String, of element: XMLElement? = nil) -> String {
                (element ?? member).attribute(forName: name)?.stringValue ?? ""
            }
            let arguments = member.elements(forName: "arg").map { argument in
                let direction = member.name == "method" ? attribute("direction", of: argument) + " " : ""
                return "\(direction)\(attribute("type", of: argument)) \(attribute("name", of: argument))"
            }.joined(separator: ", ")
            switch member.name {
            case "property":
                let annotation = member.elements(forName: "annotation").first.map {
                    attribute("value", of: $0)
                }
                return
                    "property \(attribute("type")) \(attribute("name")) \(annotation == "const" ? "const" : "changes")"
            default: return "\(member.name ?? "") \(attribute("name"))(\(arguments))"
            }
        }
        let page = try String(contentsOfFile: Oracle.packageRoot.path + "/man/rituald.bus.7", encoding: .utf8)
        let said = page.split(separator: "\n").map(String.init).filter { line in
            ["method ", "property ", "signal "].contains { line.hasPrefix($0) }
        }
        #expect(Set(said) == Set(real) && said.count == real.count)
        #expect(real.count > 10)
    }

    @Test func `properties tell of their changes, and refuse to be set`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let monitor = Process()
        monitor.executableURL = URL(fileURLWithPath: "/usr/bin/busctl")
        monitor.arguments = [
            "--address=\(house.bus.address)", "--match=interface='org.freedesktop.DBus.Properties'",
            "monitor",
        ]
        let output = Pipe()
        monitor.standardOutput = output
        monitor.standardError = Pipe()
        try monitor.run()
        defer { kill(monitor.processIdentifier, SIGKILL) }
        var text = ""
        try house.within {
            try house.ritual("pause")
            try house.ritual("resume")
            text += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            return text.contains("PropertiesChanged") && text.contains("\"Paused\"")
        }
        #expect(throws: Oracle.Failed.self) {
            try house.busctl(
                "set-property", "org.rituald.Rituals1", "/org/rituald/Rituals1", "org.rituald.Rituals1",
                "Paused", "b", "true")
        }
    }

    @Test(
        "errors have names",
        arguments: [
            (["Answer", "sssx", "", "", "done", "0"], "nothing is open"),
            (["Answer", "sssx", "nobody", "", "done", "0"], "there is no ritual `nobody`"),
            (["Answer", "sssx", "tea", "", "explode", "0"], "an answer is one of done, later, skip"),
            (["Answer", "sssx", "tea", "teatime", "done", "0"], "a due time is as 2026-11-21T07:30"),
            (["Answer", "sssx", "", "2026-11-21T07:30", "done", "0"], "a due time needs its ritual"),
            (
                ["Answer", "sssx", "tea", "2026-11-21T07:31", "done", "0"],
                "`tea` has nothing at 2026-11-21T07:31"
            ),
            (["Answer", "sssx", "tea", "", "later", "0"], "`tea` is not open"),
            (["Pause", "xasas", "5", "0", "0"], "that moment is past"),
            (["Pause", "xasas", "9223372036854775807", "0", "0"], "between the years 1970 and 2200"),
            (["Pause", "xasas", "0", "1", "nobody", "0"], "there is no ritual `nobody`"),
            (["Pause", "xasas", "0", "1", "tea", "1", "tea"], "either the ones that are paused are named"),
            (["Resume", "as", "1", "nobody"], "there is no ritual `nobody`"),
            (
                ["Answer", "sssx", "tea", "", "later", "9223372036854775807"],
                "between the years 1970 and 2200"
            ),
            (["Remind", "sssb", "x", "9999-12-31T23:59", "", "true"], "between the years 1970 and 2200"),

            (["Ring", "s", "nobody"], "there is no such ritual"),
            (["Remind", "sssb", "x", "2020-01-01T10:00", "", "true"], "that moment is past"),
            (["Remind", "sssb", "", "2199-01-01T10:00", "", "true"], "a reminder needs words"),
            (["Remind", "sssb", "x", "2199-01-01T10:00", "east", "true"], "an offset is as +01:00"),
            (["Upcoming", "u", "5000"], "at most 1000 can be asked for"),
        ] as [([String], String)])
    func refusals(_ arguments: [String], _ words: String) throws {
        let house = try House("rituals: {tea: {when: daily at 03:00}}")
        #expect {
            _ = try Oracle.output(
                of: [
                    "busctl", "--address=\(house.bus.address)", "call", "org.rituald.Rituals1",
                    "/org/rituald/Rituals1",
                    "org.rituald.Rituals1",
                ] + arguments)
        } throws: { error in
            (error as? Oracle.Failed)?.errors.contains(words) == true
        }
    }

    @Test func `a private ritual's words stay off the bus`() throws {
        let house = try House(
            "rituals: {talk: {title: Between us, say: Nobody else, when: daily at 03:00, private: true}}")
        for text in try [house.call("List"), house.call("Upcoming", "u", "3")] {
            #expect(text.contains("talk") && !text.contains("Between us") && !text.contains("Nobody"))
        }
    }

    // MARK: The ledger

    @Test func `the ledger is its user's alone`() throws {
        let house = try open()
        let state = house.folder.path + "/.local/state/rituald"
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: state + "/" + name)[.posixPermissions]
                as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func `a damaged ledger is set aside under a dated name, and said aloud`() throws {
        let house = try House("rituals: {tea: {when: daily at 03:00}}")
        let state = house.folder.path + "/.local/state/rituald"
        try house.folder.write(
            String(repeating: "no ledger ", count: 1000), to: ".local/state/rituald/ledger.sqlite")
        #expect(try house.ritual("status").status == 1, "what only reads says so, and touches nothing")
        try house.ritual("resume")
        let names = try FileManager.default.contentsOfDirectory(atPath: state)
        #expect(names.contains { $0.hasPrefix("ledger.sqlite.damaged-20") })
        #expect(try house.ritual("history").output == "Nothing has been kept yet.\n")
        try house.within { try house.shown().contains { $0["summary"] as? String == "What rituald keeps" } }
    }

    @Test func `a newer ledger is refused, and left as it is`() throws {
        let house = try House("rituals: {tea: {when: daily at 03:00}}")
        try house.ritual("resume")
        try house.stopDaemon(SIGTERM)
        let path = house.folder.path + "/.local/state/rituald/ledger.sqlite"
        _ = try Oracle.output(of: [
            "python3", "-c",
            "import sqlite3; c = sqlite3.connect('\(path)'); c.execute('PRAGMA user_version = 99')",
        ])
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try house.ritual("resume").status == 3)
        #expect(
            try String(contentsOfFile: house.folder.path + "/out", encoding: .utf8).contains(
                "version 99, made by a newer rituald"))
        #expect(try house.ritual("history").errors.contains("version 99"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }
}
