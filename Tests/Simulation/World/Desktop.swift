import CivilTime
import Rituals

/// A notification server, as good or as bad as they come.
struct Desktop {
    enum Manner: CaseIterable {
        /// Answers within the same moment.
        case prompt
        case quick, slow
        /// Never answers, whether it shows the bubble or not.
        case hanging
        /// Answers when it has been given up.
        case late
        case failing
        /// Fails once, as one that was asked too fast.
        case failingOnce
        case absent
    }

    /// One that was asked for and not answered yet.
    struct Order {
        let announcement: Announcement
        let number: UInt32
        var isWanted = true
    }

    var manner = Manner.prompt
    /// Whether a terminal takes what no desktop does.
    var hasTerminal = false
    private(set) var up: [Announcement.Subject: (number: UInt32, announcement: Announcement)] = [:]
    private(set) var orders: [UInt32: Order] = [:]
    /// Those that were given up, and will be answered all the same.
    private(set) var owed: [UInt32: Order] = [:]
    /// What a process has left behind that is no more.
    var orphans: Set<Announcement> = []
    /// Those of them of which it could write nothing: nobody knows of them.
    var unwritten: Set<Announcement> = []
    private var last: UInt32 = 0
    private var generation = 0

    var server: String { "server-\(generation)" }

    mutating func order(_ announcement: Announcement) -> UInt32 {
        last += 1
        orders[last] = Order(announcement: announcement, number: last)
        return last
    }

    /// The server has put it up; nil where it has been taken back meanwhile.
    mutating func post(_ number: UInt32) -> BubbleReference? {
        guard let order = orders.removeValue(forKey: number), order.isWanted else { return nil }
        up[order.announcement.subject] = (number, order.announcement)
        return BubbleReference(server: server, number: number)
    }

    mutating func give(up number: UInt32) -> Order? { orders.removeValue(forKey: number) }

    /// Gives up one whose answer will come.
    mutating func owe(_ order: Order) { owed[order.number] = order }

    /// The late answer has come: what it shows, where that is still wanted.
    mutating func post(late number: UInt32) -> (announcement: Announcement, bubble: BubbleReference)? {
        guard let order = owed.removeValue(forKey: number), order.isWanted else { return nil }
        up[order.announcement.subject] = (number, order.announcement)
        return (order.announcement, BubbleReference(server: server, number: number))
    }

    /// Whether an answer on a subject is still to come.
    func owes(_ subject: Announcement.Subject) -> Bool {
        owed.values.contains { $0.isWanted && $0.announcement.subject == subject }
    }

    mutating func withdraw(_ subject: Announcement.Subject) {
        up[subject] = nil
        for (number, order) in orders where order.announcement.subject == subject {
            orders[number]?.isWanted = false
        }
        for (number, order) in owed where order.announcement.subject == subject {
            owed[number]?.isWanted = false
        }
    }

    mutating func close(_ subject: Announcement.Subject) { up[subject] = nil }

    /// The server goes, and all that it shows.
    mutating func leave() {
        manner = .absent
        up = [:]
        owed = [:]
        generation += 1
    }

    /// The program that asked is no more; of what is up, only some is known to the next one.
    mutating func forgetOrders() -> [Order] {
        defer { (orders, owed) = ([:], [:]) }
        return Array(orders.values) + owed.values
    }

    /// What others can read.
    var visible: [Announcement] {
        let coming = (Array(orders.values) + owed.values).filter(\.isWanted).map(\.announcement)
        let replaced = Set(coming.map(\.subject))
        return coming + up.filter { !replaced.contains($0.key) }.values.map(\.announcement)
    }
}
