import Delivery
import Ledger
import Rituals

/// The channels that run programs: made when the files have the first, and told what the Keeper does not
/// announce.
extension Daemon {
    /// Takes over the channels of the files.
    func configureCommands(_ channels: [CommandChannel]) {
        // A play is for whoever looks at it.
        guard case .wall = clock, !channels.isEmpty || courier.commands != nil else { return }
        let commands = courier.commands ?? makeCommands()
        courier.commands = commands
        commands.configure(channels)
    }

    private func makeCommands() -> CommandChannels {
        let told = bookkeeper.ask { ledger throws(LedgerError) in try ledger.unpluggedChannels() }
        let listener = CommandChannels.Listener(
            onResult: { [weak self] in self?.noteCommand($0, $1) },
            onRested: { [weak self] in
                guard let self, self.keeper.hasWaiting else { return }
                self.tell { $0.terminalCame(at: $1) }
            },
            onUnplugged: { [weak self] channels in
                self?.bookkeeper.ask { ledger throws(LedgerError) in try ledger.keepUnplugged(channels) }
            })
        return CommandChannels(CommandRunner(session), unplugged: told ?? [], listener: listener)
    }

    /// Tells channels for what the house is unplugged, if for anything.
    func tellUnplugged() {
        guard let commands = courier.commands, household != nil else { return }
        commands.unplugged(for: keeper.unplugging)
    }

    /// Tells channels of an answer.
    func tellCommands(of record: Keeper.Record) {
        guard let commands = courier.commands,
            case .occurrence(let occurrence, _, .answered(let answer, _)) = record,
            let ritual = keeper.ritual(occurrence.ritual)
        else { return }
        commands.answered(answer, to: occurrence, of: ritual)
    }

    /// A program has ended after what it was told had been shown elsewhere.
    func commandCame(late kind: Announcement.Kind, _ channel: ChannelName, _ result: DeliveryResult) {
        noteCommand(channel, result)
        guard case .taken = result else { return }
        tell { $0.reached(kind, on: [channel], at: $1) }
    }

    private func noteCommand(_ channel: ChannelName, _ result: DeliveryResult) {
        switch result {
        case .taken: reporter.accepted(channel)
        case .refused(let reason, _): reporter.refused(channel, reason)
        case .withdrawn: break
        }
        tellChanges()
    }
}
