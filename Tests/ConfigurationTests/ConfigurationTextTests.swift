import Configuration
import Foundation
import Rituals
import TestSupport
import Testing

private func text(_ text: String) throws -> ConfigurationText {
    try ConfigurationText(Array(text.utf8), path: "/rituals.yaml")
}

private func string(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

private func id(_ name: String) throws -> Ritual.ID { try #require(Ritual.ID(name)) }

/// What a text reads as; nil where it has a problem.
private func rituals(_ bytes: [UInt8]) -> [Ritual]? {
    LoadedConfiguration.load("/nonexistent/rituals.yaml", unsaved: ["/nonexistent/rituals.yaml": bytes])
        .household?.rituals
}

private struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let after: String?

    init(_ name: String, _ before: String, _ after: String?) {
        (testDescription, self.before, self.after) = (name, before, after)
    }
}

@Suite("On and off, in the text") struct TurningTests {
    @Test(
        "off is one more line or a word, and all else stays",
        arguments: [
            Row(
                "a block", "rituals:\n  a:   # ours\n    # the title\n    title: A\n    when: daily\n",
                "rituals:\n  a:   # ours\n    enabled: false\n    # the title\n    title: A\n    when: daily\n"
            ),
            Row(
                "an indentation of four and of one", "rituals:\n    a:\n     when: daily",
                "rituals:\n    a:\n     enabled: false\n     when: daily"),
            Row(
                "the line ends of Windows", "rituals:\r\n  a:\r\n    when: daily\r\n",
                "rituals:\r\n  a:\r\n    enabled: false\r\n    when: daily\r\n"),
            Row("braces", "rituals: {a: { when: daily } }", "rituals: {a: { enabled: false, when: daily } }"),
            Row(
                "JSON", #"{"rituals": {"a": {"when": "daily"}}}"#,
                #"{"rituals": {"a": {"enabled": false, "when": "daily"}}}"#),
            Row(
                "a word that says otherwise, with its note",
                "rituals:\n  a:\n    when: daily\n    enabled:   'yes'   # for now\n",
                "rituals:\n  a:\n    when: daily\n    enabled:   false   # for now\n"),
            Row("an alias is another's text", "rituals: {b: &x {when: daily}, a: *x}", nil),
            Row("a ritual that is not here", "rituals: {b: {when: daily}}", nil),
        ])
    private func off(_ row: Row) throws {
        #expect(try string(text(row.before).turning(id("a"), on: false).first) == row.after)
    }

    @Test(
        "on takes the line away, or says true beside a note",
        arguments: [
            Row(
                "a line of its own",
                "rituals:\n  a:\n    when: daily\n    enabled: false\n  b: {when: daily}\n",
                "rituals:\n  a:\n    when: daily\n  b: {when: daily}\n"),
            Row(
                "a line with a note", "rituals:\n  a:\n    enabled: \"no\"  # till May\n    when: daily\n",
                "rituals:\n  a:\n    enabled: true  # till May\n    when: daily\n"),
            Row(
                "a last line without its end", "rituals:\r\n  a:\r\n    when: daily\r\n\r\n    enabled: off",
                "rituals:\r\n  a:\r\n    when: daily\r\n"),
            Row(
                "first in braces", "rituals: {a: {enabled: false, when: daily}}",
                "rituals: {a: {when: daily}}"),
            Row(
                "last in braces", "rituals: {a: {when: daily , enabled: false }}",
                "rituals: {a: {when: daily  }}"),
            Row(
                "a line of its own in braces",
                "rituals:\n  a: {\n    enabled: false,\n    when: daily\n  }\n",
                "rituals:\n  a: {\n    when: daily\n  }\n"),
            Row(
                "the end of a line in braces",
                "rituals:\n  a: {title: A, enabled: false,\n    when: daily}\n",
                "rituals:\n  a: {title: A,\n    when: daily}\n"),
            Row(
                "a note in braces", "rituals:\n  a: {enabled: false, # hm\n    when: daily}\n",
                "rituals:\n  a: {enabled: true, # hm\n    when: daily}\n"),
            Row(
                "the last line in braces", "rituals:\n  a: {when: daily,\n    enabled: false\n  }\n",
                "rituals:\n  a: {when: daily,\n    enabled: true\n  }\n"),
            Row(
                "nothing said", "rituals:\n  a:\n    when: daily",
                "rituals:\n  a:\n    enabled: true\n    when: daily"),
        ])
    private func on(_ row: Row) throws {
        #expect(try string(text(row.before).turning(id("a"), on: true).first) == row.after)
    }

    @Test func `where defaults turn all off, there is a text that says true`() throws {
        let before = "defaults: {enabled: false}\nrituals:\n  a:\n    enabled: false\n    when: daily\n"
        let after = try text(before).turning(id("a"), on: true)
        #expect(after.count == 2 && rituals(after[0])?[0].isEnabled == false)
        #expect(rituals(after[1])?[0].isEnabled == true)
    }
}

@Suite("One more ritual, in the text") struct AddingTests {
    private let tea = Ritual.ID("tea").map {
        RitualDraft(id: $0, title: "Tea: two", when: "mon, tue at 20:00")
    }

    @Test(
        "it comes last, in the manner of the file",
        arguments: [
            Row("an empty file", "", "rituals:\n  +"),
            Row("a file of notes", "# ours\n", "# ours\n\nrituals:\n  +\n"),
            Row("no rituals yet", "partners: [A]\n", "partners: [A]\n\nrituals:\n  +\n"),
            Row("no end of the last line", "partners: [A]", "partners: [A]\n\nrituals:\n  +"),
            Row(
                "a section with nothing in it", "rituals:   # none\n\n# end\n",
                "rituals:   # none\n  +\n\n# end\n"),
            Row(
                "a section with only notes in it", "rituals:\n  # a:\n  #   when: daily\ntimezone: UTC\n",
                "rituals:\n  # a:\n  #   when: daily\n  +\ntimezone: UTC\n"),
            Row(
                "empty braces", "rituals: {}  # none\npartners: [A]\n",
                "rituals:  # none\n  +\npartners: [A]\n"),
            Row(
                "a block, and a section behind it",
                "rituals:\n  a:\n    when: daily\n\n# Who we are\npartners: [A]\n",
                "rituals:\n  a:\n    when: daily\n  +\n\n# Who we are\npartners: [A]\n"),
            Row(
                "blank lines between rituals, and notes at the end",
                "rituals:\n\n  # first\n  a:\n    when: daily\n  # b:\n  #  when: daily\n",
                "rituals:\n\n  # first\n  a:\n    when: daily\n  # b:\n  #  when: daily\n\n  +\n"),
            Row(
                "a literal text at the end",
                "rituals:\n  a:\n    when: daily\n    say: |\n      one\n      # two\n\n",
                "rituals:\n  a:\n    when: daily\n    say: |\n      one\n      # two\n  +\n\n"),
            Row(
                "the line ends of Windows", "rituals:\r\n  a: {when: daily}\r\n",
                "rituals:\r\n  a: {when: daily}\r\n  +\r\n"),
            Row(
                "a line end that is missing", "rituals:\n  a: {when: daily}",
                "rituals:\n  a: {when: daily}\n  +"),
        ])
    private func block(_ row: Row) throws {
        let eol = row.before.utf8.contains(0x0D) ? "\r\n" : "\n"
        let lines = ["tea:", "    title: \"Tea: two\"", "    when: mon, tue at 20:00"].joined(separator: eol)
        var wanted = row.after?.replacingOccurrences(of: "+", with: lines)
        if row.before.isEmpty { wanted? += "\n" }
        let after = try text(row.before).adding(#require(tea))
        #expect(string(after) == wanted)
        #expect(rituals(after ?? [])?.last?.id.description == "tea")
    }

    @Test(
        "in braces it stands in braces",
        arguments: [
            Row(
                "one line", "rituals: {a: {when: daily}} # x\n",
                #"rituals: {a: {when: daily}, tea: {title: "Tea: two", when: "mon, tue at 20:00"}} # x"#
                    + "\n"),
            Row(
                "lines, and a comma behind the last", "rituals: {\n  a: {when: daily}, # a\n}",
                #"rituals: {"# + "\n  a: {when: daily},\n  "
                    + #"tea: {title: "Tea: two", when: "mon, tue at 20:00"}, # a"# + "\n}"),
            Row(
                "JSON", #"{"rituals": {"a": {"when": "daily"}}}"#,
                #"{"rituals": {"a": {"when": "daily"}, "tea": {"title": "Tea: two", "when": "mon, tue at 20:00"}}}"#
            ),
            Row(
                "an empty JSON", #"{"rituals": {}}"#,
                #"{"rituals": {"tea": {"title": "Tea: two", "when": "mon, tue at 20:00"}}}"#),
            Row("braces without rituals", "{partners: [A]}", nil),
            Row("an alias is another's text", "defaults: &x {}\nrituals: *x", nil),
        ])
    private func flow(_ row: Row) throws {
        let after = try text(row.before).adding(#require(tea))
        #expect(string(after) == row.after)
        if let after { #expect(rituals(after)?.last?.title == "Tea: two") }
    }

    @Test func `the manner of the file is its indentation`() throws {
        let after = try text("rituals:\n    a:\n       when: daily\n").adding(
            RitualDraft(id: id("b"), when: "daily", isPrivate: true))
        #expect(
            string(after)
                == "rituals:\n    a:\n       when: daily\n    b:\n       when: daily\n       private: true\n")
    }

    @Test(
        "any text is read back as it was given",
        arguments: [
            "Plain", "\"quoted\"", "it's", "a: b", "a #b", "- a", "# a", "{n}", "[a", "*a", "&a", "!a", "%a",
            "@a", "`a`",
            "yes", "null", "~", "?", "-", ":", "a:", "trailing \\", "💛 ours", "Zoë", "愛", "\u{1B}[31m",
            "a\u{202E}b",
            "1:30", "<<", "| a", "> a", "a, b]", "=", "\u{FEFF}x",
        ])
    func quoting(_ title: String) throws {
        for before in ["rituals:\n", "rituals: {a: {when: daily}}", #"{"rituals": {}}"#] {
            let after = try #require(
                try text(before).adding(RitualDraft(id: id("b"), title: title, when: "daily")))
            #expect(rituals(after)?.last?.title == title)
        }
    }
}

@Suite("Any file that people write") struct AnyTextTests {
    @Test func `off and on again is the same bytes, and one more is one more`() throws {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<400 {
            let before = RandomHousehold(&random).bytes
            let known = try #require(rituals(before), "\(String(decoding: before, as: UTF8.self))")
            let file = try ConfigurationText(before, path: "/rituals.yaml")
            if let ritual = known.randomElement(using: &random) {
                let off = try #require(file.turning(ritual.id, on: false).first)
                #expect(rituals(off)?.map(\.isEnabled) == known.map { $0.id != ritual.id })
                let on = try ConfigurationText(off, path: "/rituals.yaml").turning(ritual.id, on: true).first
                #expect(string(on) == string(before))
            }
            let added = try #require(
                try file.adding(RitualDraft(id: id("one-more"), title: "One: more", when: "sat, sun at noon"))
            )
            let more = try #require(rituals(added), "\(String(decoding: added, as: UTF8.self))")
            #expect(more.dropLast() == known[...] && more.last?.title == "One: more")
            var rest = added[...]
            for byte in before {
                let place = try #require(rest.firstIndex(of: byte))
                rest = rest[(place + 1)...]
            }
        }
    }
}

/// A file in one of the many manners in which people write such files.
private struct RandomHousehold {
    let bytes: [UInt8]

    init(_ random: inout SeededGenerator) {
        func chance(_ part: Double, _ random: inout SeededGenerator) -> Bool {
            Double.random(in: 0..<1, using: &random) < part
        }
        func pick(_ texts: [String], _ random: inout SeededGenerator) -> String {
            texts.randomElement(using: &random) ?? ""
        }
        let outer = String(repeating: " ", count: .random(in: 1...4, using: &random))
        let inner = outer + String(repeating: " ", count: .random(in: 1...4, using: &random))
        let comments = ["", "", "   # a note: {with} things", " #"]
        var lines: [String] = []
        if chance(0.5, &random) { lines += [pick(["# Ours", "---", "partners: [A, \"B # b\"]"], &random)] }
        lines.append("rituals:" + pick(comments, &random))
        let count = Int.random(in: 0...4, using: &random)
        for number in 0..<count {
            if chance(0.3, &random) { lines.append("") }
            if chance(0.3, &random) { lines.append(pick([outer, inner, ""], &random) + "# between") }
            let name = pick(["r\(number)", "\"r\(number)\"", "'r\(number)'", "wört-\(number)"], &random)
            if chance(0.3, &random) {
                lines.append(
                    outer + name + ": "
                        + pick(
                            [
                                "{when: daily}", "{ title: \"a, b: }\", when: 'daily' }",
                                "{when: [daily, mon],}",
                            ], &random)
                        + pick(comments, &random))
                continue
            }
            lines.append("\(outer)\(name):\(pick(comments, &random))")
            var keys = [
                pick(
                    [
                        "when: daily", "when: [mon, tue]",
                        "\"when\": >\(inner.isEmpty ? "" : "\n\(inner) ")daily",
                    ], &random)
            ]
            if chance(0.5, &random) {
                keys.append(pick(["title: A", "title: \"a # b\"", "title: 'x: y'"], &random))
            }
            if chance(0.4, &random) {
                keys.append(
                    "say: "
                        + pick(["|\n\(inner)  one\n\n\(inner)  # two", "plain\n\(inner)  and on"], &random))
            }
            for key in keys.shuffled(using: &random) {
                if chance(0.2, &random) { lines.append(pick([inner, outer, ""], &random) + "# within") }
                lines.append(inner + key)
                if chance(0.1, &random) { lines.append("") }
            }
        }
        if chance(0.4, &random) { lines += ["", "# behind", "timezone: UTC"] }
        let lineEnd = chance(0.3, &random) ? "\r\n" : "\n"
        var text = lines.joined(separator: "\n").replacingOccurrences(of: "\n", with: lineEnd)
        if chance(0.7, &random) { text += lineEnd }
        if chance(0.2, &random) { text += lineEnd + "# the end" + lineEnd }
        bytes = Array(text.utf8)
    }
}
