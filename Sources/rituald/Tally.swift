import Rituals

/// What has happened since the program began, for its last words in the foreground.
struct Tally {
    private var rang = 0
    private var missed = 0

    mutating func count(_ record: Keeper.Record) {
        guard case .occurrence(_, _, let fact) = record else { return }
        switch fact {
        case .rang: rang += 1
        case .ended(.missed, _, _), .ended(.dropped, _, _): missed += 1
        default: break
        }
    }

    var description: String {
        "\(Wording.count(rang, "ritual")) rang\(missed == 0 ? "" : ", \(missed) could not in time")."
    }
}
