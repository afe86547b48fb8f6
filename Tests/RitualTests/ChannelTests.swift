import Foundation
import TestSupport
import Testing

/// The channels of the manual's examples, with stand-ins for the programs, where there is no user manager.
@Suite("Channels, with a daemon", .timeLimit(.minutes(2)), .serialized) struct ChannelTests {
    /// A house with a stand-in for a program, which writes down its arguments and what it reads.
    private func house(_ program: String, answer: String = "exit 0") throws -> House {
        let house = try House("rituals: {}")
        let log = house.folder.path + "/program.log"
        let path = try house.folder.write(
            """
            #!/bin/sh
            IFS='|'
            line="$RITUAL_EVENT|$*|$(cat)"
            printf '%s\\n' "$line" >> '\(log)'
            \(answer)

            """, to: ".local/bin/" + program)
        #expect(chmod(path, 0o755) == 0)
        return house
    }

    private func log(_ house: House) -> [String] {
        let text = try? String(contentsOfFile: house.folder.path + "/program.log", encoding: .utf8)
        return text?.split(separator: "\n").map(String.init) ?? []
    }

    @Test func `a phone hears of a ring by kdeconnect-cli, and of the answer`() throws {
        let house = try house("kdeconnect-cli")
        try house.write(
            """
            channels:
              phone: {command: [kdeconnect-cli, --name, Pixel, --ping-msg, "{title}"], on: [ring, answer]}
            rituals:
              tea: {title: Tea for "two" & $HOME, when: daily at \(house.clock(2)), notify: [desktop, phone]}
              talk: {title: Between us, when: daily at \(house.clock(2)), notify: phone, private: true}
            """)
        try house.ritual("resume")
        try house.within { log(house).count == 2 }
        #expect(
            Set(log(house)) == [
                #"ring|--name|Pixel|--ping-msg|Tea for "two" & $HOME|"#, "ring|--name|Pixel|--ping-msg||",
            ])
        try house.within {
            try house.ritual("why", "tea").output.contains(", the terminal and the channel phone.")
                && house.ritual("why", "talk").output.contains(" on the terminal and the channel phone.")
        }
        #expect(try house.shown().map { $0["summary"] as? String } == [#"Tea for "two" & $HOME"#])
        try house.ritual("done", "tea")
        try house.within { log(house).last?.hasPrefix("answer|") == true }
    }

    @Test func `an ntfy server gets the words by curl's standard input`() throws {
        let house = try House("rituals: {}")
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        let (requests, portFile) = (house.folder.path + "/requests", house.folder.path + "/port")
        server.arguments = [Oracle.packageRoot.path + "/Tests/Peers/ntfy_server.py", requests, portFile]
        try server.run()
        defer { kill(server.processIdentifier, SIGKILL) }
        try house.within { try !String(contentsOfFile: portFile, encoding: .utf8).isEmpty }
        let port = try String(contentsOfFile: portFile, encoding: .utf8)
        try house.write(
            """
            channels:
              ntfy:
                command: [curl, --silent, --fail, --data-binary, "@-", "http://127.0.0.1:\(port)/our-topic"]
                stdin: "{title}\\n{say}"
            rituals:
              tea: {title: Tee für zwei, say: Sit down., when: daily at \(house.clock(2)), notify: ntfy}
            """)
        try house.ritual("resume")
        try house.within { try String(contentsOfFile: requests, encoding: .utf8).hasSuffix("\n") }
        let text = try String(contentsOfFile: requests, encoding: .utf8)
        let request = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
        #expect(request["path"] == "/our-topic" && request["body"] == "Tee für zwei\nSit down.")
        try house.within { try house.ritual("why", "tea").output.contains("and the channel ntfy.") }
    }

    @Test func `while a ritual has unplugged, dunst is paused, whatever ends it`() throws {
        let house = try house("dunstctl")
        let channels = """
            channels:
              hush: {command: [dunstctl, set-paused, "true"], on: unplug}
              speak: {command: [dunstctl, set-paused, "false"], on: replug}

            """
        let (paused, resumed) = ("unplug|set-paused|true|", "replug|set-paused|false|")
        try house.write(
            channels
                + "rituals: {dinner: {when: daily at \(house.clock(2)), for: 1h, unplug: true}}")
        try house.ritual("resume")
        try house.within { log(house) == [paused] }
        // It ends while no daemon is there, and the next has other files.
        try house.stopDaemon()
        try house.write(channels + "rituals: {}")
        try house.ritual("resume")
        try house.within { log(house) == [paused, resumed] }
        try house.write(
            channels
                + "rituals: {supper: {when: daily at \(house.clock(2)), for: 1h, unplug: true}}")
        try house.within { log(house).count == 3 }
        try house.ritual("done")
        try house.within { log(house) == [paused, resumed, paused, resumed] }
        // Nothing is left to be told of.
        try house.stopDaemon()
        try house.ritual("resume")
        try house.ritual("ring", "supper")
        #expect(log(house).count == 4)
    }

    @Test func `one that fails is told once, and status says so`() throws {
        let house = try house("kdeconnect-cli", answer: "exit 3")
        try house.write(
            """
            channels: {phone: {command: kdeconnect-cli}}
            rituals: {tea: {when: daily at \(house.clock(3600)), notify: [desktop, phone]}}
            """)
        let words = "The channel phone does not work: `kdeconnect-cli` ended with status 3"
        for _ in 0..<2 {
            #expect(try house.ritual("ring", "tea").output == "It rang on the desktop and the terminal.\n")
        }
        #expect(log(house).count == 2, "whoever tries it out is not told of an earlier try")
        #expect(try house.ritual("status").errors.contains("trouble: " + words))
        let said = try String(contentsOfFile: house.folder.path + "/out", encoding: .utf8)
        #expect(said.components(separatedBy: words).count == 2)
    }
}
