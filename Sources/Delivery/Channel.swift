import Rituals

/// Whether a channel has shown an announcement.
package enum DeliveryResult: Hashable, Sendable {
    case taken
    /// Why it was not shown, in words for the journal; never with the announcement's own text.
    case refused(String)
}

/// A way to reach people.
///
/// Every call returns at once; the answer comes later, once.
@MainActor
package protocol Channel: AnyObject {
    func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void)
}
