import CivilTime
import Foundation
import TestSupport
import Testing

@Suite("Zones") struct ZoneTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let zone: String
        let wall: String
        let instant: String
    }

    @Test(
        "wall-clock times",
        arguments: [
            Row(
                testDescription: "a skipped time is as late as the skip", zone: "Europe/Berlin",
                wall: "2026-03-29T02:30Z", instant: "2026-03-29T03:30+02:00"),
            Row(
                testDescription: "the first skipped minute", zone: "Europe/Berlin", wall: "2026-03-29T02:00Z",
                instant: "2026-03-29T03:00+02:00"),
            Row(
                testDescription: "a repeated time is the first", zone: "Europe/Berlin",
                wall: "2026-10-25T02:30Z", instant: "2026-10-25T02:30+02:00"),
            Row(
                testDescription: "half an hour is skipped", zone: "Australia/Lord_Howe",
                wall: "2026-10-04T02:15Z", instant: "2026-10-04T02:45+11:00"),
            Row(
                testDescription: "a whole day is skipped", zone: "Pacific/Apia", wall: "2011-12-30T07:30Z",
                instant: "2011-12-31T07:30+14:00"),
            Row(
                testDescription: "midnight is skipped", zone: "Asia/Beirut", wall: "2026-03-29T00:00Z",
                instant: "2026-03-29T01:00+03:00"),
            Row(
                testDescription: "by the footer, in 2199", zone: "America/New_York",
                wall: "2199-07-04T12:00Z", instant: "2199-07-04T12:00-04:00"),
        ])
    func resolves(_ row: Row) {
        let wall = CivilDateTime(wallSeconds: Instant(row.wall).seconds)
        #expect(Zone.named(row.zone).resolve(wall).instant == Instant(row.instant))
    }

    @Test func `a resolution says whether the time was skipped or comes twice`() {
        let berlin = Zone.named("Europe/Berlin")
        func resolution(_ text: String) -> Zone.Resolution {
            berlin.resolve(CivilDateTime(wallSeconds: Instant(text).seconds))
        }
        guard case .skipped(_, let gap) = resolution("2026-03-29T02:59:59Z") else {
            Issue.record("not skipped")
            return
        }
        #expect(gap.shift == 3600)
        guard case .repeated = resolution("2026-10-25T02:00Z") else {
            Issue.record("not repeated")
            return
        }
        guard case .unique = resolution("2026-10-25T03:00Z") else {
            Issue.record("not unique")
            return
        }
        guard case .unique = resolution("2026-03-29T03:00Z") else {
            Issue.record("not unique")
            return
        }
    }

    @Test(
        "a rule of POSIX alone",
        arguments: [
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T00:00Z", 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-01T00:00Z", 3600),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00Z", 39_600),
            ("<-03>3", "2026-01-01T00:00Z", -10_800),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00Z", 10_800),
            ("XXX3EDT4,0/0,J365/23", "2026-12-31T12:00Z", -14_400),
            ("EST5EDT4:30:15,J60/2,300/-3", "2026-06-01T00:00Z", -16_215),
        ])
    func rule(_ text: String, _ at: String, _ offset: Int) throws {
        #expect(try Zone(posix: text).offset(at: Instant(at)) == offset)
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
            "CET-25", "CET-1CEST,J0,J1", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0x",
            "CET-1CEST,M3.5.0/168,M10.5.0", "CET-99999999999999999999", "XXX0EDT4,0/5,J365/23",
        ])
    func refuses(_ text: String) {
        #expect(throws: InvalidZone.invalidRule) { try Zone(posix: text) }
    }

    @Test func `a file that ends early is refused at every byte, and never traps`() throws {
        let whole = Array(
            try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
        #expect(throws: Never.self) { try Zone(tzif: whole, identifier: "whole") }
        for length in 0..<whole.count {
            #expect(throws: InvalidZone.self) { try Zone(tzif: Array(whole[..<length]), identifier: "part") }
        }
    }

    @Test func `a file with wrong bytes gives a zone or an error, and never traps`() throws {
        let whole = Array(
            try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/America/New_York")))
        var random = SeededGenerator(seed: 2026)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // The headers are where the counts are.
                let limit = Bool.random(using: &random) ? 60 : bytes.count
                bytes[Int.random(in: 0..<limit, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let zone = try? Zone(tzif: bytes, identifier: "hostile") {
                _ = zone.resolve(CivilDateTime(wallSeconds: 1_774_749_600))
                _ = zone.offset(at: Instant(seconds: 5_000_000_000))
            }
        }
    }

    @Test func `counts that promise more than the file holds are refused`() {
        var bytes = Array("TZif2".utf8) + Array(repeating: 0, count: 15) + Array(repeating: 0xFF, count: 24)
        #expect(throws: InvalidZone.outOfRange) { try Zone(tzif: bytes, identifier: "huge") }
        bytes.replaceSubrange(20..<44, with: Array(repeating: 0x7F, count: 24))
        #expect(throws: InvalidZone.self) { try Zone(tzif: bytes, identifier: "huge") }
    }
}
