import CivilTime

/// A line that the couple kept by themselves.
struct KeptLine: Hashable, Sendable {
    let date: CivilDate
    /// Who wrote it down, where it says so.
    let by: String?
    let text: String
}
