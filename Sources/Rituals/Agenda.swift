import CivilTime
import Schedules

/// What comes next of every ritual, the nearest first: a binary heap, so that a ring among many costs as
/// little as among few.
struct Agenda: Sendable {
    struct Entry: Sendable {
        let due: Due
        /// The ritual's place in the household; earlier ones go first when several are due at once.
        let index: Int

        fileprivate func precedes(_ other: Entry) -> Bool {
            (due.instant, index) < (other.due.instant, other.index)
        }
    }

    private(set) var entries: [Entry] = []

    var nearest: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0, entries[child].precedes(entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the nearest entry out if it is due by an instant.
    mutating func popDue(by instant: Instant) -> Entry? {
        guard let nearest, nearest.due.instant <= instant else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return nearest }
        entries[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < entries.count {
                if entries[child].precedes(entries[smallest]) { smallest = child }
            }
            guard smallest != parent else { return nearest }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
