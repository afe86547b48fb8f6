import Foundation
import TestSupport
import Testing

/// What docs/phone.md has people copy, with stand-ins for the servers that it names.
@Suite("With a daemon, and a phone", .timeLimit(.minutes(2)), .serialized) struct PhoneDaemonTests {
    private let page: String

    init() throws {
        page = try String(
            contentsOf: Oracle.packageRoot.appendingPathComponent("docs/phone.md"), encoding: .utf8)
    }

    /// The blocks of the page that are written in a language.
    private func blocks(_ language: String) -> [String] {
        page.components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0] + "\n"
        }
    }

    private func log(of house: House) -> String { house.folder.path + "/ntfy.jsonl" }

    /// What the stand-in was asked, and its port.
    private func calls(_ house: House) throws -> [[String: Any]] {
        let text = (try? String(contentsOfFile: log(of: house), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// A house in which tea is open, beside a stand-in for an ntfy server.
    private func open() throws -> (house: House, server: String, due: String) {
        let house = try House("rituals: {}")
        let time = house.clock(2)
        try house.write("rituals:\n  tea: {title: Tea for two, when: daily at \(time)}\n")
        try house.ritual("resume")
        try house.bus.startPeer("ntfy", [log(of: house)], script: "ntfy.py")
        try house.within { try house.ritual("status", "-q").status == 0 }
        try house.within { try self.calls(house).contains { $0["port"] != nil } }
        let port = try #require(try calls(house).compactMap { $0["port"] as? Int }.first)
        let row = try #require(try house.ritual("history", "--json").jsonList().first)
        return (house, "http://127.0.0.1:\(port)", try #require(row["due"] as? String))
    }

    /// Runs the page's script until it is let go.
    private final class Listener {
        private let process = Process()

        init(_ script: String, in house: House) throws {
            let path = try house.folder.write(script, to: "ritual-answers")
            try FileManager.default.createDirectory(
                atPath: house.folder.path + "/.local/state", withIntermediateDirectories: true)
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [path]
            process.environment = [
                "HOME": house.folder.path, "TZ": "Europe/Berlin",
                "DBUS_SESSION_BUS_ADDRESS": house.bus.address,
                "PATH": "\(Ritual.program.deletingLastPathComponent().path):/usr/bin:/bin",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        /// With curl, which is of its group: Foundation gives each program one of its own.
        func end() {
            kill(-process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        deinit { end() }
    }

    private func post(_ body: String, to topic: String) throws {
        _ = try Oracle.output(of: ["curl", "--silent", "--fail", "--data-binary", "@-", topic], input: body)
    }

    private func outcomes(_ house: House) throws -> [String] {
        try house.ritual("history", "--json").jsonList().compactMap { $0["outcome"] as? String }
    }

    @Test func `a button on the phone answers at the computer`() throws {
        let (house, server, due) = try open()
        let script = try #require(blocks("sh").first)
            .replacingOccurrences(of: "https://ntfy.example.net", with: server)
        var listener = try Listener(script, in: house)
        try house.within { try self.calls(house).contains { $0["method"] as? String == "GET" } }

        // The page's channel tells the phone.
        let channel = try #require(blocks("yaml").first { $0.contains("ntfy") })
            .replacingOccurrences(of: "https://ntfy.example.net", with: server)
        let command = channel.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("- ") }.map { line in
                var argument = String(line.dropFirst(2))
                if argument.hasPrefix("\"") { argument = String(argument.dropFirst().dropLast()) }
                return argument.replacingOccurrences(of: "{ritual}", with: "tea")
                    .replacingOccurrences(of: "{due}", with: due)
            }
        #expect(!command.joined().contains("{title}"), "arguments are seen by everybody")
        _ = try Oracle.output(of: command, input: "Tea for two\n\nWhat was good today?")
        let message = try #require(
            try calls(house).first { ($0["body"] as? String)?.hasPrefix("Tea for two\n") == true })
        let headers = try #require(message["headers"] as? [String: String])
        let buttons = try #require(headers["Actions"]).components(separatedBy: "; ").map {
            $0.components(separatedBy: ", ")
        }
        #expect(buttons.map { $0[1] } == ["Done", "Not today"])

        // What is no answer does nothing, and does not end the script.
        let topic = buttons[0][2]
        let marker = house.folder.path + "/touched"
        for line in [
            "", "pause", "done --help", "done nothing", "done tea $(touch \(marker))",
            "done tea 1;touch \(marker)",
            "done tea tea2 \(due)", "later tea \(due)", "; touch \(marker)", "done -m tea",
        ] {
            try post(line, to: topic)
        }
        try press(buttons[1])
        try house.within { try self.outcomes(house) == ["skipped"] }
        #expect(!FileManager.default.fileExists(atPath: marker))

        // What is pressed while nobody listens comes later.
        listener.end()
        try press(buttons[0])
        #expect(try outcomes(house) == ["skipped"])
        listener = try Listener(script, in: house)
        try house.within { try self.outcomes(house) == ["done"] }
    }

    /// As the app does: what stands after `body=` goes to the address.
    private func press(_ button: [String]) throws {
        let body = try #require(button.first { $0.hasPrefix("body='") }).dropFirst(6).dropLast()
        try post(String(body), to: button[2])
    }

    @Test func `what is paused or answered ahead is not in the calendar`() throws {
        let house = try House("rituals: {tea: {when: 'daily at 00:00'}}")
        func count() throws -> Int {
            try house.ritual("export", "ics", "--days", "10").output.components(separatedBy: "BEGIN:VEVENT")
                .count - 1
        }
        #expect(try count() == 10)
        try house.ritual("pause", "3d")
        #expect((6...7).contains(try count()))
        try house.ritual("resume")
        #expect(try count() == 10)
        try house.ritual("pause")
        #expect(try count() == 0)
        try house.ritual("resume")
        let next = try #require(try house.ritual("next", "--json").jsonList().first?["due"] as? String)
        #expect(try house.ritual("skip", "tea", "--due", next).status == 0)
        #expect(try count() == 9)
    }

    @Test func `a reminder is for whoever asked for it`() throws {
        let house = try House("partners: [Alex, Sam]\nrituals: {}")
        try house.folder.write("Alex", to: ".config/rituald/me")
        try house.ritual("in", "2h", "--public", "buy flowers")
        #expect(try house.ritual("export", "ics").output.contains("SUMMARY:buy flowers"))
        #expect(try house.ritual("export", "ics", "--for", "Alex").output.contains("SUMMARY:buy flowers"))
        #expect(try !house.ritual("export", "ics", "--for", "Sam", "--private").output.contains("flowers"))
    }

    @Test func `the page's units are understood`() throws {
        let folder = TemporaryFolder()
        let names = ["calendar.service", "calendar.timer", "calendar.path", "answers.service"]
        let units = blocks("ini")
        #expect(units.count == names.count)
        for (name, text) in zip(names, units) {
            // What it runs is installed nowhere here.
            let ready = text.replacing(/ExecStart=\S+/, with: "ExecStart=/bin/true")
            try folder.write(ready, to: "ritual-" + name)
        }
        // It complains of an unknown key, and ends with 0 all the same.
        let said = try Oracle.output(
            of: [
                "sh", "-c", "XDG_RUNTIME_DIR=$0 systemd-analyze --user --man=no verify \"$@\" 2>&1",
                folder.path,
            ]
                + names.map { "\(folder.path)/ritual-\($0)" })
        #expect(!said.contains(folder.path) && !said.contains("ritual-"), "\(said)")
    }
}
