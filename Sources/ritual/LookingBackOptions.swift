import ArgumentParser
import CivilTime
import Configuration
import Host
import Rituals

/// Options of the commands that look back: where the files and the ledger are, and whether private rituals count.
struct LookingBackOptions: ParsableArguments {
    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions

    @Flag(name: .customLong("private"), help: "Take private rituals in.")
    var showsPrivate = false

    func past(of household: Household) throws -> LookingBack {
        LookingBack(
            try state.ledger()?.endings(until: Present().now) ?? [], of: household, showsPrivate: showsPrivate
        )
    }

    /// The file that says whose machine it is, as people know it.
    var me: String { Places.short(LoadedConfiguration.mePath(beside: file.path ?? Places.configuration)) }
}
