import CivilTime
import Foundation
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

/// What people read about what became of each ring.
@Suite("ritual history") struct HistoryTests {
    private let folder = TemporaryFolder()

    @Test func `of a ritual in another zone both times are by its clock`() throws {
        let ledger = try Ledger(in: folder.path, machine: "")
        let civil = try #require(CivilDateTime(parsing: "2026-11-20T07:30"))
        let instant = Zone.named("Asia/Tokyo").resolve(civil).instant
        let about = Occurrence(
            ritual: try #require(Rituals.Ritual.ID("coffee")), due: Due(civil: civil, instant: instant))
        let facts: [Keeper.Fact] = [
            .ringing(.rings, again: false), .rang(on: [.desktop], nil), .answered(.done, .bubble),
            .ended(.done, .answered, owesDigest: false),
        ]
        try ledger.commit(
            facts.map { .occurrence(about, zone: "Asia/Tokyo", $0) }, at: instant + .seconds(300),
            settled: Keeper.Settled(instant, in: .named("Europe/Berlin")))
        let file = try folder.write(
            "rituals: {coffee: {when: daily at 07:30, timezone: Asia/Tokyo}}", to: "rituals.yaml")
        let ran = try Ritual("history", "--state", folder.path, "--config", file)
        #expect(ran.output == "Fri 20 Nov 07:30 Asia/Tokyo  Coffee  done at 07:35\n")
    }

    @Test func `each end has its words, and a machine that was off over a weekend is told day by day`() throws
    {
        let ledger = try Ledger(in: folder.path, machine: "")
        ledger.person = "Alex"
        let now = Instant("2026-11-23T08:00+01:00")
        var day = 0
        func occurrence(_ name: String) throws -> Occurrence {
            day += 1
            let civil = try #require(CivilDateTime(parsing: "2026-11-\(9 + day)T19:00"))
            return Occurrence(
                ritual: try #require(Rituals.Ritual.ID(name)),
                due: Due(civil: civil, instant: Zone.named("Europe/Berlin").resolve(civil).instant))
        }
        func write(_ name: String, _ facts: Keeper.Fact...) throws {
            let about = try occurrence(name)
            let records = facts.map { Keeper.Record.occurrence(about, zone: "Europe/Berlin", $0) }
            try ledger.commit(
                records, at: about.due.instant + .seconds(600),
                settled: Keeper.Settled(now, in: .named("Europe/Berlin")))
        }
        let rings: [Keeper.Fact] = [.ringing(.rings, again: false), .rang(on: [.desktop], nil)]
        try write(
            "talk", rings[0], rings[1], .answered(.done, .bubble), .ended(.done, .answered, owesDigest: false)
        )
        try write(
            "talk", rings[0], rings[1], .answered(.notToday, .bubble),
            .ended(.skipped, .answered, owesDigest: false))
        try write("talk", rings[0], rings[1], .ended(.lapsed, .unanswered, owesDigest: false))
        try write("talk", rings[0], rings[1], .ended(.shown, .rings, owesDigest: false))
        try write("talk", .ended(.missed, .grace, owesDigest: false))
        try write("talk", rings[0], .unshown, .ended(.missed, .grace, owesDigest: false))
        try write("talk", .ended(.dropped, .paused, owesDigest: false))
        try write("talk", .ended(.dropped, .zone, owesDigest: false))
        try write("talk", rings[0], rings[1], .ended(.withdrawn, .edited, owesDigest: false))
        try write("gone", rings[0], rings[1])
        let file = try folder.write(
            "rituals: {talk: {title: Our talk, when: daily at 19:00}}", to: "rituals.yaml")
        let ran = try Ritual("history", "--state", folder.path, "--config", file)
        #expect(
            ran.output == """
                Tue 10 Nov 19:00  Our talk  done (Alex) at 19:10
                Wed 11 Nov 19:00  Our talk  not today (Alex)
                Thu 12 Nov 19:00  Our talk  no answer
                Fri 13 Nov 19:00  Our talk  rang
                Sat 14 Nov 19:00  Our talk  the machine slept
                Sun 15 Nov 19:00  Our talk  nothing could show it
                Mon 16 Nov 19:00  Our talk  paused
                Tue 17 Nov 19:00  Our talk  the time zone changed past it
                Wed 18 Nov 19:00  Our talk  taken out of the file
                Thu 19 Nov 19:00  gone      open

                """)
        #expect(
            try Ritual("history", "gone", "--state", folder.path, "--config", file).output
                == "Thu 19 Nov 19:00  gone  open\n")
        #expect(
            try Ritual("history", "tlak", "--state", folder.path, "--config", file).errors
                == "there is no ritual `tlak`\n  hint: did you mean `talk`?\n")
        let rows = try Ritual("history", "-n", "2", "--json", "--state", folder.path, "--config", file)
            .jsonList()
        #expect(rows.map { $0["outcome"] as? String } == ["withdrawn", nil])
        #expect(
            rows.map { $0["at"] as? String } == ["2026-11-18T19:00:00+01:00", "2026-11-19T19:00:00+01:00"])
    }
}
