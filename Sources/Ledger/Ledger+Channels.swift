import Rituals

/// What must outlast the program about channels.
extension Ledger {
    /// The channels that were told of something unplugged, and not yet of its end.
    package func unpluggedChannels() throws(LedgerError) -> Set<ChannelName> {
        let names = try fact("unplugged")?.split(separator: " ") ?? []
        return Set(names.map { ChannelName(rawValue: String($0)) })
    }

    package func keepUnplugged(_ channels: Set<ChannelName>) throws(LedgerError) {
        try set("unplugged", channels.map(\.rawValue).sorted().joined(separator: " "))
    }
}
