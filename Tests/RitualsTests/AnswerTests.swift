import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("Answers") struct AnswerTests {
    private let evening = Ritual("evening", "daily at 21:15")
    private func scene(_ rituals: Ritual..., at start: String = "2026-11-20T21:00+01:00") -> Scene {
        var scene = Scene(at: start)
        scene.configure(rituals.isEmpty ? [evening] : rituals)
        scene.effects = []
        return scene
    }

    @Test func `Done ends the open one, and its bubble goes`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.done) == "evening 2026-11-20T21:15", "it needs no name")
        #expect(scene.withdrawn == [.ritual(evening.id)])
        #expect(scene.history == ["evening 2026-11-20T21:15 done"])
        scene.pass(until: "2026-11-21T12:00+01:00")
        #expect(scene.history == ["evening 2026-11-20T21:15 done"], "it does not lapse any more")
    }

    @Test func `Not today ends it too, and the next day comes all the same`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.skip, "evening") == "evening 2026-11-20T21:15")
        scene.pass(until: "2026-11-21T22:00+01:00")
        #expect(scene.history == ["evening 2026-11-20T21:15 skipped", "evening 2026-11-21T21:15 open"])
    }

    @Test func `with several open a name is asked for, and with none one is told so`() {
        var scene = scene(evening, Ritual("tea", "daily at 21:15"))
        #expect(scene.answer(.done) == "nothingOpen")
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.done) == "severalOpen")
        #expect(scene.answer(.done, "tea") == "tea 2026-11-20T21:15")
        #expect(scene.answer(.done) == "evening 2026-11-20T21:15")
    }

    @Test func `nobody answers: it is open until three in the night, then it lapses and its bubble goes`() {
        var scene = scene()
        scene.pass(until: "2026-11-21T02:59:59+01:00")
        #expect(scene.history == ["evening 2026-11-20T21:15 open"])
        #expect(scene.alarm == Instant("2026-11-21T03:15+01:00"), "six hours are later than three o'clock")
        scene.pass(until: "2026-11-21T03:15+01:00")
        #expect(scene.history == ["evening 2026-11-20T21:15 lapsed"])
        #expect(scene.withdrawn == [.ritual(evening.id)])
    }

    @Test func `a morning's one is open until the next night`() {
        var scene = scene(Ritual("coffee", "mondays at 07:30"), at: "2026-11-23T07:00+01:00")
        scene.pass(until: "2026-11-23T08:00+01:00")
        #expect(scene.alarm == Instant("2026-11-24T03:00+01:00"))
    }

    @Test func `the older one ends before the newer rings, whose bubble takes its place`() {
        var scene = scene(Ritual("water", "daily at 10:00, 12:00"), at: "2026-11-20T09:00+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.history == ["water 2026-11-20T10:00 lapsed", "water 2026-11-20T12:00 open"])
        #expect(scene.withdrawn.isEmpty)
    }

    // MARK: Ahead and late

    @Test func `done ahead, today's does not ring`() {
        var scene = scene(at: "2026-11-20T18:00+01:00")
        #expect(scene.answer(.done, "evening") == "evening 2026-11-20T21:15")
        #expect(scene.alarm == Instant("2026-11-21T21:15+01:00"))
        scene.pass(until: "2026-11-21T22:00+01:00")
        #expect(scene.rings == ["evening 2026-11-21T21:15"])
    }

    @Test func `done ahead, a restart does not ring it either`() {
        var scene = scene(at: "2026-11-20T18:00+01:00")
        scene.answer(.skip, "evening")
        scene.restart()
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings.isEmpty)
    }

    @Test func `an answer given ahead is corrected as plainly as any other, both ways`() {
        var scene = scene(at: "2026-11-20T18:00+01:00")
        for (answer, outcome) in [(Answer.Kind.done, "done"), (.skip, "skipped"), (.done, "done")] {
            #expect(scene.answer(answer, "evening") == "evening 2026-11-20T21:15")
            #expect(scene.history == ["evening 2026-11-20T21:15 \(outcome)"])
        }
        #expect(scene.answer(.done, "evening") == "nothingToAnswer", "it says nothing new")
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings.isEmpty)
    }

    @Test func `tomorrow's is not meant without its time`() {
        var scene = scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T18:00+01:00")
        #expect(scene.answer(.done, "coffee") == "nothingToAnswer")
        #expect(scene.answer(.done, "coffee", due: "2026-11-21T07:30") == "coffee 2026-11-21T07:30")
        #expect(scene.answer(.done, "coffee", due: "2026-11-21T07:31") == "noSuchOccurrence")
        scene.pass(until: "2026-11-22T12:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-22T07:30"])
    }

    @Test func `what lapsed may be done up to 48 hours after its time, as a correction`() {
        var scene = scene(Ritual("talk", "fridays at 19:00"), at: "2026-11-20T18:00+01:00")
        scene.pass(until: "2026-11-22T19:00:01+01:00")
        #expect(scene.answer(.done, "talk") == "nothingToAnswer", "two days and a second later")
        scene.now = Instant("2026-11-22T19:00+01:00")
        scene.wake()
        #expect(scene.answer(.done, "talk") == "talk 2026-11-20T19:00")
        #expect(scene.history == ["talk 2026-11-20T19:00 done"])
        #expect(scene.answer(.done, "talk", due: "2026-11-20T19:00") == "talk 2026-11-20T19:00")
    }

    @Test(
        "whichever due is nearer is meant",
        arguments: [
            ("2026-11-21T08:00+01:00", "walk 2026-11-20T20:00"),
            ("2026-11-21T14:30+01:00", "walk 2026-11-21T20:00"),
        ])
    func nearer(_ now: String, _ meant: String) {
        var scene = scene(Ritual("walk", "daily at 20:00"), at: "2026-11-20T18:00+01:00")
        scene.pass(until: now)
        #expect(scene.answer(.done, "walk") == meant)
    }

    @Test func `what was answered with Not today may still be done, and done is not asked for twice`() {
        var scene = scene(Ritual("talk", "fridays at 19:00"), at: "2026-11-20T18:00+01:00")
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.answer(.skip)
        #expect(scene.answer(.done, "talk") == "talk 2026-11-20T19:00")
        #expect(scene.answer(.done, "talk") == "nothingToAnswer")
    }

    @Test func `one that wants no answer rings and is over; today's can be left out`() {
        var scene = scene(
            Ritual("coffee", "daily at 07:30", wantsAnswer: false), at: "2026-11-20T06:00+01:00")
        #expect(scene.answer(.done, "coffee") == "wantsNoAnswer")
        #expect(scene.answer(.skip, "coffee") == "coffee 2026-11-20T07:30")
        scene.pass(until: "2026-11-21T08:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"])
        #expect(scene.announcements.map(\.actions) == [[]])
        #expect(scene.history == ["coffee 2026-11-20T07:30 skipped", "coffee 2026-11-21T07:30 shown"])
    }

    @Test func `a ring that is still on its way can be answered`() {
        var scene = scene()
        scene.answers = false
        scene.pass(until: "2026-11-20T21:15+01:00")
        #expect(scene.answer(.done) == "evening 2026-11-20T21:15")
        guard let kind = scene.announcements.first?.kind else { return }
        scene.take(scene.keeper.delivered(kind, on: [.desktop], at: scene.now))
        #expect(scene.history == ["evening 2026-11-20T21:15 done"])
    }

    // MARK: Later

    @Test func `Later rings again at its moment, as an announcement of its own`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.later) == "evening 2026-11-20T21:15")
        #expect(scene.alarm == Instant("2026-11-20T21:30+01:00"))
        scene.server()
        #expect(scene.reposts.isEmpty, "it is promised, not open for all to see")
        scene.pass(until: "2026-11-20T21:30+01:00")
        #expect(scene.rings == ["evening 2026-11-20T21:15", "evening 2026-11-20T21:15"])
        #expect(scene.announcements.last?.lines == [], "on time for its moment: no word of lateness")
        #expect(scene.alarm == Instant("2026-11-21T03:30+01:00"), "six hours from its last ring")
    }

    @Test func `Later survives a restart, and its grace counts from its moment`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        scene.answer(.later, later: "2026-11-21T08:00+01:00")
        scene.restart(at: "2026-11-21T08:59+01:00")
        #expect(scene.rings == ["evening 2026-11-20T21:15", "evening 2026-11-20T21:15"])
        #expect(scene.announcements.last?.lines.last == "It was meant for 21:15.")
        scene.answer(.later, later: "2026-11-21T10:00+01:00")
        scene.restart(at: "2026-11-21T11:00:01+01:00")
        #expect(scene.ends == ["2026-11-20T21:15 missed grace"])
    }

    @Test func `a moment past the next occurrence is refused, and so is one that is past`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.later, later: "2026-11-21T21:15+01:00") == "laterPastNext")
        #expect(scene.answer(.later, later: "2026-11-20T21:20+01:00") == "laterInThePast")
        #expect(scene.history == ["evening 2026-11-20T21:15 open"])
    }

    @Test func `Later needs an open one`() {
        var scene = scene()
        #expect(scene.answer(.later, "evening") == "notOpen")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T21:20+01:00")
        #expect(scene.answer(.later, "evening") == "notOpen", "it has not rung yet")
        #expect(scene.answer(.done, "evening") == "evening 2026-11-20T21:15", "but it can be done")
    }

    @Test func `a promise that is answered before its moment does not ring`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        scene.answer(.later)
        #expect(scene.answer(.done) == "evening 2026-11-20T21:15")
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings.count == 1)
    }

    // MARK: Edits

    @Test func `an answer given ahead holds for the date under the new schedule`() {
        var scene = scene(at: "2026-11-20T18:00+01:00")
        scene.answer(.done, "evening")
        scene.configure([Ritual("evening", "daily at 20:00, 22:00")])
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings == ["evening 2026-11-20T22:00"], "for the first one of the date")
        #expect(
            scene.history.prefix(2) == [
                "evening 2026-11-20T20:00 done", "evening 2026-11-20T21:15 withdrawn",
            ])
    }

    @Test func `an open one that an edit removes and a later one brings back is in force again`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        scene.configure([Ritual("evening", "daily at 22:30")])
        #expect(scene.history == ["evening 2026-11-20T21:15 withdrawn"])
        scene.configure([evening])
        #expect(scene.history == ["evening 2026-11-20T21:15 open"])
        #expect(scene.reposts == ["evening 2026-11-20T21:15"])
        #expect(scene.answer(.done) == "evening 2026-11-20T21:15")
    }

    // MARK: Pause

    @Test func `a pause drops what falls into it, and takes the open bubble down until it is over`() {
        var scene = scene(evening, Ritual("tea", "daily at 22:00"))
        scene.pass(until: "2026-11-20T21:20+01:00")
        scene.pause(until: "2026-11-20T22:30+01:00")
        #expect(scene.withdrawn == [.ritual(evening.id)])
        scene.server()
        #expect(scene.reposts.isEmpty)
        scene.pass(until: "2026-11-20T22:30+01:00")
        #expect(scene.reposts == ["evening 2026-11-20T21:15"])
        #expect(scene.ends == ["2026-11-20T22:00 dropped paused"])
        scene.pass(until: "2026-11-21T21:15+01:00")
        #expect(scene.rings.last == "evening 2026-11-21T21:15")
    }

    @Test func `a promise that falls into a pause is dropped`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T21:20+01:00")
        scene.answer(.later)
        scene.pause()
        scene.pass(until: "2026-11-20T22:00+01:00")
        #expect(scene.ends == ["2026-11-20T21:15 dropped paused"])
        scene.resume()
        #expect(scene.rings.count == 1)
    }

    @Test func `what fell due in a pause is dropped also when the machine slept through its end`() {
        var scene = scene()
        scene.pause(until: "2026-11-20T21:30+01:00")
        scene.wake(at: "2026-11-20T21:40+01:00")
        #expect(scene.rings.isEmpty && scene.ends == ["2026-11-20T21:15 dropped paused"])
    }

    @Test func `a pause without an end survives a restart, until somebody ends it`() {
        var scene = scene()
        scene.pause()
        scene.restart(at: "2026-11-21T22:00+01:00")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.ends == ["2026-11-20T21:15 dropped paused", "2026-11-21T21:15 dropped paused"])
        scene.resume()
        scene.pass(until: "2026-11-22T21:15+01:00")
        #expect(scene.rings == ["evening 2026-11-22T21:15"])
    }

    @Test func `a pause that ended by its time is over for the next process too`() {
        var scene = scene()
        scene.pause(until: "2026-11-20T21:10+01:00")
        scene.pass(until: "2026-11-20T21:30+01:00")
        #expect(scene.rings == ["evening 2026-11-20T21:15"])
        scene.effects = []
        scene.restart()
        #expect(!scene.effects.contains(.report(.resumed)))
        #expect(scene.keeper.widePause == nil)
    }

    @Test func `dropped by a pause, it may be done late`() {
        var scene = scene()
        scene.pause(until: "2026-11-20T22:00+01:00")
        scene.pass(until: "2026-11-20T22:10+01:00")
        #expect(scene.answer(.done, "evening") == "evening 2026-11-20T21:15")
    }
}
