import CivilTime
import TestSupport
import Testing

@Suite("Civil dates") struct CivilDateTests {
    @Test("every day of 1900-2300 is the one that Python's datetime knows")
    func agrees() throws {
        let lines = try Oracle.output(of: ["python3", Oracle.packageRoot.path + "/Tests/Oracles/dates.py"])
            .split(separator: "\n")
        var wrong: [Substring] = []
        for line in lines {
            let words = line.split(separator: " ")
            let date = CivilDate(dayNumber: try #require(Int(words[0])))
            let (year, month, day) = date.components
            let ours =
                "\(date.dayNumber) \(date) \(date.weekday.rawValue) \(date.isoWeek.year) \(date.isoWeek.week)"
            if ours != line || CivilDate(year: year, month: month, day: day) != date { wrong.append(line) }
        }
        #expect(lines.count > 146_000)
        #expect(wrong.isEmpty, "first: \(wrong.prefix(3))")
    }

    @Test(
        "a date that the calendar does not have is none",
        arguments: [
            (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (0, 1, 1),
            (10_000, 1, 1),
        ])
    func isNone(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `29 February is there in leap years, 2000 included`() {
        #expect(CivilDate(year: 2000, month: 2, day: 29)?.description == "2000-02-29")
        #expect(CivilDate(year: 2024, month: 2, day: 29)?.weekday == .thursday)
    }
}

@Suite("Spans") struct SpanTests {
    @Test(
        "a span is read as people write it",
        arguments: [
            ("90m", 0, 5400), ("1h30m", 0, 5400), ("2 hours", 0, 7200), ("3d", 3, 0), ("2w", 14, 0),
            ("1 week 2 days", 9, 0),
            ("45 s", 0, 45), ("1D 2H", 1, 7200),
        ])
    func reads(_ text: String, _ days: Int, _ seconds: Int) throws {
        #expect(try Span(parsing: text) == Span(days: days, seconds: seconds))
    }

    @Test(
        "what is no span says why",
        arguments: [
            ("", Span.Invalid.empty), ("m", .missingNumber("m")), ("5", .missingUnit("5")),
            ("5 moons", .unknownUnit("moons")),
            ("99999999999999999999d", .tooLong), ("4000d", .tooLong),
        ])
    func refuses(_ text: String, _ reason: Span.Invalid) {
        #expect(throws: reason) { try Span(parsing: text) }
    }

    @Test(
        "printed and read again it is the same", arguments: [0, 1, 59, 60, 3600, 5400, 86_399],
        [0, 1, 6, 7, 14, 15])
    func comesBack(_ seconds: Int, _ days: Int) throws {
        let span = Span(days: days, seconds: seconds)
        #expect(try Span(parsing: span.description) == span)
    }
}

@Suite("Timestamps") struct TimestampTests {
    @Test(
        "RFC 3339 is read, and printed in a zone",
        arguments: [
            ("2026-03-28T12:00:00Z", "2026-03-28T13:00:00+01:00"),
            ("2026-03-29T03:30:00+02:00", "2026-03-29T03:30:00+02:00"),
            ("2026-03-29 03:30:00.25+02:00", "2026-03-29T03:30:00+02:00"),
            ("2026-03-28T20:00-05:00", "2026-03-29T03:00:00+02:00"),
        ])
    func reads(_ text: String, _ inBerlin: String) throws {
        let stamp = try #require(Timestamp(parsing: text))
        #expect(Timestamp(stamp.instant, in: .named("Europe/Berlin")).description == inBerlin)
    }

    @Test(
        "what is no timestamp is none",
        arguments: [
            "", "2026-03-28", "2026-02-30T12:00:00Z", "2026-03-28T25:00:00Z", "2026-03-28T12:00:00",
            "2026-03-28T12:00:00+2:00",
            "2026-03-28T12:00:00.Z", "2026-03-28T12:00:00+24:00", "２026-03-28T12:00:00Z",
            "2026-03-28T12:00:00Zx",
        ])
    func refuses(_ text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test func `an offset with seconds is exact, and printed to the minute`() {
        // Monrovia kept -0:44:30 until 1972.
        let stamp = Timestamp(Instant(seconds: 0), in: .named("Africa/Monrovia"))
        #expect(stamp.offset == -2670)
        #expect(stamp.description == "1969-12-31T23:15:30-00:45")
    }
}

@Suite("Instants") struct InstantTests {
    @Test func `durations add up across the second, before the epoch too`() {
        let instant = Instant(seconds: -1, nanoseconds: 900_000_000)
        #expect(instant + .milliseconds(200) == Instant(seconds: 0, nanoseconds: 100_000_000))
        #expect(Instant(seconds: 0) - .nanoseconds(1) == Instant(seconds: -1, nanoseconds: 999_999_999))
        #expect(
            Instant(seconds: 3, nanoseconds: 5) - Instant(seconds: 1, nanoseconds: 6)
                == .nanoseconds(1_999_999_999))
    }
}
