import CivilTime
import Ledger
import Rituals
import TestSupport

/// A household, a machine and a program on it, with all that can happen to them: the same for the same seed.
package final class World {
    /// What has been lived through.
    package struct Tally: Sendable {
        package var days = 0
        package var events = 0
        package var rings = 0
        package var crashes = 0
        package var audits = 0

        package init() {}

        package static func += (one: inout Tally, other: Tally) {
            one.days += other.days
            one.events += other.events
            one.rings += other.rings
            one.crashes += other.crashes
            one.audits += other.audits
        }
    }

    /// A promise that was not kept.
    package struct Broken: Error, CustomStringConvertible {
        package let seed: UInt64
        package let description: String
    }

    package let seed: UInt64
    package internal(set) var tally = Tally()

    var chance: Chance
    var author: Author
    var now: Instant
    var zone: Zone
    var witness = Witness()
    var desktop = Desktop()
    var trace = Trace()
    var todos: [(at: Instant, todo: Todo)] = []

    // The program.
    var keeper = Keeper()
    var isRunning = false
    var isConfigured = false
    var alarm: Instant?
    var performed = 0
    /// After how many more effects the process ends; nil: it does not.
    var fuse: Int?
    var backlog: [Batch] = []
    /// The rituals that the files being read leave as they are.
    var unchangedNow: Set<Ritual.ID>?
    var oneOffs: [OneOff] = []
    /// The rules of the zones in use, when the files were read last.
    var rulesThen: [String: Zone] = [:]

    // The machine.
    let folder: TemporaryFolder?
    var ledger: Ledger
    /// What somebody has kept of the ledger's files.
    var backup: (at: Instant, files: [String: [UInt8]])?
    var diskFails = false
    var isLocked = false
    var isUndisturbed = false
    /// How often the alarm has gone off at one moment.
    var spins = 0

    /// What the world does by itself after a while.
    enum Todo {
        case answer(UInt32, isSeen: Bool?)
        case answerLate(UInt32)
        case rested
        case tellPresence
        case serverComes
        case retryDisk
        case synchronise
    }

    struct Batch {
        let records: [Keeper.Record]
        let at: Instant
        let settled: Keeper.Settled
    }

    /// `isOnDisk`: the ledger is a file, and each start of the program opens it anew.
    package init(seed: UInt64, isOnDisk: Bool = false) throws {
        self.seed = seed
        var chance = Chance(seed: seed)
        author = Author(seed: seed &+ 0x5EED)
        zone = Author.zone[chance.pick(Author.zones)] ?? .utc
        // A day between 2020 and 2039.
        now = Instant(seconds: 1_577_836_800 + chance.number(0...(86_400 * 7300)))
        folder = isOnDisk ? TemporaryFolder() : nil
        ledger = try Ledger(in: folder?.path, machine: "simulated")
        self.chance = chance
        author.begin(on: zone.civil(at: now).date)
    }

    /// Lives for some days; throws what was broken.
    package func live(days: Int) throws {
        start()
        let end = now + .seconds(days * 86_400)
        var nextAudit = now + .seconds(86_400 * 25)
        var last = now
        while now < end {
            pass(for: chance.once(in: 3) ? chance.length(from: 20, to: 600) : chance.number(600...24_000))
            try check()
            happen()
            try check()
            if now < last { nextAudit = min(nextAudit, now + .seconds(86_400 * 25)) }
            tally.days += max(0, (now - last).wholeDays)
            if (now - last).wholeDays != 0 { last = now }
            if now >= nextAudit {
                calmDown()
                try check()
                nextAudit = now + .seconds(86_400 * 25)
            }
        }
        calmDown()
        try check()
    }

    func check() throws {
        guard let failure = witness.failure else { return }
        throw Broken(
            seed: seed,
            description: """
                seed \(seed), step \(trace.count): \(failure.shortened)
                \(trace.text)
                To live it again: make simulate SEED=\(seed)
                """)
    }

    // MARK: Time

    func pass(for seconds: Int) {
        pass(to: now + .seconds(seconds))
    }

    /// Lets time pass, with all that happens by itself meanwhile.
    func pass(to end: Instant) {
        while witness.failure == nil {
            let todo = todos.indices.min { todos[$0].at < todos[$1].at }
            let alarm = isRunning ? alarm : nil
            if let todo, todos[todo].at <= end, alarm.map({ todos[todo].at <= $0 }) ?? true {
                let (at, what) = todos.remove(at: todo)
                now = max(now, at)
                perform(what)
            } else if let alarm, alarm <= end {
                spins = alarm <= now ? spins + 1 : 0
                witness.claim(spins <= 8, "the alarm goes off again and again")
                now = max(now, alarm)
                if chance.once(in: 8) { now = now + .nanoseconds(chance.number(1...900) * 1_000_000) }
                wake()
            } else {
                break
            }
        }
        now = max(now, end)
    }

    func wake() {
        tell(.woke, "wakes") { [zone] in $0.woke(at: $1, zone: zone) }
    }

    /// Whatever the trouble was, it is over, and things go on undisturbed for a day and a half: then nothing may wait any more.
    func calmDown() {
        note("calm")
        fuse = nil
        if diskFails { perform(.retryDisk) }
        if !isRunning { start() }
        pass(for: 5)
        if isLocked || witness.isLocked != false {
            isLocked = false
            tellPresence()
        }
        if isUndisturbed { disturb(false) }
        witness.pauses.end([])
        tell(.resumed, "resumes") { $0.resumed(at: $1) }
        desktop.manner = .prompt
        perform(.serverComes)
        tell(.synchronised, "the clock is right") { $0.clockSynchronised(at: $1) }
        pass(for: 40 * 3600)
        guard witness.failure == nil else { return }
        audit(isCalm: true)
        witness.forget(before: now - .seconds(40 * 86_400))
    }

    func note(_ what: @autoclosure () -> String) {
        trace.note(what(), at: now, zone)
    }

    var today: CivilDate { zone.civil(at: now).date }
}

extension Duration {
    var wholeDays: Int { Int(components.seconds) / 86_400 }
}
