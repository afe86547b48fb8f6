import CivilTime
import Rituals
import TestSupport
import Testing

/// Two rules of ringing that both speak about one occurrence: the first decides.
struct RulePair: Sendable, CustomTestStringConvertible {
    let first: Int
    let second: Int

    static let names = [
        "there is none", "answered ahead", "away", "enough", "paused", "past its grace", "a locked screen",
        "quiet hours", "another's unplug", "it rings",
    ]

    /// The two that cannot meet: what was answered has ended, and no edit touches that.
    static let apart = [[1, 2]]

    static let all = (1...10).flatMap { first in
        (1...10).filter { $0 > first && !apart.contains([first, $0]) }.map {
            RulePair(first: first, second: $0)
        }
    }

    func has(_ rule: Int) -> Bool { first == rule || second == rule }

    var testDescription: String {
        "rules \(first) and \(second): \(RulePair.names[first - 1]), before \(RulePair.names[second - 1])"
    }
}

@Suite("Each pair of the rules of ringing") struct RulePairTests {
    /// What becomes of Friday's talk by each rule alone.
    private static let results = [
        "none", "done answered", "dropped away", "dropped enough", "dropped paused", "missed grace",
        "held locked",
        "held quiet", "held unplugged", "rings",
    ]

    /// Up to Friday at 18:10; on Thursday the talk rang and was done.
    private func eve(_ pair: RulePair) -> Scene {
        let talk = Ritual("talk", "daily at 19:00").with {
            $0.isEnabled = !pair.has(1)
            $0.enough = pair.has(4) ? Enough(1, a: .week) : nil
        }
        let dinner = Ritual("dinner", "2026-11-20 at 18:05").with {
            $0.duration = Span(seconds: 4 * 3600)
            $0.unplugs = true
        }
        var scene = Scene(at: "2026-11-19T18:00+01:00")
        scene.configure([talk.with { $0.isEnabled = true }] + (pair.has(9) ? [dinner] : []))
        scene.pass(until: "2026-11-19T19:05+01:00")
        scene.answer(.done)
        scene.pass(until: "2026-11-20T18:10+01:00")
        scene.household = Household(
            away: pair.has(3) ? [scene.zone.civil(at: scene.now).date].map { $0...$0 } : [],
            quiet: pair.has(8) ? .hours(pair.has(6) ? "19:30-23:00" : "18:30-23:00") : nil,
            rituals: [talk] + (pair.has(9) ? [dinner] : []))
        if pair.has(2) { scene.answer(.done, "talk", due: "2026-11-20T19:00") }
        scene.configure()
        return scene
    }

    @Test("the first that applies decides", arguments: RulePair.all)
    func decides(_ pair: RulePair) throws {
        var scene = eve(pair)
        if pair.has(7) { scene.lock() }
        if pair.has(5) { scene.pause(until: "2026-11-20T19:30+01:00") }
        if pair.has(6) {
            scene.wake(at: "2026-11-20T20:05+01:00")
        } else {
            scene.pass(until: "2026-11-20T19:00+01:00")
        }
        #expect(try result(scene) == RulePairTests.results[pair.first - 1])
    }

    /// What has become of Friday's talk.
    private func result(_ scene: Scene) throws -> String {
        let entries = try scene.ledger.history(of: Ritual.ID("talk"), since: nil, limit: 9)
        let entry = entries.last { $0.occurrence.due.civil.description == "2026-11-20T19:00" }
        guard let entry else { return "none" }
        if let outcome = entry.outcome { return "\(outcome) \(entry.outcomeRule?.rawValue ?? "")" }
        return entry.rangAt != nil ? "rings" : "held \(entry.held?.rawValue ?? "by nothing")"
    }

    @Test func `an answer that was given ahead stays when the ritual is turned off`() throws {
        var scene = eve(RulePair(first: 2, second: 10))
        scene.configure([Ritual("talk", "daily at 19:00", isEnabled: false)])
        scene.pass(until: "2026-11-20T19:05+01:00")
        #expect(try result(scene) == "done answered")
    }

    // MARK: What leaves out, instead of waiting

    private func scene(quiet: Holding, locked: Holding, hours: String = "18:30-23:00") -> Scene {
        let talk = Ritual("talk", "daily at 19:00").with {
            $0.quiet = quiet
            $0.locked = locked
        }
        var scene = Scene(at: "2026-11-20T18:00+01:00")
        scene.configure([talk], quiet: hours)
        return scene
    }

    @Test func `a lock that holds comes before quiet hours that drop, until it is gone`() throws {
        var scene = scene(quiet: .drop, locked: .hold)
        scene.lock()
        scene.pass(until: "2026-11-20T19:10+01:00")
        #expect(try result(scene) == "held locked")
        scene.unlock()
        #expect(try result(scene) == "dropped quiet")
    }

    @Test func `a lock that drops comes before quiet hours that hold`() throws {
        var scene = scene(quiet: .hold, locked: .drop)
        scene.lock()
        scene.pass(until: "2026-11-20T19:10+01:00")
        #expect(try result(scene) == "dropped locked")
    }

    @Test func `quiet hours hold on when a lock that held before is gone, and the other way round`() throws {
        var scene = scene(quiet: .hold, locked: .hold, hours: "18:30-19:30")
        scene.lock()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.unlock()
        #expect(try result(scene) == "held quiet")
        scene.lock()
        scene.pass(until: "2026-11-20T19:40+01:00")
        #expect(try result(scene) == "held locked")
        scene.unlock()
        #expect(try result(scene) == "rings")
    }

    @Test func `Later passes quiet hours, and no pause, lock or unplug`() throws {
        func later(_ happens: (inout Scene) -> Void) throws -> String {
            var scene = Scene(at: "2026-11-20T18:00+01:00")
            let nap = Ritual("nap", "daily at 19:15").with {
                $0.duration = Span(seconds: 3600)
                $0.unplugs = true
            }
            let talk = Ritual("talk", "daily at 19:00")
            scene.configure([talk, nap], quiet: "19:10-23:00")
            scene.pass(until: "2026-11-20T19:05+01:00")
            scene.answer(.later, later: "2026-11-20T19:20+01:00")
            scene.effects = []
            happens(&scene)
            scene.pass(until: "2026-11-20T19:21+01:00")
            return scene.rings.first { $0.hasPrefix("talk") } ?? scene.held.first { $0.hasPrefix("talk") }
                ?? scene.ends.last
                ?? "nothing"
        }
        #expect(try later { _ in } == "talk 2026-11-20T19:00")
        #expect(try later { $0.lock() } == "talk locked")
        #expect(try later { $0.pause() } == "2026-11-20T19:00 dropped paused")
        #expect(
            try later { scene in
                scene.configure([
                    Ritual("talk", "daily at 19:00"),
                    Ritual("nap", "daily at 19:15").with {
                        $0.duration = Span(seconds: 3600)
                        $0.unplugs = true
                        $0.quiet = .ring
                    },
                ])
            } == "talk unplugged")
    }
}
