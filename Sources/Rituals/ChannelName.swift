/// A way by which a ring reaches people, by its name in the files and in the ledger.
package struct ChannelName: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let desktop = ChannelName(rawValue: "desktop")
    package static let terminal = ChannelName(rawValue: "terminal")

    /// Those that are always there; any other runs a program.
    package static let screens: [ChannelName] = [.desktop, .terminal]

    package var isScreen: Bool { self == .desktop || self == .terminal }

    /// As it stands in a sentence: `the desktop`, `the channel phone`.
    package var words: String { isScreen ? "the \(rawValue)" : "the channel \(rawValue)" }

    /// That it has failed, in a sentence: `The channel phone does not work: …`.
    package func failure(_ reason: String) -> String {
        "T\(words.dropFirst()) \(isScreen ? "takes no ring" : "does not work"): \(reason)"
    }
}
