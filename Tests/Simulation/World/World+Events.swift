import CivilTime
import Ledger
import Rituals
import Schedules

/// What happens.
extension World {
    func perform(_ todo: Todo) {
        switch todo {
        case .answer(let number, let isSeen): answer(number, isSeen: isSeen)
        case .answerLate(let number): answerLate(number)
        case .rested: if isRunning, desktop.manner != .absent { terminalComes() }
        case .tellPresence: tellPresence()
        case .serverComes: serverComes()
        case .retryDisk:
            diskFails = false
            todos.removeAll { if case .retryDisk = $0.todo { true } else { false } }
            note("the disk is well")
            flush()
        case .synchronise: synchronise()
        }
    }

    /// One thing of all that can happen.
    func happen() {
        if !isRunning {
            if chance.once(in: 3) { author.edit(on: today) }
            if chance.once(in: 4) { travel() }
            return start()
        }
        if chance.once(in: 40) { fuse = chance.number(0...12) }
        let happening = chance.pick(World.happenings)
        happening(self)()
    }

    /// What can happen, and how often beside the others.
    private static var happenings: [(weight: Int, (World) -> () -> Void)] {
        [
            (25, answerSomething), (5, closeBubble), (7, turnLock), (2, turnDisturbing), (6, sleep), (3, end),
            (4, stepClock), (2, fly), (6, editFiles), (2, configure), (5, pause), (4, resume),
            (7, changeServer), (1, breakDisk), (4, addOneOff), (1, terminalComes), (1, synchronise),
            (1, look), (1, turnTerminal), (1, changeRules), (2, moveGround),
        ]
    }

    // MARK: People

    private func answerSomething() {
        let kind = chance.pick([Answer.Kind.done, .done, .done, .later, .later, .skip])
        let ritual = keeper.rituals.isEmpty ? nil : chance.pick(keeper.rituals)
        let isInBubble = chance.once(in: 2)
        if isInBubble {
            let keys = desktop.up.values.map(\.announcement).filter { !$0.actions.isEmpty }.sorted {
                $0.title < $1.title
            }
            guard !keys.isEmpty else { return }
            press(kind, on: chance.pick(keys).kind)
        } else {
            var due: Due.Name?
            if chance.once(in: 5), let ritual {
                let after = now - .seconds(86_400 * chance.number(-1...3))
                due = ritual.schedule.next(after: after, in: ritual.zone ?? zone)?.name
            }
            let later = chance.once(in: 3) ? now + .seconds(chance.length(from: 60, to: 90_000)) : nil
            answer(kind, chance.once(in: 6) ? nil : ritual?.id, due, later: later, .command)
        }
    }

    private func press(_ kind: Answer.Kind, on bubble: Announcement.Kind) {
        if case .several(let ids, _) = bubble {
            tell(.unfolded, "unfolds") { $0.unfolded(ids, at: $1) }
        } else if let id = bubble.occurrences.first {
            answer(kind, id.ritual, id.due, later: nil, .bubble)
        }
    }

    private func answer(
        _ kind: Answer.Kind, _ ritual: Ritual.ID?, _ due: Due.Name?, later: Instant?, _ source: AnswerSource
    ) {
        guard isRunning else { return }
        recall()
        if let id = ritual.flatMap({ ritual in due.map { keeper.id(meantBy: $0, of: ritual) } }),
            keeper.state(of: id) == nil, let state = try? ledger.state(of: id)
        {
            keeper.recall([state])
        }
        do throws(AnswerRefusal) {
            let occurrence = try keeper.target(of: kind, ritual: ritual, due: due, at: now)
            let answer: Answer =
                switch kind {
                case .done: .done
                case .skip: .notToday
                case .later: .later(later ?? keeper.usualLater(of: occurrence.ritual, at: now))
                }
            let effects = try keeper.answered(answer, to: occurrence, from: source, at: now)
            take(
                effects, of: .answered,
                "answers \(occurrence.ritual) \(occurrence.due.name) \(answer)".shortened)
        } catch {
            note("is refused: \(error)".shortened)
        }
    }

    private func closeBubble() {
        let subjects = desktop.up.keys.sorted { "\($0)" < "\($1)" }
        guard !subjects.isEmpty else { return }
        let subject = chance.pick(subjects)
        guard let kind = desktop.up[subject]?.announcement.kind else { return }
        desktop.close(subject)
        let byPerson = chance.once(in: 2)
        tell(.closed, "\(byPerson ? "closes" : "expires"): \(kind)".shortened) {
            $0.notificationClosed(kind, byPerson: byPerson, at: $1)
        }
        if isRunning, byPerson { witness.closed(kind) }
    }

    func disturb(_ isUnwanted: Bool) {
        isUndisturbed = isUnwanted
        witness.isUndisturbed = isUnwanted
        tell(.disturbing, "do not disturb: \(isUnwanted)") { $0.disturbing(isUnwanted: isUnwanted, at: $1) }
    }

    private func pause() {
        let end = chance.once(in: 4) ? nil : now + .seconds(chance.length(from: 60, to: 600_000))
        let some = Set(keeper.rituals.map(\.id).filter { _ in chance.once(in: 2) })
        let scope: Pause.Scope =
            some.isEmpty || chance.once(in: 2) ? .all : chance.once(in: 2) ? .only(some) : .allBut(some)
        let before = witness.pauses
        witness.pauses.pass(to: now)
        witness.pauses.begin(scope, until: end)
        changingPauses(before) {
            tell(.paused, "pauses until \(end.map { "\($0.seconds)" } ?? "-"), \(scope)".shortened) {
                $0.paused(until: end, scope, at: $1)
            }
        }
    }

    private func resume() {
        let some = chance.once(in: 2) ? [] : Set(keeper.rituals.map(\.id).filter { _ in chance.once(in: 3) })
        let before = witness.pauses
        witness.pauses.pass(to: now)
        witness.pauses.end(some)
        witness.mayDigest = true
        changingPauses(before) {
            tell(.resumed, "resumes \(some)".shortened) { $0.resumed(some, at: $1) }
        }
    }

    /// What was not written has not been.
    private func changingPauses(_ before: Pauses, _ change: () -> Bool) {
        if !change() { witness.pauses = before }
    }

    private func addOneOff() {
        guard !diskFails else { return }
        let isAfterSpan = chance.once(in: 2)
        let offset = isAfterSpan ? zone.offset(at: now) / 60 * 60 : nil
        let due = now + .seconds(chance.length(from: 60, to: 400_000))
        let civil = (offset.map(Zone.init(fixedOffset:)) ?? zone).civil(at: due)
        let isPrivate = chance.once(in: 3)
        let instant = (offset.map(Zone.init(fixedOffset:)) ?? zone).resolve(civil).instant
        _ = try? ledger.addOneOff(
            isPrivate ? Author.secret + " asked" : "asked", due: civil, offset: offset, isPrivate: isPrivate,
            dueAt: instant, at: now)
        configure()
    }

    private func editFiles() {
        author.edit(on: today)
        configure()
    }

    // MARK: The machine

    private func turnLock() {
        isLocked.toggle()
        tellPresence()
    }

    private func turnDisturbing() { disturb(!isUndisturbed) }

    private func end() {
        if chance.once(in: 2) {
            // Stopped across something that is due, and told to end before it looks at the clock.
            if chance.once(in: 3), let alarm { now = max(now, alarm + .seconds(chance.number(0...90))) }
            stop()
        } else {
            die()
        }
        if chance.once(in: 2) { desktop.leave() }
    }

    private func fly() {
        travel()
        wake()
    }

    /// A zone in use has new rules, and a program that is off learns of them when it starts.
    private func changeRules() {
        // What the sun does is Berlin's, and its times are no rules.
        let used = ([zone] + author.household.rituals.compactMap(\.zone)).filter {
            $0.identifier != "Europe/Berlin"
        }
        guard !used.isEmpty, let new = author.newRules(of: chance.pick(used), at: now) else { return }
        note("\(new.identifier) has new rules")
        author.takes(new)
        if zone.identifier == new.identifier { zone = new }
        witness.mayDigest = true
        wake()
        configure()
    }

    /// The ledger's files are removed, or put back from a backup, under the hands of the program.
    private func moveGround() {
        guard let folder, !diskFails, backlog.isEmpty, isConfigured else { return }
        do {
            let old = ledger
            if let backup, chance.once(in: 2), now >= backup.at, now - backup.at < .seconds(86_400) {
                note("another ledger is put in its place")
                try folder.restore(backup.files)
                guard case .replaced = old.ground else { return witness.claim(false, "not seen") }
                _ = try old.keepReplaced(in: folder.path, stamp: "\(now.seconds)")
                old.leaveFilesAlone()
                ledger = try Ledger(in: folder.path, machine: "simulated")
                guard let settled = keeper.settledThrough else { return }
                let records = keeper.recollection(knowing: try ledger.recentStates())
                try ledger.learn(
                    Ledger.Recollection(
                        records: records, oneOffs: oneOffs, owed: keeper.owedToDigest, at: now,
                        settled: settled))
            } else {
                note("the ledger's files are removed")
                try folder.removeLedger(chance.pick([["-wal"], [""], ["", "-wal", "-shm"]]))
                guard case .gone = old.ground else { return }
                try old.putBack(in: folder.path)
                old.leaveFilesAlone()
                ledger = try Ledger(in: folder.path, machine: "simulated")
            }
            self.backup = nil
        } catch {
            witness.claim(false, "not moved: \(error)")
        }
    }

    private func breakDisk() { diskFails = true }

    private func terminalComes() {
        tell(.terminalCame, "a terminal comes") { $0.terminalCame(at: $1) }
    }

    private func turnTerminal() { desktop.hasTerminal.toggle() }

    private func synchronise() {
        tell(.synchronised, "the clock is right") { $0.clockSynchronised(at: $1) }
    }

    private func look() { audit(isCalm: false) }

    func tellPresence() {
        witness.isLocked = isLocked
        if isLocked {
            tell(.locked, "locks") { $0.locked(at: $1) }
        } else {
            witness.mayDigest = true
            tell(.unlocked, "unlocks") { $0.unlocked(at: $1) }
        }
    }

    private func sleep() {
        note("sleeps")
        let length = chance.length(from: 60, to: chance.once(in: 6) ? 3_000_000 : 100_000)
        if chance.once(in: 2) { isLocked = true }
        now = now + .seconds(length)
        witness.mayDigest = true
        if chance.once(in: 4) { zone = author.someZone() }
        switch chance.number(0...4) {
        case 0 where isLocked: tellPresence()
        case 1: serverComes()
        default: break
        }
        wake()
    }

    private func stepClock() {
        let sign = chance.once(in: 2) ? -1 : 1
        let delta = sign * chance.length(from: 1, to: chance.once(in: 8) ? 8_000_000 : 200_000)
        note("the clock is set by \(delta)")
        now = now + .seconds(delta)
        for index in todos.indices { todos[index].at = todos[index].at + .seconds(delta) }
        witness.mayDigest = true
        if chance.once(in: 8) { return }
        wake()
        if abs(delta) > 3000, chance.once(in: 2) {
            // It was a mistake, and is mended.
            pass(for: chance.length(from: 1, to: 7000))
            now = now + .seconds(-delta)
            note("the clock is set back again")
            for index in todos.indices { todos[index].at = todos[index].at + .seconds(-delta) }
            wake()
        }
        if chance.once(in: 2) { todos.append((now + .seconds(chance.number(1...60)), .synchronise)) }
    }

    private func travel() {
        zone = author.someZone()
        witness.mayDigest = true
        note("travels to \(zone.identifier)")
    }

    private func changeServer() {
        if desktop.manner == .absent {
            desktop.manner = chance.pick(Desktop.Manner.allCases.filter { $0 != .absent })
            serverComes()
        } else if chance.once(in: 2) {
            note("the server goes")
            desktop.leave()
            for number in desktop.orders.keys.sorted() {
                answer(number, isSeen: chance.once(in: 3) ? nil : false)
            }
            todos.append((now + .seconds(chance.length(from: 1, to: 100_000)), .serverComes))
        } else {
            desktop.manner = chance.pick(Desktop.Manner.allCases.filter { $0 != .absent })
        }
    }

    private func serverComes() {
        if desktop.manner == .absent { desktop.manner = chance.pick([.prompt, .prompt, .quick, .slow]) }
        witness.mayDigest = true
        tell(.serverReturned, "a server comes") { $0.serverReturned(at: $1) }
    }
}
