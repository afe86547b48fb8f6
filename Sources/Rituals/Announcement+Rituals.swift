import CivilTime

/// What one ritual says: ahead, at its time, again, and at its end.
extension Announcement {
    /// A ring, a trial or a re-post of a ritual.
    ///
    /// `late` is how long after its moment it rings; past ten minutes its words for that are used, or its due
    /// time is said. `again`: it may have been seen before.
    package init(
        _ kind: Kind, of ritual: Ritual, _ words: Words = Words(), civil: CivilDateTime,
        late: Duration = .zero,
        again: Bool = false, isConcealed: Bool = false
    ) {
        self.kind = kind
        title = isConcealed ? Announcement.privateTitle : ritual.title
        let words = isConcealed ? Words() : words
        let isLate = late > Announcement.late
        say = isLate ? words.late ?? words.say : words.say
        prompt = words.prompt
        var lines = [words.count, say].compactMap { $0 }
        if isLate, words.late == nil { lines.append("It was meant for \(civil.time).") }
        lines += [words.turn, words.prompt].compactMap { $0 }
        isAgain = again
        if again { lines.append("Shown again, in case you have not seen it.") }
        self.lines = lines
        self.civil = civil
        isPrivate = ritual.isPrivate
        urgency = ritual.urgency
        icon = ritual.icon ?? "appointment-soon"
        let isRepost = if case .repost = kind { true } else { false }
        sound = isRepost ? nil : ritual.sound ?? "message"
        channels = isRepost ? ritual.channels.filter { $0 == .desktop } : ritual.channels
        let isTrial = if case .trial = kind { true } else { false }
        actions = ritual.wantsAnswer && !isTrial ? Answer.Kind.allCases.map(Action.answer) : []
    }

    /// That one is to come, with the time left until then; without buttons and sound.
    ///
    /// `civil` is its time on the machine's clock, `now` what that clock shows.
    package init(
        headsUp id: HeadsUp.ID, of ritual: Ritual, _ words: Words, civil: CivilDateTime, left: Duration,
        now: CivilDateTime, isConcealed: Bool = false, isRepost: Bool = false
    ) {
        kind = .headsUp(id)
        title = isConcealed ? Announcement.privateTitle : ritual.title
        let words = isConcealed ? Words() : words
        prompt = words.prompt
        say = Announcement.ahead(ritual, civil: civil, left: left, now: now)
        lines = [say, words.turn, words.prompt].compactMap { $0 }
        self.civil = civil
        isPrivate = ritual.isPrivate
        urgency = .low
        icon = ritual.icon ?? "appointment-soon"
        sound = isRepost ? nil : ritual.sound
        channels = isRepost ? ritual.channels.filter { $0 == .desktop } : ritual.channels
        actions = []
        isAgain = false
    }

    /// How far ahead it lies: of an occasion the days and the count, of anything else the time.
    private static func ahead(
        _ ritual: Ritual, civil: CivilDateTime, left: Duration, now: CivilDateTime
    ) -> String {
        guard let occasion = ritual.occasion else { return Wording.ahead(civil, left: left, now: now) }
        let count = occasion.count(in: civil.date.year).map { ": \($0)" } ?? ""
        return Wording.ahead(civil.date, today: now.date) + count + "."
    }

    /// That the time which a ritual lasts is over; without a sound, and with buttons where nobody has answered.
    package init(endOf occurrence: Occurrence, _ ritual: Ritual, isOpen: Bool, isConcealed: Bool = false) {
        kind = .end(occurrence.id)
        title = isConcealed ? Announcement.privateTitle : ritual.title
        lines = [
            ritual.unplugs
                ? "The phones may come back whenever you like."
                : "That was the time you had set aside. Stay as long as it is good."
        ]
        say = lines[0]
        civil = occurrence.due.civil
        isPrivate = ritual.isPrivate
        // Some desktops sort by it: the line stands above what has waited for it.
        urgency = ritual.unplugs ? .normal : .low
        icon = ritual.icon ?? "appointment-soon"
        sound = nil
        channels = ritual.channels
        actions = isOpen && ritual.wantsAnswer ? Answer.Kind.allCases.map(Action.answer) : []
        isAgain = false
    }
}
