import CivilTime
import Schedules

/// A binary heap, the least element first, so that one ring among many rituals costs as little as among few.
struct Heap<Element: Comparable & Sendable>: Sendable {
    private(set) var elements: [Element]

    init(_ elements: [Element] = []) {
        // What is in order is a heap.
        self.elements = elements.sorted()
    }

    var first: Element? { elements.first }
    var count: Int { elements.count }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    @discardableResult
    mutating func removeFirst() -> Element? {
        guard let first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return first }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < elements.count {
                if elements[child] < elements[least] { least = child }
            }
            guard least != parent else { return first }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}

/// What comes next of one ritual.
struct Coming: Comparable, Sendable {
    let due: Due
    /// The ritual's place in the household; earlier ones go first when several are due at once.
    let index: Int

    static func < (one: Coming, other: Coming) -> Bool {
        (one.due.instant, one.index) < (other.due.instant, other.index)
    }
}

/// When the current occurrence of a ritual wants to be looked at.
///
/// One that has been overtaken by another is left in the heap and passed over.
struct Revisit: Comparable, Sendable {
    let instant: Instant
    let ritual: Ritual.ID

    static func < (one: Revisit, other: Revisit) -> Bool {
        (one.instant, one.ritual) < (other.instant, other.ritual)
    }
}
