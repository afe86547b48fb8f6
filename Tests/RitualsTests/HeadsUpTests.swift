import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("Heads-ups") struct HeadsUpTests {
    /// A Friday.
    private let date = Ritual("date", "fridays at 19:30").with {
        $0.headsUps = [Span(days: 3), Span(seconds: 7200)]
    }

    private func scene(
        _ rituals: Ritual..., at start: String = "2026-11-16T12:00+01:00", quiet: String? = nil
    ) -> Scene {
        var scene = Scene(at: start)
        scene.configure(rituals, quiet: quiet)
        scene.effects = []
        return scene
    }

    @Test func `each shows once, before the time, without buttons, and goes when it rings`() {
        var scene = scene(date)
        scene.pass(until: "2026-11-20T19:29+01:00")
        #expect(scene.shown == ["ahead date 3d", "ahead date 2h"])
        #expect(scene.announcements.map(\.lines) == [["In 3 days, Fri at 19:30."], ["In 2 h, at 19:30."]])
        #expect(scene.announcements.allSatisfy { $0.actions.isEmpty })
        #expect(scene.withdrawn.isEmpty)
        scene.pass(until: "2026-11-20T19:30+01:00")
        #expect(scene.withdrawn == [.headsUp(date.id)] && scene.shown.last == "ring date")
    }

    @Test func `days keep the time on the wall clock`() {
        var scene = scene(date.with { $0.headsUps = [Span(days: 7)] }, at: "2026-10-20T12:00+02:00")
        scene.pass(until: "2026-10-23T19:30+02:00")
        #expect(
            scene.shown == ["ahead date 1w", "ring date"] || scene.shown == ["ring date", "ahead date 1w"])
        #expect(scene.alarm != nil)
    }

    @Test func `a moment before the ritual was first seen with this span is none`() {
        var scene = scene(date, at: "2026-11-18T12:00+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.shown == [])
        scene.configure([
            date.with { $0.headsUps = [Span(days: 2), Span(seconds: 8 * 3600), Span(seconds: 3600)] }
        ])
        scene.pass(until: "2026-11-20T19:00+01:00")
        #expect(scene.shown == ["ahead date 1h"])
    }

    @Test func `of several that were missed only the nearest comes, with the time left`() {
        var scene = scene(date.with { $0.headsUps = [Span(days: 3), Span(days: 2), Span(seconds: 7200)] })
        scene.wake(at: "2026-11-20T18:50+01:00")
        #expect(scene.shown == ["ahead date 2h"])
        #expect(scene.announcements.map(\.lines) == [["In 40 min, at 19:30."]])
    }

    @Test func `one whose time is past does not come`() {
        var scene = scene(date)
        scene.wake(at: "2026-11-20T19:40+01:00")
        #expect(scene.shown == ["ring date"])
    }

    @Test func `quiet hours, a lock and an unplug make it wait if they end before the time`() {
        var quiet = scene(date.with { $0.headsUps = [Span(seconds: 12 * 3600 + 1800)] }, quiet: "22:30-07:30")
        quiet.pass(until: "2026-11-20T07:30+01:00")
        #expect(quiet.shown == ["ahead date 12h30m"])
        #expect(quiet.announcements.map(\.lines) == [["In 12 h, at 19:30."]])

        var over = scene(date.with { $0.headsUps = [Span(seconds: 7200)] }, quiet: "17:00-19:30")
        over.pass(until: "2026-11-20T19:30+01:00")
        #expect(over.shown == ["ring date"], "what ends only with it leaves nothing to tell")

        var locked = scene(date)
        locked.lock()
        locked.pass(until: "2026-11-20T18:00+01:00")
        #expect(locked.shown == [])
        locked.unlock()
        #expect(locked.shown == ["ahead date 2h"])

        let nap = Ritual("nap", "daily at 17:00").with {
            $0.duration = Span(seconds: 3600)
            $0.unplugs = true
        }
        var unplugged = scene(
            date.with { $0.headsUps = [Span(seconds: 7200)] }, nap, at: "2026-11-20T12:00+01:00")
        unplugged.pass(until: "2026-11-20T18:00+01:00")
        #expect(unplugged.shown == ["ring nap", "end nap", "ahead date 2h"])
    }

    @Test func `a pause drops it`() {
        var scene = scene(date)
        scene.pause(until: "2026-11-19T12:00+01:00")
        scene.pass(until: "2026-11-20T17:30+01:00")
        #expect(scene.shown == ["ahead date 2h"])
    }

    @Test func `there is none for what is off, away, done enough or answered ahead`() {
        var off = scene(date.with { $0.isEnabled = false })
        off.pass(until: "2026-11-20T20:00+01:00")
        #expect(off.shown == [])

        var away = Scene(date, at: "2026-11-16T12:00+01:00")
        let friday = Instant("2026-11-20T12:00Z")
        let day = Zone.utc.civil(at: friday).date
        away.configure([date], away: day...day)
        away.effects = []
        away.pass(until: "2026-11-20T20:00+01:00")
        #expect(away.shown == [])

        var ahead = scene(date)
        ahead.pass(until: "2026-11-20T12:00+01:00")
        #expect(ahead.answer(.skip, "date") == "date 2026-11-20T19:30")
        #expect(ahead.withdrawn.contains(.headsUp(date.id)))
        ahead.pass(until: "2026-11-20T20:00+01:00")
        #expect(ahead.shown == ["ahead date 3d"])

        var enough = scene(date.with { $0.enough = Enough(1, a: .month) }, at: "2026-11-13T19:00+01:00")
        enough.pass(until: "2026-11-13T19:31+01:00")
        enough.answer(.done)
        enough.pass(until: "2026-11-27T20:00+01:00")
        #expect(enough.shown == ["ring date"])
    }

    @Test func `a restart shows none twice`() {
        var scene = scene(date)
        scene.pass(until: "2026-11-17T19:31+01:00")
        scene.restart()
        scene.pass(until: "2026-11-19T12:00+01:00")
        scene.restart(at: "2026-11-20T18:00+01:00")
        #expect(scene.shown == ["ahead date 3d", "ahead date 2h"])
    }

    @Test func `one that no channel took is shown when one comes`() {
        var scene = scene(date)
        scene.hasServer = false
        scene.pass(until: "2026-11-17T20:00+01:00")
        scene.restart()
        scene.effects = []
        scene.server()
        #expect(scene.shown == ["ahead date 3d"])
        scene.server()
        #expect(scene.shown == ["ahead date 3d"])
    }

    @Test func `one that waits is not lost in a restart`() {
        var scene = scene(date)
        scene.lock()
        scene.pass(until: "2026-11-17T20:00+01:00")
        scene.restart(at: "2026-11-18T08:00+01:00", isLocked: nil)
        #expect(scene.shown == [])
        scene.unlock()
        #expect(scene.shown == ["ahead date 3d"])
    }

    @Test func `a new name changes nothing about what is still to be told`() {
        var scene = scene(date)
        scene.pass(until: "2026-11-18T12:00+01:00")
        let renamed = Ritual("our-date", "fridays at 19:30").with {
            $0.headsUps = date.headsUps
            $0.formerIDs = [date.id]
        }
        scene.configure([renamed])
        scene.pass(until: "2026-11-25T12:00+01:00")
        #expect(scene.shown == ["ahead date 3d", "ahead our-date 2h", "ring our-date", "ahead our-date 3d"])
    }

    @Test func `a clock that is set back shows none a second time`() {
        var scene = scene(date)
        scene.pass(until: "2026-11-17T20:00+01:00")
        scene.wake(at: "2026-11-17T12:00+01:00")
        scene.pass(until: "2026-11-17T21:00+01:00")
        #expect(scene.shown == ["ahead date 3d"])
    }

    @Test func `a private one is taken down on a lock, and comes back`() {
        var scene = scene(date.with { $0.isPrivate = true })
        scene.pass(until: "2026-11-17T20:00+01:00")
        scene.lock()
        #expect(scene.withdrawn.contains(.headsUp(date.id)))
        scene.unlock()
        #expect(scene.shown == ["ahead date 3d", "ahead date 3d"])
    }

    @Test func `spans longer than the time between two go on telling of each`() {
        var scene = scene(Ritual("tea", "daily at 16:00").with { $0.headsUps = [Span(days: 2)] })
        scene.pass(until: "2026-11-20T17:00+01:00")
        #expect(
            scene.shown.filter { $0.hasPrefix("ahead") }.count == 5, "16 to 20 November, for two days later")
    }
}
