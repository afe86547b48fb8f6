import CivilTime
import Rituals
import Schedules

/// Sees what the program is told, writes and shows, and knows from that alone which promises it has broken.
///
/// It never asks the Keeper what it thinks.
struct Witness {
    /// What was seen of one occurrence.
    struct Life {
        /// Whether people may have seen it ring since it was last put off.
        var seen = Seen.never
        /// Whether a channel took the ring, and the ledger knows.
        var isConfirmed = false
        /// Whether it was ever confirmed.
        var hasRung = false
        var rangAt: Instant?
        var later: Instant?
        var nudges = 0
        var outcome: Outcome?
        var wasClosed = false
        /// Whether it was ever on its way to a channel.
        var wasSent = false
        /// Whether every channel has refused it since.
        var wasRefused = false
        /// Whether it lies ahead again, and nothing of it counts.
        var isVoid = false
    }

    enum Seen: Comparable { case never, maybe, surely }

    /// A ritual that has unplugged.
    struct Unplugged {
        let id: Occurrence.ID
        let moment: Instant
        let rangAt: Instant
    }

    /// What the daemon was told.
    var household = Household()
    var zone = Zone.utc
    /// When it handled an event last.
    var lastNow: Instant?
    /// Up to when everything was settled before the event that is looked at.
    var settled: Instant?
    /// The machine's zone at that time.
    var lastZone = Zone.utc
    /// Those that rituals named.
    var ritualZones: [Ritual.ID: Zone] = [:]
    var isLocked: Bool?
    var isUndisturbed = false
    var pauses = Pauses()

    var lives: [Occurrence.ID: Life] = [:]
    var unplugged: [Ritual.ID: Unplugged] = [:]
    var headsUps: Set<HeadsUp.ID> = []
    /// Those of them that were shown by a clock which was not believed.
    var doubtedHeadsUps: Set<HeadsUp.ID> = []
    /// The names of what has fallen due and must be in the ledger, with the instants.
    var required: [Ritual.ID: [Due.Name: Instant]] = [:]
    /// What the clocks showed when each ritual's schedule was first seen.
    var begun: [Ritual.ID: CivilDateTime] = [:]
    /// What each ritual's schedule has been.
    var versions: [Ritual.ID: [Version]] = [:]
    var zones: [Zone] = []
    /// The missed ones that a digest is to name.
    var owed: Set<Occurrence.ID> = []
    /// Whether the clock is believed.
    var isDoubted = false
    /// Whether something has come back since the last digest.
    var mayDigest = true
    /// Whether the ledger alone says what is so.
    var hasLostTrack = false
    var failure: String?

    struct Version: Hashable {
        let schedule: Schedule
        let zone: Zone?
    }

    mutating func claim(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds, failure == nil { failure = what() }
    }

    func ritualZone(_ ritual: Ritual) -> Zone { ritual.zone ?? zone }

    // MARK: What it is told

    mutating func takes(_ new: Household, unchanged: Set<Ritual.ID>, at now: Instant) {
        // Under another name a schedule is as old as it was.
        for (old, name) in new.renames
        where unchanged.contains(name) && household.ritual(old) != nil && household.ritual(name) == nil {
            begun[name] = begun[old]
        }
        household = new
        for ritual in new.rituals {
            if !unchanged.contains(ritual.id) { begun[ritual.id] = ritualZone(ritual).civil(at: now) }
            let version = Version(schedule: ritual.schedule, zone: ritual.zone)
            if versions[ritual.id]?.contains(version) != true {
                versions[ritual.id, default: []].append(version)
            }
        }
        unplugged = unplugged.filter { household.ritual($0.key)?.unplugs == true }
    }

    mutating func moves(to new: Zone) {
        zone = new
        if !zones.contains(new) { zones.append(new) }
    }
}
