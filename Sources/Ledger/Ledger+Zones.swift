import CivilTime
import Rituals

/// The rules that the zones in use had: a program that was off while the tz database was updated learns from them what the
/// clocks would have shown.
extension Ledger {
    private static let prefix = "rules "
    /// After so long an excerpt is written anew, since it ends after two years.
    private static let renewal: Duration = .seconds(180 * 86_400)

    private func excerpts() throws(LedgerError) -> [String: ZoneExcerpt] {
        var found: [String: ZoneExcerpt] = [:]
        try database.query("SELECT name, value FROM facts WHERE name GLOB 'rules *'") { row in
            guard let name = row.text(0)?.dropFirst(Ledger.prefix.count), let text = row.text(1),
                let excerpt = ZoneExcerpt(parsing: text, identifier: String(name))
            else { return }
            found[String(name)] = excerpt
        }
        return found
    }

    /// The zones that have other rules by now, with those that they had; `present` gives those of now.
    func formerRules(_ present: (String) -> Zone?) throws(LedgerError) -> [String: Zone] {
        try excerpts().filter { name, excerpt in present(name).map { !excerpt.holds(in: $0) } == true }
            .mapValues(\.zone)
    }

    /// Remembers the rules of the zones in use, and no others.
    package func keepRules(of zones: [Zone], at now: Instant) throws(LedgerError) {
        let known = try excerpts()
        let wanted = Dictionary(zones.map { ($0.identifier, $0) }, uniquingKeysWith: { $1 })
        let new = wanted.filter { name, zone in
            known[name].map { !$0.holds(in: zone) || now > $0.beginning + Ledger.renewal } ?? true
        }
        let gone = known.keys.filter { wanted[$0] == nil }
        guard !new.isEmpty || !gone.isEmpty else { return }
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            for (name, zone) in new {
                // A clock that is set back a little is still in it.
                let excerpt = ZoneExcerpt(of: zone, from: now - Keeper.remembered)
                try set(Ledger.prefix + name, excerpt.text)
            }
            for name in gone {
                try database.query("DELETE FROM facts WHERE name = ?", [.text(Ledger.prefix + name)])
            }
        }
    }
}
