import CivilTime
import Rituals
import Schedules

/// What people have seen, and done with it.
extension Witness {
    /// It is on its way.
    mutating func sent(_ announcement: Announcement) {
        for id in announcement.kind.occurrences { lives[id, default: Life()].wasSent = true }
    }

    /// A channel has shown it.
    mutating func saw(_ announcement: Announcement) {
        switch announcement.kind {
        case .ring(let id): lives[id, default: Life()].seen = .surely
        case .several(let ids, isRepost: false): for id in ids { lives[id, default: Life()].seen = .surely }
        case .headsUp(let id): saw(id)
        case .nudge(let id): lives[id]?.nudges += 1
        default: break
        }
    }

    /// A channel may have shown it.
    mutating func mayHaveSeen(_ announcement: Announcement, at now: Instant) {
        func look(_ id: Occurrence.ID) {
            // Put off since: what rings then is another showing.
            if let later = lives[id]?.later, later > now { return }
            let seen = lives[id]?.seen ?? .never
            lives[id, default: Life()].seen = max(seen, .maybe)
            lives[id]?.wasRefused = true
        }
        switch announcement.kind {
        case .ring(let id): look(id)
        case .several(let ids, isRepost: false): ids.forEach(look)
        case .headsUp(let id): saw(id)
        case .nudge(let id): lives[id]?.nudges += 1
        default: break
        }
    }

    private mutating func saw(_ id: HeadsUp.ID) {
        headsUps.insert(id)
        if isDoubted { doubtedHeadsUps.insert(id) }
    }

    mutating func closed(_ kind: Announcement.Kind) {
        for id in kind.occurrences where lives[id]?.outcome == nil && lives[id]?.later == nil {
            lives[id]?.wasClosed = true
        }
    }
}
