import CivilTime
import Configuration
import Rituals
import TestSupport
import Testing

private func load(_ text: String, more: [String: String] = [:]) throws -> LoadedConfiguration {
    let folder = TemporaryFolder()
    for (name, text) in more { try folder.write(text, to: name) }
    return LoadedConfiguration.load(try folder.write(text, to: "rituals.yaml"))
}

@Suite("The channels of the file") struct ChannelKeyTests {
    @Test func `a channel is read with all its keys, and named by rituals of every file`() throws {
        let loaded = try load(
            """
            rituals: {tea: {when: daily, notify: [desktop, phone]}}
            channels:
              phone:
                command: [kdeconnect-cli, --ping-msg, "{title}"]
                stdin: "{say}\\n{prompt}\\n"
                on: [ring, Heads-Up]
                timeout: 1m
                private: shown
              bell: {command: ~/bin/bell}
            """, more: ["rituals.d/more.yaml": "rituals: {bread: {when: daily, notify: bell}}"])
        #expect(loaded.problems == [] && loaded.warnings == [])
        let household = try #require(loaded.household)
        #expect(household.rituals.map { $0.channels.map(\.rawValue) } == [["desktop", "phone"], ["bell"]])
        let (phone, bell) = (household.channels[0], household.channels[1])
        #expect(phone.name.rawValue == "phone" && phone.program == "kdeconnect-cli")
        #expect(
            phone.arguments == [try CommandText(parsing: "--ping-msg"), try CommandText(parsing: "{title}")])
        #expect(phone.input == (try CommandText(parsing: "{say}\n{prompt}\n")))
        #expect(phone.events == [.ring, .headsUp] && phone.timeout == .seconds(60) && phone.showsPrivate)
        #expect(bell.program == "~/bin/bell" && bell.arguments == [] && bell.input == nil)
        #expect(bell.events == [.ring] && bell.timeout == .seconds(10) && !bell.showsPrivate)
    }

    @Test func `a channel that nothing asks for is a warning, unless it follows what is unplugged`() throws {
        let loaded = try load(
            "channels: {phone: {command: a}, hush: {command: a, on: unplug}, bell: {command: a, on: end}}")
        #expect(
            loaded.warnings.map(\.message) == [
                "nothing asks for the channel `phone`", "nothing asks for the channel `bell`",
            ])
        #expect(loaded.household?.channels.count == 3)
        #expect(try load("channels: {phone: {command: a}}\ndefaults: {notify: phone}").warnings == [])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let problems: [String]

        init(_ name: String, _ channel: String, _ problems: String...) {
            (testDescription, text, self.problems) = (name, channel, problems)
        }
    }

    @Test(
        "each problem has its place and a way out",
        arguments: [
            Row("no command", "{on: ring}", "2:3 `phone` has no `command`, the program to run"),
            Row("nothing", "", "2:3 `phone` has no `command`, the program to run"),
            Row("an empty command", "{command: []}", "2:20 `command` is an empty list"),
            Row("an empty name", "{command: ['']}", "2:21 `command` has no value"),
            Row(
                "a line for a shell", "{command: dunstctl set-paused true}",
                "2:20 `dunstctl set-paused true` is a line for a shell, and no shell reads it "
                    + "| a list has the program and each argument by itself: `[dunstctl, set-paused, true]`"),
            Row(
                "a program that is filled in", "{command: [\"{title}\"]}",
                "2:21 `{title}` is to be a program, and nothing is filled in there | write its name out"),
            Row(
                "a path from nowhere", "{command: bin/ring}",
                "2:20 `bin/ring` could lie anywhere | a name alone, as `curl`, or a path that begins with `/` or `~/`"
            ),
            Row(
                "an unknown blank", "{command: [a, \"{titel}\"]}",
                "2:24 `{titel}` stands for nothing in a channel | did you mean `{title}`?"),
            Row(
                "an unknown blank, far from any", "{command: a, stdin: \"{n}\"}",
                "2:30 `{n}` stands for nothing in a channel "
                    + "| one of `{title}`, `{prompt}`, `{say}`, `{due}`, `{ritual}`"),
            Row(
                "a nul", "{command: [a, \"b\\0c\"]}",
                "2:24 a character with the number 0 can reach no program | delete it"),
            Row(
                "an unknown moment", "{command: a, on: [ring, unplugg]}",
                "2:34 `unplugg` isn't a value of `on` | did you mean `unplug`?"),
            Row("a moment twice", "{command: a, on: [ring, ring]}", "2:34 `ring` is named twice"),
            Row(
                "too long a time", "{command: a, timeout: 6m}",
                "2:32 `6m` isn't a span for `timeout` | a second at least and 5 minutes at most, as in `timeout: 10s`"
            ),
            Row(
                "days", "{command: a, timeout: 1d}",
                "2:32 `1d` isn't a span for `timeout` | a second at least and 5 minutes at most, as in `timeout: 10s`"
            ),
            Row(
                "neither hidden nor shown", "{command: a, private: true}",
                "2:32 `true` isn't a value of `private` | one of `hidden`, `shown`"),
            Row(
                "an unknown key", "{comand: a}", "2:3 `phone` has no `command`, the program to run",
                "2:11 unknown key `comand` | did you mean `command`?"),
        ])
    func problems(_ row: Row) throws {
        let loaded = try load("channels:\n  phone: \(row.text)\nrituals: {a: {when: daily, notify: phone}}\n")
        let said = loaded.problems.map { problem in
            "\(problem.line):\(problem.column) \(problem.message)"
                + (row.problems.contains { $0.hasSuffix(problem.message) }
                    ? "" : problem.hint.map { " | \($0)" } ?? "")
        }
        #expect(said == row.problems && loaded.household == nil)
    }

    @Test func `names that cannot be one are refused, and channels belong to the household's own file`()
        throws
    {
        let loaded = try load(
            "channels: {desktop: {command: a}, 'my phone': {command: a}}",
            more: ["rituals.d/a.yaml": "channels: {bell: {command: a}}"])
        #expect(
            loaded.problems.map(\.message) == [
                "`desktop` is always there, and needs no channel",
                "`my phone` can't be the name of a channel", "`channels` can't be here",
            ])
    }

    @Test func `there are a hundred at most`() throws {
        let many = (0...100).map { "c\($0): {command: a}" }.joined(separator: ", ")
        #expect(try load("channels: {\(many)}").problems.map(\.message) == ["more than 100 channels"])
    }

    @Test func `notify names what there is, and the nearest where there is no such channel`() throws {
        let loaded = try load(
            "channels: {phone: {command: a}}\nrituals: {a: {when: daily, notify: [Desktop, phnoe, phone, phone]}}"
        )
        #expect(
            loaded.problems.map { "\($0.message) | \($0.hint ?? "")" } == [
                "`phnoe` isn't a value of `notify` | did you mean `phone`?", "`phone` is named twice | ",
            ])
    }
}
