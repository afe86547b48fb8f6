import CivilTime
import Schedules

/// What could not ring and asked to be named in one summary.
struct Digest: Sendable {
    /// To be named by the next digest.
    private(set) var owed: [Occurrence] = []
    /// Named by the one that is on its way.
    private var sent: [Occurrence] = []
    /// Named by the one that was given up last, and may be shown all the same.
    private var failedLast: [Occurrence] = []
    /// Named by the one that is up.
    private var shown: [Occurrence] = []
    private(set) var alarm: Instant?

    /// How long after whatever brought it a digest comes.
    private static let delay: Duration = .seconds(20)

    init(owed: [Occurrence] = []) {
        self.owed = owed
    }

    mutating func owe(_ occurrence: Occurrence, at now: Instant) {
        owed.append(occurrence)
        retry(at: now)
    }

    /// Something has changed for which it may have waited.
    mutating func retry(at now: Instant) {
        if !owed.isEmpty, alarm == nil, sent.isEmpty { alarm = now + Digest.delay }
    }

    /// Something speaks against it until an instant, or with nil until `retry`.
    mutating func hold(until end: Instant? = nil) {
        alarm = end
    }

    /// What it names now: a newer one takes in the older one's.
    mutating func send() -> [Occurrence] {
        alarm = nil
        sent = owed
        owed = []
        return (shown + sent).sorted { $0.due.instant < $1.due.instant }
    }

    /// It was shown; those it named for the first time.
    mutating func told() -> [Occurrence.ID] {
        defer {
            shown += sent
            sent = []
        }
        return sent.map(\.id)
    }

    mutating func failed() {
        owed = sent + owed
        failedLast = sent
        sent = []
    }

    /// It was shown after all, later than it was waited for.
    mutating func succeededLate() {
        guard sent.isEmpty else { return }
        sent = owed.filter(failedLast.contains)
        owed.removeAll(where: failedLast.contains)
        failedLast = []
    }

    /// What nobody is known to have been told of.
    var unnamed: Set<Occurrence.ID> { Set((owed + sent).map(\.id)) }

    mutating func closed() {
        shown = []
    }

    /// `taken` are the times that are the new name's own: it is not said of these that they passed by.
    mutating func rename(_ old: Ritual.ID, to new: Ritual.ID, except taken: Set<Due.Name>) {
        func renamed(_ occurrences: [Occurrence]) -> [Occurrence] {
            occurrences.filter { $0.ritual != old || !taken.contains($0.due.name) }
                .map { $0.ritual == old ? Occurrence(ritual: new, due: $0.due) : $0 }
        }
        (owed, sent, shown, failedLast) = (renamed(owed), renamed(sent), renamed(shown), renamed(failedLast))
    }

    mutating func forget(_ id: Occurrence.ID) {
        owed.removeAll { $0.id == id }
        sent.removeAll { $0.id == id }
        shown.removeAll { $0.id == id }
    }
}

extension Keeper {
    /// What a digest has still to name, the one that is on its way included.
    package var owedToDigest: Set<Occurrence.ID> { digest.unnamed }

    /// What lies further back is left to `ritual history`.
    private static let oldest: Duration = .seconds(30 * 86_400)

    mutating func tellDigest(at now: Instant, into changes: inout Changes) {
        guard let alarm = digest.alarm, alarm <= now else { return }
        // All of it may have been answered meanwhile.
        guard !digest.owed.isEmpty, doubt == nil else { return digest.hold() }
        if let end = household.quiet?.end(at: now, in: zone) { return digest.hold(until: end) }
        guard isLocked == false, !isUndisturbed, widePause == nil, !isUnplugged(at: now) else {
            return digest.hold()
        }
        let lines = digestLines(digest.send().filter { now - $0.due.instant <= Keeper.oldest }, at: now)
        if lines.isEmpty {
            changes.records.append(.digested(digest.told()))
        } else {
            changes.others.append(Announcement(digest: lines, civil: zone.civil(at: now)))
        }
    }

    /// The line that was drawn for what could not ring.
    private func promptLine(of occurrence: Occurrence) -> String? {
        guard let ritual = household.ritual(occurrence.ritual), !ritual.isPrivate else { return nil }
        return ritual.prompt(for: occurrence.due, in: zone(of: ritual))
    }

    private func digestLines(_ occurrences: [Occurrence], at now: Instant) -> [String] {
        let today = zone.civil(at: now).date
        func name(_ occurrence: Occurrence) -> String {
            let ritual = household.ritual(occurrence.ritual)
            return ritual.map { $0.isPrivate ? $0.id.description : $0.title } ?? occurrence.ritual.description
        }
        guard let example = occurrences.last else { return [] }
        let (current, past) = (
            occurrences.filter { $0.due.civil.date == today },
            occurrences.filter { $0.due.civil.date < today }
        )
        var lines: [String] = []
        if !current.isEmpty {
            var names: [String] = []
            for name in current.map(name) where !names.contains(name) { names.append(name) }
            lines.append("Still good today: " + names.joined(separator: ", "))
            lines += current.compactMap(promptLine)
        }
        let most = 8
        lines += past.suffix(most).map {
            "\(name($0)), \(Wording.date($0.due.civil.date, thisYear: today.year)) \($0.due.civil.time)"
        }
        if past.count > most { lines.append("and more in `ritual history`") }
        return lines + ["Did it happen anyway? `ritual done \(example.ritual)`"]
    }
}
