import CivilTime
import Host
import Ledger
import Rituals

/// The program's life.
extension World {
    /// Reads the ledger and the files, and goes on.
    func start() {
        guard !isRunning else { return }
        do {
            if let folder, !diskFails { ledger = try Ledger(in: folder.path, machine: "simulated") }
            var memory = try ledger.memory(zones: .system, fallback: zone)
            // The world's zones are not this machine's.
            memory?.formerRules = rulesThen.filter { author.zone(named: $0.key) != $0.value }
            if let known = memory?.zone {
                memory?.zone = rulesThen[known.identifier] ?? author.zone(named: known.identifier)
            }
            keeper = Keeper(remembering: memory, isLocked: nil)
            if witness.hasLostTrack {
                witness.learn(
                    try ledger.states(since: now - .seconds(400 * 86_400)), memory?.pauses ?? [],
                    told: memory?.headsUps ?? [:], owed: memory?.owed ?? [])
            }
        } catch {
            return witness.claim(false, "not read: \(error)")
        }
        note("starts")
        isRunning = true
        isConfigured = false
        alarm = nil
        witness.isLocked = nil
        witness.isUndisturbed = false
        witness.mayDigest = true
        backlog = []
        wake()
        configure()
        todos.append((now + .nanoseconds(chance.number(1...3000) * 1_000_000), .tellPresence))
        if desktop.manner != .absent {
            todos.append((now + .nanoseconds(chance.number(1...500) * 1_000_000), .serverComes))
        }
    }

    /// The process ends, at once.
    func die() {
        guard isRunning else { return }
        note("dies")
        tally.crashes += 1
        isRunning = false
        fuse = nil
        alarm = nil
        todos.removeAll { entry in
            switch entry.todo {
            case .answer, .answerLate, .rested, .tellPresence, .synchronise: true
            case .serverComes, .retryDisk: false
            }
        }
        desktop.orphans = Set(desktop.up.values.map(\.announcement))
        let lost = backlog.flatMap(\.records)
        desktop.unwritten = desktop.orphans.filter { orphan in
            desktop.unwritten.contains(orphan)
                || orphan.kind.occurrences.contains { id in lost.contains { $0.begins(id) } }
        }
        for order in desktop.forgetOrders() { witness.mayHaveSeen(order.announcement, at: now) }
        if !backlog.isEmpty { witness.loseTrack() }
        backlog = []
    }

    /// It is told to end, and does so in order.
    func stop() {
        guard isRunning else { return }
        note("is told to end")
        // What fell due and was not shown is left to the next one.
        if let settled = keeper.settled(endingAt: now) {
            backlog.append(Batch(records: [], at: now, settled: settled))
            flush()
        }
        let before = standing(keeper.unfinished)
        if backlog.isEmpty {
            do {
                let memory = try ledger.memory(zones: .system, fallback: zone)
                let after = standing((memory?.states ?? []).filter { $0.outcome == nil })
                witness.claim(before == after, "a restart changes what is open: \(before) and then \(after)")
                var pauses = Pauses(memory?.pauses ?? [])
                for (old, new) in witness.household.renames { pauses.rename(old, to: new) }
                witness.claim(
                    pauses == Pauses(keeper.pauses),
                    "a restart changes the pauses: \(keeper.pauses) and then \(memory?.pauses ?? [])")
            } catch {
                witness.claim(false, "not read: \(error)")
            }
        }
        die()
    }

    private func standing(_ states: [OccurrenceState]) -> [String] {
        states.map { state in
            let kind =
                switch state.stage {
                case _ where state.later != nil: "put off"
                case .open: "open"
                case .ringing, .waiting: "waiting"
                case .ended: "ended"
                }
            return "\(state.occurrence.ritual) \(state.occurrence.due.name) \(kind)"
        }.sorted()
    }

    /// The rituals of the files, and those asked for by a command.
    func configure() {
        let since = now - Keeper.remembered
        oneOffs = (try? ledger.oneOffs(since: since)) ?? oneOffs
        let all = author.household.adding(oneOffs.map(\.ritual))
        if let (rituals, since) = Keeper.counted(in: all, at: now) {
            keeper.recall((try? ledger.states(of: rituals, since: since)) ?? [])
        }
        let former = witness
        let unchanged = witness.unchanged(under: all)
        witness.forgive(all, except: unchanged, since: keeper.settledThrough ?? Keeper.Settled(now, in: zone))
        witness.takes(all, unchanged: unchanged, at: now)
        unchangedNow = unchanged
        let isWritten = tell(
            .configured, "reads the files: \(all.rituals.map(\.words).joined(separator: "; "))"
        ) { $0.configured(all, at: $1) }
        unchangedNow = nil
        isConfigured = isRunning
        if isConfigured, backlog.isEmpty {
            let used = [zone] + all.rituals.compactMap(\.zone)
            rulesThen = Dictionary(used.map { ($0.identifier, $0) }, uniquingKeysWith: { $1 })
        }
        if !isWritten, !witness.hasLostTrack, witness.failure == nil {
            witness = former
            witness.isLocked = nil
        }
    }

    /// What the Keeper keeps in mind does not grow with the years: some days of each ritual, and a month of those that
    /// are enough at some number.
    private func mayRemember() {
        let rituals = witness.household.rituals
        let perDay = rituals.reduce(0) { $0 + witness.count(of: $1, days: 4) }
        let counted = rituals.filter { $0.enough != nil }.reduce(0) { $0 + witness.count(of: $1, days: 40) }
        let bound = 1000 + 4 * (perDay + counted + oneOffs.count)
        witness.claim(
            keeper.size <= bound, "the Keeper remembers \(keeper.size) things, and \(bound) were enough")
    }

    func audit(isCalm: Bool) {
        guard backlog.isEmpty, isConfigured, isRunning, isCalm || !keeper.isInDoubt else { return }
        tally.audits += 1
        do {
            let states = try ledger.states(since: witness.earliest(from: now) - .seconds(2 * 86_400))
            witness.claim(!isCalm || !keeper.isInDoubt, "the clock is doubted for ever")
            witness.audit(states, at: now, isCalm: isCalm)
            witness.isKnown(states)
            mayRemember()
        } catch {
            witness.claim(false, "not read: \(error)")
        }
    }
}

extension Ritual {
    /// For a trace.
    fileprivate var words: String {
        var words = "\(id) \(schedule.description)"
        if let zone { words += " in \(zone.identifier)" }
        if !isEnabled { words += " off" }
        if isPrivate { words += " private" }
        words += " grace \(grace)"
        if missed == .digest { words += " digest" }
        if let duration {
            words += " for \(duration)" + (unplugs ? " unplug" : "") + (notesEnd ? " note" : "")
        }
        if let nudge { words += " nudge \(nudge)" }
        if !headsUps.isEmpty { words += " heads-up \(headsUps)" }
        words += " quiet \(quiet) locked \(locked)"
        if let enough { words += " enough \(enough)" }
        if !wantsAnswer { words += " no-answer" }
        if channels != [.desktop] { words += " \(channels)" }
        if !formerIDs.isEmpty { words += " was \(formerIDs)" }
        return words
    }
}

extension Keeper.Record {
    /// Whether the ledger knows of an occurrence, or of its name, by this alone.
    fileprivate func begins(_ id: Occurrence.ID) -> Bool {
        switch self {
        case .occurrence(let occurrence, _, .ringing): occurrence.id == id
        case .renamed(_, let new): new == id.ritual
        default: false
        }
    }
}

extension Keeper {
    /// How many things it keeps in mind, of whatever kind.
    fileprivate var size: Int { Mirror(reflecting: self).size }
}

extension Mirror {
    fileprivate var size: Int {
        let isMany = displayStyle == .collection || displayStyle == .dictionary || displayStyle == .set
        return (isMany ? children.count : 0)
            + children.reduce(0) { sum, child in
                let inner = Mirror(reflecting: child.value)
                // The household is what it was given.
                guard child.label != "household", !inner.children.isEmpty else { return sum }
                return sum + inner.size
            }
    }
}
