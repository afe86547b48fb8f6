import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

private let phone = ChannelName(rawValue: "phone")

@Suite("What a program is told") struct CommandNoticeTests {
    private let tea = Ritual("tea", "daily at 07:30").with {
        $0.title = "Tea {say}; rm -rf ~"
        $0.say = "Sit\u{1B}[2J down."
        $0.channels = [.desktop, phone]
    }

    private func announcement(
        _ ritual: Ritual, _ kind: (Occurrence.ID) -> Announcement.Kind = Announcement.Kind.ring
    ) -> Announcement {
        let civil = CivilDateTime(wallSeconds: Instant("2026-11-21T07:30Z").seconds)
        let due = Due(civil: civil, instant: Instant("2026-11-21T07:30Z"))
        return Announcement(
            kind(Occurrence.ID(ritual: ritual.id, due: due.name)), of: ritual,
            ritual.words(for: due, in: .utc, me: nil), civil: civil)
    }

    private func told(
        _ announcement: Announcement, _ text: String, showsPrivate: Bool = false
    ) throws -> String? {
        let channel = CommandChannel(name: phone, program: "a", showsPrivate: showsPrivate)
        return CommandNotice(announcement)?.filling(try CommandText(parsing: text), for: channel)
    }

    @Test func `each blank is filled in once, and what is filled in is looked at no more`() throws {
        var announcement = announcement(tea)
        announcement.prompt = "What for?"
        #expect(
            try told(announcement, "{ritual}|{title}|{say}|{prompt}|{due}")
                == "tea|Tea {say}; rm -rf ~|Sit␛[2J down.|What for?|2026-11-21T07:30")
        let plain = #"{"a": {}, ${HOME} {title"#
        #expect(try told(announcement, plain) == plain)
    }

    @Test func `a word in braces that stands for nothing is refused`() {
        #expect {
            try CommandText(parsing: "a {title} {n} {m}")
        } throws: {
            ($0 as? CommandText.UnknownBlank)?.name == "n"
        }
    }

    @Test func `of a private ritual it hears the name alone, unless it may hear all`() throws {
        let secret = announcement(tea.with { $0.isPrivate = true })
        #expect(try told(secret, "{ritual}|{title}|{say}|{prompt}|{due}") == "tea||||")
        #expect(try told(secret, "{title}|{due}", showsPrivate: true) == "\(tea.title)|2026-11-21T07:30")
    }

    @Test func `what is only shown again, and what is the desktop's own, goes to no program`() {
        #expect(CommandNotice(announcement(tea, Announcement.Kind.repost)) == nil)
        #expect(
            CommandNotice(Announcement(digest: ["tea"], civil: announcement(tea).civil)) == nil)
        #expect(CommandNotice(announcement(tea, Announcement.Kind.nudge))?.event == .nudge)
    }

    @Test func `of several at once a channel hears of those that name it`() throws {
        let others = ["one", "two", "three"].map { Ritual($0, "daily at 07:30") }
        let all = Announcement(several: ([tea] + others).map { announcement($0) }, isRepost: false)
        #expect(all.channels == [.desktop, phone])
        let part = try #require(all.part(for: phone))
        #expect(part.title == tea.title && part.kind.occurrences.map(\.ritual.description) == ["tea"])
        let both = [tea, others[0].with { $0.channels = [phone] }] + others.dropFirst()
        let pair = try #require(
            Announcement(several: both.map { announcement($0) }, isRepost: false).part(for: phone))
        #expect(try told(pair, "{ritual}: {title}: {say}") == "tea one: 2 rituals at once: \(tea.title), One")
    }

    @Test func `the ledger adds what a program has taken later`() throws {
        var scene = Scene(tea, at: "2026-11-20T06:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        let id = try #require(scene.keeper.unfinished.first?.occurrence.id)
        scene.take(scene.keeper.reached(.ring(id), on: [phone], at: scene.now))
        let entry = try #require(try scene.ledger.history(of: nil, since: nil, limit: 1).first)
        #expect(try scene.ledger.showings(of: entry.occurrence.id).map(\.channels) == [["desktop", "phone"]])
    }
}

@Suite("What channels follow that the house is unplugged") struct UnpluggingTests {
    private let dinner = Ritual("dinner", "daily at 19:00").with {
        $0.duration = Span(seconds: 3600)
        $0.unplugs = true
    }

    private func scene() -> Scene {
        var scene = Scene(dinner, at: "2026-11-20T18:00+01:00")
        scene.effects = []
        return scene
    }

    @Test func `it is so from the ring that was shown to its end`() {
        var scene = scene()
        #expect(scene.keeper.unplugging == nil)
        scene.pass(until: "2026-11-20T19:59:59+01:00")
        #expect(scene.keeper.unplugging?.ritual.id.description == "dinner")
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.keeper.unplugging == nil)
    }

    @Test func `not before a channel has answered, for its own bubble is to be seen`() {
        var scene = scene()
        scene.answers = false
        scene.pass(until: "2026-11-20T19:10+01:00")
        #expect(scene.shown == ["ring dinner"] && scene.keeper.unplugging == nil)
    }

    @Test func `an answer, an edit and a restart after its end are its end too`() {
        for end in 0..<3 {
            var scene = scene()
            scene.pass(until: "2026-11-20T19:10+01:00")
            #expect(scene.keeper.unplugging != nil)
            switch end {
            case 0: scene.answer(.done, "dinner")
            case 1: scene.configure([])
            default: scene.restart(at: "2026-11-20T23:00+01:00")
            }
            #expect(scene.keeper.unplugging == nil, "\(end)")
        }
        var scene = scene()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.restart(at: "2026-11-20T19:20+01:00")
        #expect(scene.keeper.unplugging != nil)
    }
}
