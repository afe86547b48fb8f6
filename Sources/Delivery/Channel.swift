import Rituals

/// Whether a channel has shown an announcement.
package enum DeliveryResult: Hashable, Sendable {
    /// It is shown; on a desktop as this bubble.
    case taken(BubbleReference?)
    /// Why it was not shown, in words for the journal, never with the announcement's own text; `maybeSeen`:
    /// it may have been shown all the same.
    case refused(String, maybeSeen: Bool = false)
    /// It was taken back on its way, and is to be shown nowhere.
    case withdrawn
}

/// A way to reach people.
///
/// Every call returns at once; the answer comes later, once.
@MainActor
package protocol Channel: AnyObject {
    func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void)
}
