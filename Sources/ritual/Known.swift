import CivilTime
import Ledger
import Rituals

/// What a command knows of the rituals without asking the daemon: the files, and what the ledger holds.
struct Known {
    /// With the reminders that were asked for by a command.
    let household: Household
    /// What is not over, what is to come and answered already, and what counts for `enough`.
    let states: [OccurrenceState]
    /// Those in force.
    let pauses: [Pause]

    init(_ file: FileOptions, _ state: StateOptions, _ present: Present) throws {
        try self.init(file.household(), state, present)
    }

    init(
        _ household: Household, _ state: StateOptions, _ present: Present, withReminders: Bool = true
    ) throws {
        let ledger = try state.ledger()
        let oneOffs = withReminders ? try ledger?.oneOffs(since: present.now).map(\.ritual) ?? [] : []
        let household = household.adding(oneOffs)
        self.household = household
        var states = try ledger?.states(since: present.now) ?? []
        if let (rituals, since) = Keeper.counted(in: household, at: present.now) {
            states += try ledger?.states(of: rituals, since: since) ?? []
        }
        self.states = states
        pauses = try ledger?.pausesInForce().filter { $0.end.map { $0 > present.now } != false } ?? []
    }
}
