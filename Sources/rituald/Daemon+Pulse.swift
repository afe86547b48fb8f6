import CivilTime
import Configuration
import Ledger
import Rituals

/// The pulse, and what is said because of it; nothing of either is ever reported.
extension Daemon {
    private var week: CivilWeek { CivilWeek(of: zone.civil(at: now).date) }

    /// Works out anew what the next check-in brings.
    func lookAtPulse() {
        guard case .wall = clock, let household else { return }
        if let me = household.me {
            bookkeeper.ask { ledger throws(LedgerError) in try ledger.adoptPulses(for: me) }
        }
        guard let known = insights else { return }
        let (now, week) = (now, week)
        var offers: [Insight] = []
        var coming: ComingInsight?
        if household.allowsInsights {
            offers = known.offers(unanswered, in: household, at: now, week)
            coming = known.coming(
                from: try? DeckShelf(beside: path).deck(named: Deck.lighter), offers: offers, in: week)
        }
        let last = known.said.last { $0.occurrence != nil }
        keeper.outlook = Keeper.Outlook(
            coming: coming,
            brought: last.flatMap { said in
                said.occurrence.map { Keeper.Brought($0, words: said.insight.words) }
            },
            lastPulse: known.pulses.last?.week)
        // Without a check-in that would bring it, `ritual status` reads it from the ledger.
        if !household.hasCheckIn, let offer = offers.first {
            let said = Insight.Said(offer, week: week, at: now)
            bookkeeper.ask { ledger throws(LedgerError) in try ledger.keep(said) }
        }
    }

    /// Once a day, since what nobody answers changes by time alone.
    func lookAtSilence() {
        let today = zone.civil(at: now).date
        guard case .wall = clock, silenceSeen != today else { return }
        silenceSeen = today
        let since = now - .seconds(366 * 86_400)
        unanswered =
            bookkeeper.ask { ledger throws(LedgerError) in try ledger.unanswered(since: since) } ?? []
        lookAtPulse()
    }

    private var insights: Insights? {
        bookkeeper.ask { ledger throws(LedgerError) in
            Insights(
                pulses: try ledger.pulses(of: bookkeeper.person),
                said: try ledger.insights(of: bookkeeper.person))
        }
    }

    /// Keeps this week's pulse; what is to be said after it, nil where it cannot be written down.
    func keepPulse(_ figures: [Pulse.Question: Int], note: String?) -> [Insight]? {
        let (now, week) = (now, week)
        let pulse = Pulse(week: week, figures: figures, note: note)
        let kept: Void? = bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.keep(pulse, of: bookkeeper.person, at: now)
        }
        guard kept != nil else { return nil }
        for ritual in household?.rituals ?? [] where ritual.asksPulse {
            desktop?.withdraw(.pulse(ritual.id))
        }
        defer { lookAtPulse() }
        guard household?.allowsInsights == true, let help = insights?.help(in: week) else { return [] }
        bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.keep(Insight.Said(help, week: week, at: now))
        }
        return [help]
    }

    /// Takes a week's pulse out of the ledger; nil where that cannot be done.
    func forgetPulse(of week: CivilWeek) -> Ledger.Forgetting? {
        defer { lookAtPulse() }
        return bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.forgetPulse(of: week, bookkeeper.person)
        }
    }
}
