import CivilTime
import Host
import Ledger
import Rituals
import Schedules

/// What people ask of the daemon, by a bubble's button, a command or another program on the bus.
extension Daemon {
    func pressed(_ action: Announcement.Action, on kind: Announcement.Kind) {
        switch (action, kind) {
        case (.show, .several(let occurrences, _)):
            tell { $0.unfolded(occurrences, at: $1) }
        case (.answer(let answer), .ring(let id)), (.answer(let answer), .repost(let id)),
            (.answer(let answer), .nudge(let id)), (.answer(let answer), .end(let id)):
            // A bubble cannot be told why not: that goes to the journal.
            do throws(AnswerRefusal) {
                let now = now
                let occurrence = try target(of: answer, ritual: id.ritual, due: id.due, at: now)
                let moment = keeper.usualLater(of: id.ritual, at: now)
                try give(Answer(answer, later: moment), to: occurrence, from: .bubble, at: now)
            } catch {
                reporter.trouble(words(for: error))
                desktop?.withdraw(kind.subject)
            }
        default:
            break
        }
    }

    /// Answers as a command does; which occurrence was meant.
    ///
    /// `later` is the moment for Later; nil: the ritual's own span from now.
    func answer(
        _ kind: Answer.Kind, ritual: Ritual.ID?, due: Due.Name?, later: Instant?
    ) throws(AnswerRefusal) -> (occurrence: Occurrence, answer: Answer) {
        let now = now
        let occurrence = try target(of: kind, ritual: ritual, due: due, at: now)
        let moment = later ?? keeper.usualLater(of: occurrence.ritual, at: now)
        let answer = Answer(kind, later: moment)
        try give(answer, to: occurrence, from: .command, at: now)
        return (occurrence, answer)
    }

    /// One that lies further back than the Keeper remembers is looked up in the ledger.
    private func target(
        of kind: Answer.Kind, ritual: Ritual.ID?, due: Due.Name?, at now: Instant
    ) throws(AnswerRefusal) -> Occurrence {
        recall(at: now)
        if let id = ritual.flatMap({ ritual in due.map { keeper.id(meantBy: $0, of: ritual) } }),
            keeper.state(of: id) == nil
        {
            let known = bookkeeper.ask { ledger throws(LedgerError) in try ledger.state(of: id) }
            if let state = known ?? nil { keeper.recall([state]) }
        }
        return try keeper.target(of: kind, ritual: ritual, due: due, at: now)
    }

    private func give(
        _ answer: Answer, to occurrence: Occurrence, from source: AnswerSource, at now: Instant
    ) throws(AnswerRefusal) {
        perform(try keeper.answered(answer, to: occurrence, from: source, at: now), at: now)
    }

    /// Keeps a reminder of its own; nil where it cannot be written down.
    func remind(_ text: String, due: CivilDateTime, offset: Int?, isPrivate: Bool) -> OneOff? {
        let now = now
        let zone = offset.map(Zone.init(fixedOffset:)) ?? zone
        let instant = zone.resolve(due).instant
        let added = bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.addOneOff(
                text, due: due, offset: offset, isPrivate: isPrivate, dueAt: instant, at: now)
        }
        if let added {
            oneOffs.append(added)
            tell { $0.reminded(added.ritual, at: $1) }
        }
        return added
    }

    /// Shows a ritual as its time would.
    func tryOut(_ ritual: Ritual, reply: @escaping @MainActor ([ChannelName], [String]) -> Void) {
        let announcement = Announcement(
            .trial(ritual.id), of: ritual, keeper.wordsToTry(ritual, at: now), civil: zone.civil(at: now),
            isConcealed: keeper.isConcealed(ritual))
        courier.deliver(counted(announcement)) { [weak self] report in
            self?.note(report)
            reply(report.taken, report.refused.map { "\($0.channel.words): \($0.reason)" })
        }
    }

    // MARK: Why not

    /// What is wrong, and after a line break the way out.
    func words(for refusal: AnswerRefusal) -> String {
        let today = zone.civil(at: now).date
        func moment(_ due: Due) -> String { Wording.moment(zone.civil(at: due.instant), today: today) }
        switch refusal {
        case .unknownRitual(let id):
            let names = household?.rituals.map(\.id.description) ?? []
            let near = Suggestion.nearest(to: id.description, among: names)
            return "there is no ritual `\(id)`\n"
                + (near.map { "did you mean `\($0)`?" } ?? "`ritual list` shows them all")
        case .nothingOpen:
            return "nothing is open\nname a ritual to answer it ahead or late; `ritual list` shows them"
        case .severalOpen(let open):
            let names = open.map { "`\($0.ritual)`" }.joined(separator: ", ")
            return "several are open: \(names)\nname the one that you mean"
        case .notOpen(let id):
            return "`\(id)` is not open, so there is nothing to put off\n`ritual status` shows what is"
        case .nothingToAnswer(let id, let next):
            let coming = next.map { "its next is \(moment($0)): `--due \($0.name)` means that one" }
            return "nothing of `\(id)` is open, to come today or left of the last two days\n"
                + (coming ?? "`ritual history \(id)` shows what was")
        case .noSuchOccurrence(let id, let civil):
            return
                "`\(id)` has nothing at \(civil)\n`ritual history \(id)` shows what was, `ritual next` what comes"
        case .wantsNoAnswer(let id):
            return "`\(id)` wants no answer (`answer: false`)\n`ritual skip \(id)` keeps today's from ringing"
        case .laterPastNext(let id, let next):
            return
                "`\(id)` rings again before that, \(moment(next))\ntake a shorter span, or `ritual skip \(id)`"
        case .laterInThePast:
            return "that moment is past\nas in `ritual later 20m`"
        }
    }
}

extension Answer {
    init(_ kind: Kind, later moment: Instant) {
        switch kind {
        case .done: self = .done
        case .later: self = .later(moment)
        case .skip: self = .notToday
        }
    }
}
