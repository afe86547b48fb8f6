import CivilTime
import Configuration
import Rituals
import Schedules
import TestSupport
import Testing

/// A couple's twenty years with the shipped decks, on two machines in two zones.
@Suite("Twenty years") struct TwentyYearsTests {
    private static let file = """
        partners: [Alex, Sam]
        rituals:
          coffee: {when: weekdays at 07:30, prompts: morning, answer: false}
          talk: {when: daily at 21:15, prompts: [gratitude, reflection], except: [2027-03-01..2027-03-31]}
          date: {when: every other friday at 19:30, starting: 2026-01-09, turns: [Alex, Sam], prompts: fun-list}
          lunch: {when: 'tue, thu, sat at 12:15', enough: 1 a week, turns: [Sam, Alex]}
          gesture: {when: sometime between 10:00 and 16:00 on wednesdays, prompts: gestures}
        occasions:
          wedding: {date: 2016-06-18, heads-up: [2w, 3d]}
          leap: {date: 2016-02-29, kind: birthday}
        """

    /// One machine, and what it did.
    private struct Machine {
        let household: Household
        let zone: Zone
        /// What was drawn for each occurrence.
        var drawn: [Occurrence.ID: String] = [:]
        var rang: [Occurrence] = []
        var done: [Occurrence.ID] = []
        var announced: [Occurrence.ID: Announcement] = [:]

        init(_ household: Household, in zone: String) {
            self.household = household
            self.zone = .named(zone)
        }

        /// Lives from one alarm to the next; what wants an answer is sometimes done, by chance.
        mutating func live(from start: Instant, until end: Instant, seed: UInt64) throws {
            var chance = SeededGenerator(seed: seed)
            var keeper = Keeper()
            var alarm: Instant?
            func take(_ effects: [Keeper.Effect], _ machine: inout Machine, at now: Instant) throws {
                for effect in effects {
                    switch effect {
                    case .record(.occurrence(let occurrence, _, .drew(let prompt))):
                        machine.drawn[occurrence.id] = prompt
                    case .record(.occurrence(let occurrence, _, .ringing)):
                        machine.rang.append(occurrence)
                    case .announce(let announcement):
                        if case .ring(let id) = announcement.kind { machine.announced[id] = announcement }
                        try take(
                            keeper.delivered(announcement.kind, on: [.desktop], at: now), &machine, at: now)
                        for state in keeper.unfinished
                        where state.stage == .open && chance.next().isMultiple(of: 3) {
                            machine.done.append(state.occurrence.id)
                            try take(
                                keeper.answered(.done, to: state.occurrence, from: .command, at: now),
                                &machine,
                                at: now)
                        }
                    case .wake(let instant): alarm = instant
                    default: break
                    }
                }
            }
            try take(keeper.woke(at: start, zone: zone), &self, at: start)
            try take(keeper.configured(household, at: start), &self, at: start)
            while let next = alarm, next <= end {
                try take(keeper.woke(at: next, zone: zone), &self, at: next)
            }
        }
    }

    private static func household(of me: String) throws -> Household {
        let folder = TemporaryFolder()
        try folder.write(me, to: "me")
        let loaded = LoadedConfiguration.load(try folder.write(file, to: "rituals.yaml"))
        return try #require(loaded.household, "\(loaded.problems)")
    }

    private static func lived(_ me: String, in zone: String, from start: String, seed: UInt64) throws
        -> Machine
    {
        var machine = Machine(try household(of: me), in: zone)
        try machine.live(
            from: Instant(start), until: Instant("2046-01-01T00:00Z"), seed: seed)
        return machine
    }

    @Test
    func `no prompt repeats within a round, turns are fair, enough is enough, and no anniversary is missed`()
        throws
    {
        let here = try Self.lived("Alex", in: "Europe/Berlin", from: "2026-01-01T00:00Z", seed: 1)
        let there = try Self.lived("Sam", in: "America/Los_Angeles", from: "2042-01-01T00:00Z", seed: 2)
        #expect(here.drawn.count > 14_000 && there.drawn.count > 2_800)
        for (id, prompt) in there.drawn { #expect(here.drawn[id] == prompt) }
        expectRounds(here)
        expectFairTurns(here)
        expectEnough(here)
        expectYears(here)
    }

    private func expectRounds(_ machine: Machine) {
        var seen: [String: Set<String>] = [:]
        for occurrence in machine.rang {
            guard let ritual = machine.household.ritual(occurrence.ritual), !ritual.prompts.isEmpty,
                let prompt = machine.drawn[occurrence.id]
            else { continue }
            let number = ritual.schedule.ordinal(of: occurrence.due, in: machine.zone)
            let deck = ritual.prompts[number % ritual.prompts.count]
            let round = number / ritual.prompts.count / deck.lines.count
            let isNew = seen["\(ritual.id) \(deck.name ?? "") \(round)", default: []].insert(prompt).inserted
            #expect(isNew, "\(occurrence) draws \(prompt) again")
        }
        #expect(seen.count > 100)
    }

    private func expectFairTurns(_ machine: Machine) {
        for ritual in machine.household.rituals where !ritual.turns.isEmpty {
            var counts: [String: Int] = [:]
            let all = ritual.schedule.occurrences(after: Instant("2026-01-01T00:00Z"), in: machine.zone)
            for due in all.prefix(1500) {
                counts[ritual.turn(for: due, in: machine.zone) ?? "", default: 0] += 1
            }
            let values = counts.values.sorted()
            #expect(values.count == 2 && values[1] - values[0] <= 1, "\(ritual.id): \(counts)")
        }
        let spoken = machine.announced.values.filter { $0.lines.contains("Alex, it is your turn.") }
        #expect(spoken.count > 200)
    }

    private func expectEnough(_ machine: Machine) {
        func week(_ id: Occurrence.ID) -> Int { (id.due.date.dayNumber + 3) / 7 }
        let lunches = machine.rang.map(\.id).filter { $0.ritual.description == "lunch" }
        let done = machine.done.filter { $0.ritual.description == "lunch" }
        #expect(lunches.count > 1500 && done.count > 500)
        for id in done {
            let later = lunches.filter { week($0) == week(id) && $0.due.date > id.due.date }
            #expect(later.isEmpty, "\(id) was done, and \(later) rang")
        }
    }

    private func expectYears(_ machine: Machine) {
        for (name, month) in [("wedding", 6), ("leap", 2)] {
            let rings = machine.rang.filter { $0.ritual.description == name }
            #expect(rings.map(\.due.civil.date.year) == Array(2026...2045))
            #expect(rings.allSatisfy { $0.due.civil.date.components.month == month })
        }
        let counts = machine.announced.filter { $0.key.ritual.description == "wedding" }.values.flatMap(
            \.lines)
        #expect(Set(counts) == Set((10...29).map { "Our \(Wording.ordinal($0))." }))
    }
}
