/// The 128-bit numbers by which the journal knows each kind of entry; rituald.catalog explains them.
package enum MessageID: String, CaseIterable, Sendable {
    case ready = "5bea870578284ecf9d4e4ccd138d2e92"
    case stopped = "bad2e637ac2f4b87a3232018c6140693"
    case read = "000f9424966b43c2a52ccd8939989c20"
    case refused = "6840855384c949b68a7ef273e0d1c6dc"
    case rang = "f469b1abcba84423bacdb89c4332178f"
    case held = "e1f01266c6e940b7879c29615128b0a1"
    case nudged = "d2eae77757ab4333bf2d4e1a21c71c77"
    case renamed = "b8ea26bb8f1342a9af03413807e01703"
    case waiting = "e682f550221640a6af28f28d708bf04c"
    case ended = "346127792f804d988352c2c166e30748"
    case answered = "bb2b8177c69d45f584ef9f5a18d5f48d"
    case paused = "e623eb8a1e53449a9b42d53648fe1e28"
    case kept = "ea155d588ad84c7689f9262b59a4e9d3"
    case undelivered = "f8070f1d79e34c118c6d36bdc1bcb44f"
    case clock = "e0cea64d1b8343c2a4d347b75abcea49"
    case trouble = "b491c2a0cafc4f25ab1c1c0721ce40c5"

    /// The word for this kind of entry in `ritual log --json`.
    package var name: String { String(describing: self) }
}
