import CivilTime
import Foundation
import TestSupport
import Testing

@testable import ritual

@Suite("Calendar texts") struct CalendarTextTests {
    private static let letters = Array("aZ09 ,;:\\\"nNäß€家族♥😀👩‍👩‍👧\u{301}\u{200F}").flatMap(\.unicodeScalars)

    private func words(_ length: Int, _ generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
            text.append(Self.letters.randomElement(using: &generator) ?? "x")
        }
        return String(text)
    }

    /// As section 3.1 of RFC 5545 has lines joined again; by bytes, since a letter may be drawn with the one
    /// before it.
    private func unfolded(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let line = Array(line.dropLast())
            if line.first == UInt8(ascii: " ") {
                lines[lines.count - 1] += line.dropFirst()
            } else {
                lines.append(line)
            }
        }
        return lines
    }

    private func unescaped(_ text: String) -> String {
        var read = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                read.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "," || scalar == ";" {
                // One without a backslash begins another value.
                return ""
            } else {
                read.append(scalar)
            }
        }
        return String(read)
    }

    @Test func `no line is longer than 75 octets or cut within a letter, and nothing is lost`() throws {
        var generator = SeededGenerator(seed: 5545)
        for length in 0..<400 {
            let value = words(length, &generator)
            var text = CalendarText()
            text.add("SUMMARY", value)
            let lines = text.bytes.split(separator: UInt8(ascii: "\n"))
            for line in lines {
                #expect(line.last == UInt8(ascii: "\r") && line.count <= 76)
                // The decoding of a letter that is cut would not be what was decoded.
                #expect(Array(String(decoding: line, as: UTF8.self).utf8) == Array(line))
            }
            for line in lines.dropLast() { #expect(line.count > 76 - 4, "room was left for a letter") }
            let isWhole = unfolded(text.bytes) == [Array("SUMMARY:\(value)".utf8)]
            #expect(isWhole, "of \(length) letters")
        }
    }

    @Test func `a line of just 75 octets stays whole`() {
        for (length, lines) in [(74, 1), (75, 1), (76, 2)] {
            var text = CalendarText()
            text.add("X", String(repeating: "x", count: length - 2))
            #expect(text.bytes.count { $0 == UInt8(ascii: "\n") } == lines)
        }
    }

    @Test func `words are read as they were written`() {
        var generator = SeededGenerator(seed: 33_311)
        for length in 1..<200 {
            let lines = [words(length, &generator), words(length, &generator)]
            var text = CalendarText()
            text.add("DESCRIPTION", words: lines)
            let value = unfolded(text.bytes)[0].dropFirst("DESCRIPTION:".utf8.count)
            let isRead =
                Array(unescaped(String(decoding: value, as: UTF8.self)).utf8)
                == Array(lines.joined(separator: "\n").utf8)
            #expect(isRead, "of \(length) letters")
        }
        var none = CalendarText()
        none.add("DESCRIPTION", words: [])
        #expect(none.bytes.isEmpty)
    }

    @Test func `no words begin a line of their own`() {
        var text = CalendarText()
        text.add("SUMMARY", words: ["tea\r\nEND:VEVENT\n\u{2028}\u{1B}x\u{85}y"])
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == "SUMMARY:tea\\nEND:VEVENT\\n\\\\u{2028}␛x\\\\u{85}y\r\n")
    }

    @Test(
        "lengths are exact to the second",
        arguments: [
            (0, "PT0S"), (3600, "PT1H"), (-7200, "-PT2H"), (5400, "PT90M"), (3601, "PT3601S"),
            (-259_200, "-PT72H"), (-1, "-PT1S"), (86_400, "PT24H"),
        ])
    func lengths(_ seconds: Int, _ text: String) {
        #expect(CalendarText.compact(.seconds(seconds)) == text)
    }

    @Test func `moments are in UTC`() {
        var text = CalendarText()
        text.add("DTSTART", Instant("2026-12-31T23:59:58-05:00"))
        #expect(text.bytes == Array("DTSTART:20270101T045958Z\r\n".utf8))
    }
}

@Suite("ritual export ics") struct ExportTests {
    private let folder = TemporaryFolder()

    private let rituals = """
        partners: [Alex, Sam]
        rituals:
          tea: {title: Tea, when: daily at 16:00, turns: [Alex, Sam]}
          gift: {title: Gift, when: daily at 17:00, who: Alex}
          own: {title: Own, when: daily at 18:00, who: Sam}
          ours: {title: Secret, say: Hush, when: daily at 21:00, private: true}
        """

    private func export(_ arguments: String...) throws -> Ritual {
        let file = folder.path + "/rituals.yaml"
        if !FileManager.default.fileExists(atPath: file) { try folder.write(rituals, to: "rituals.yaml") }
        return try Ritual(["export", "ics", "--config", file, "--state", folder.path] + arguments)
    }

    private func values(_ name: String, _ text: String) -> [String] {
        text.components(separatedBy: "\r\n").filter { $0.hasPrefix(name + ":") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `what is private is left out, unless it is asked for`() throws {
        let plain = try export()
        #expect(plain.status == 0 && plain.errors == "")
        for word in ["Secret", "Hush", "ours"] { #expect(!plain.output.contains(word)) }
        let all = try export("--private").output
        #expect(all.contains("SUMMARY:Secret\r\nDESCRIPTION:Hush\r\nCLASS:PRIVATE\r\n"))
        #expect(values("CLASS", all).count == 60)
    }

    @Test func `it is for whoever sits at this machine, or for the partner who is named`() throws {
        let nobody = try export("--days", "4").output
        #expect(!nobody.contains("Gift") && !nobody.contains("Own"))
        #expect(nobody.contains("It is Alex's turn."))
        try folder.write("Alex\n", to: "me")
        let mine = try export("--days", "4").output
        #expect(mine.contains("Gift") && !mine.contains("Own"))
        #expect(mine.contains("DESCRIPTION:Alex\\, it is your turn.") && mine.contains("It is Sam's turn."))
        let theirs = try export("--days", "4", "--for", "Sam").output
        #expect(!theirs.contains("Gift") && theirs.contains("Own"))
        #expect(
            theirs.contains("DESCRIPTION:Sam\\, it is your turn.") && theirs.contains("It is Alex's turn."))
        let stranger = try export("--for", "Robin")
        #expect(stranger.status == 1 && stranger.output == "")
        #expect(stranger.errors == "there is no partner `Robin`\n  hint: the file has `Alex` and `Sam`\n")
    }

    @Test func `read again, an event is the same one, and newer`() throws {
        let (first, second) = (try export().output, try export().output)
        let (uids, again) = (values("UID", first), values("UID", second))
        #expect(uids == again && Set(uids).count == uids.count && uids.count == 60)
        #expect(uids[0].wholeMatch(of: /tea\.\d{8}T160000@rituald/) != nil)
        let revisions = (values("SEQUENCE", first) + values("SEQUENCE", second)).compactMap(Int.init)
        #expect(revisions == revisions.sorted() && revisions.count == 120)
        #expect(revisions.allSatisfy { $0 < 1 << 31 })
    }

    @Test func `a file is written whole, and who may read it stays as it is`() throws {
        let path = folder.path + "/phone.ics"
        let ran = try export("--days", "3", "--out", path)
        #expect(ran.status == 0 && ran.output.hasPrefix("\(path): 3 events, until "))
        #expect(mode(path) == 0o600)
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written.hasPrefix("BEGIN:VCALENDAR\r\n") && written.hasSuffix("END:VCALENDAR\r\n"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try export("--days", "2", "--out", path).status == 0)
        #expect(mode(path) == 0o644)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.sorted() == ["phone.ics", "rituals.yaml"])
    }

    private func mode(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }

    @Test func `where it cannot be written, what was there stays`() throws {
        let missing = try export("--out", folder.path + "/none/phone.ics")
        #expect(
            missing.status == 1 && missing.errors.hasSuffix("cannot be written: No such file or directory\n"))
        let device = try export("--out", "/dev/null")
        #expect(device.status == 1)
        #expect(device.errors == "/dev/null cannot be written: it is no ordinary file\n")
        let path = try folder.write("old", to: "phone.ics")
        try folder.write("rituals: {tea: {when: dayly}}", to: "rituals.yaml")
        let bad = try export("--out", path)
        #expect(bad.status == 1 && bad.output == "" && bad.errors.contains("hint: `daily`?"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    }

    @Test func `no rituals are an empty calendar, which is valid all the same`() throws {
        try folder.write("", to: "rituals.yaml")
        let ran = try export()
        #expect(ran.status == 0 && !ran.output.contains("VEVENT"))
        #expect(ran.errors == "Nothing is scheduled in these 60 days, so the calendar is empty.\n")
        let read = try Oracle.output(
            of: [
                "/usr/bin/python3", "-c",
                "import icalendar, sys; print(*[part.name for part in icalendar.Calendar.from_ical(sys.stdin.read()).walk()])",
            ], input: ran.output)
        #expect(read == "VCALENDAR VTIMEZONE STANDARD\n", "RFC 5545, section 3.6: at least one component")
    }

    @Test(
        "wrong usage ends with 2, and what comes later is refused by its name",
        arguments: [
            (["export"], "<format>"), (["export", "pdf"], "'ics'"),
            (["export", "ics", "--days", "0"], "1 to 366"),
            (["export", "ics", "--json"], "--json"),
            (["import"], "`import` can't be used yet in this version"),
            (["import", "remind", "--all"], "`import` can't be used yet in this version"),
            (["watch", "-f"], "`watch` can't be used yet in this version"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let ran = try Ritual(arguments)
        #expect(ran.status == 2 && ran.output == "" && ran.errors.contains(words), "\(ran.errors)")
    }
}
