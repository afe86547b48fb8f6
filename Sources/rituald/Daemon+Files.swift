import CivilTime
import Configuration
import Host
import Ledger
import Rituals

/// The couple's files, and what only people can mend.
extension Daemon {
    /// Reads the files, and takes them over if they have no problem; `then` is told whether that is so.
    ///
    /// Files that this program has not read before are read by another process first: rings go on meanwhile. Asked for again
    /// before that's done, it begins anew after it.
    func load(then: @escaping @MainActor (_ isFine: Bool) -> Void = { _ in }) {
        guard trial == nil else {
            loadsAgain.append(then)
            return
        }
        let image = FileImage(of: path)
        let digest = image.digest
        guard let lastGood, !lastGood.knows(digest),
            let trial = try? Trial(of: path, digest: digest, program: trialProgram)
        else {
            return then(take(image, .readable))
        }
        self.trial = trial
        trial.onEnd { [weak self] result in
            guard let self else { return }
            self.trial = nil
            let waiting = self.loadsAgain
            self.loadsAgain = []
            // An edit came in between: what was tried isn't what is there now.
            guard result != .changed, waiting.isEmpty, FileImage(of: self.path).digest == digest else {
                return self.load { isFine in
                    then(isFine)
                    for one in waiting { one(isFine) }
                }
            }
            then(self.take(image, result))
        }
    }

    /// Likewise at the start, when nothing can ring before the files are known.
    func loadAtStart() {
        let image = FileImage(of: path)
        var result = Trial.Result.readable
        if let lastGood, !lastGood.knows(image.digest),
            let trial = try? Trial(of: path, digest: image.digest, program: trialProgram)
        {
            result = trial.wait()
        }
        _ = take(image, result)
    }

    /// Takes the files over, as far as they can be used; whether that is so.
    private func take(_ image: FileImage, _ result: Trial.Result) -> Bool {
        filesRead = image.digest
        var problems: [Problem] = []
        if result == .fatal {
            problems = [Problem(file: Places.short(path), line: 1, column: 1, kind: .fatal)]
        } else {
            // What was tried, and nothing that has come since.
            let loaded = LoadedConfiguration.load(path, unsaved: image.contents)
            for warning in loaded.warnings { reporter.warned(warning) }
            problems = loaded.problems
            if let new = loaded.household {
                filesAreFine = true
                if lastGood?.knows(image.digest) == false { lastGood?.keep(image) }
                let gone = fileNames.filter { !image.names.contains($0) }
                let lost =
                    household.map { old in old.rituals.map(\.id).filter { new.ritual($0) == nil } } ?? []
                fileNames = image.names
                unseenTroubles[.files] = nil
                desktop?.withdraw(.trouble(.files))
                use(new)
                tellGone(gone, with: lost)
                return true
            }
        }
        filesAreFine = false
        // A start goes on where the last run was.
        if household == nil, let lastGood, let known = LoadedConfiguration.load(lastGood.path).household {
            use(known)
        }
        reporter.refused(problems, inForce: household != nil)
        announce(trouble: problems)
        tellChanges()
        watchZones()
        return false
    }

    /// Files that were removed while it runs: by mistake, perhaps, and then nobody would notice what is missing.
    private func tellGone(_ files: [String], with rituals: [Ritual.ID]) {
        guard !files.isEmpty else { return }
        let names = rituals.map(\.description).joined(separator: ", ")
        let words = "\(Wording.list(files)) \(files.count == 1 ? "is" : "are") gone"
        reporter.trouble(
            words + (rituals.isEmpty ? "" : ", and so \(rituals.count == 1 ? "is" : "are") \(names)"))
        announce(
            .files, words,
            rituals.isEmpty
                ? ["If that was a mistake, put it back."]
                : [
                    "With \(files.count == 1 ? "it" : "them") went: \(names).",
                    "If that was a mistake, put it back.",
                ])
    }

    private func use(_ new: Household) {
        household = new
        bookkeeper.person = new.me
        configureCommands(new.channels)
        takeOver()
        watchZones()
    }

    /// Gives the Keeper the files' rituals, and those that were asked for by a command.
    func takeOver() {
        guard let household else { return }
        let since = now - Keeper.remembered
        // Where the ledger cannot be asked, they are as they were.
        let known = bookkeeper.ask { ledger throws(LedgerError) in try ledger.oneOffs(since: since) }
        oneOffs = known ?? oneOffs
        let all = household.adding(oneOffs.map(\.ritual))
        recallCounted(in: all)
        if household.hasCheckIn { lookAtPulse() }
        tell { $0.configured(all, at: $1) }
        bookkeeper.keepRules(of: zonesInUse, at: now)
        // What an earlier process has silenced may be over without a word of it.
        tellUnplugged()
    }

    /// Of rituals that are enough at some number a month the Keeper has to know as much.
    private func recallCounted(in household: Household) {
        guard let (rituals, since) = Keeper.counted(in: household, at: now) else { return }
        let states = bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.states(of: rituals, since: since)
        }
        keeper.recall(states ?? [])
    }

    private func announce(trouble problems: [Problem]) {
        let consequence =
            household == nil ? "Nothing rings until it is mended." : "What was there before stays in force."
        let places = problems.prefix(3).map { "\($0.file.fileName), line \($0.line)" }
        let file = problems.first?.file.fileName ?? "the files"
        announce(
            .files, "\(Wording.count(problems.count, "problem")) in \(file)",
            [
                consequence, places.joined(separator: "; ") + (problems.count > 3 ? "; …" : ""),
                "`ritual check` tells more.",
            ])
    }

    /// Something about the ledger that people should know.
    func announce(ledger words: String) {
        announce(.ledger, "What rituald keeps", [words])
    }

    private func announce(_ trouble: Announcement.Trouble, _ title: String, _ lines: [String]) {
        let civil = zone.civil(at: now)
        unseenTroubles[trouble] = Announcement(trouble: trouble, title, lines: lines, civil: civil)
        deliver(trouble)
    }

    /// Shows a trouble that nobody has been shown yet.
    func deliver(_ trouble: Announcement.Trouble) {
        // One that is on its way already would come twice.
        guard let announcement = unseenTroubles[trouble], troublesOnTheirWay[trouble] != announcement else {
            return
        }
        troublesOnTheirWay[trouble] = announcement
        courier.deliver(announcement) { [weak self] report in
            guard let self else { return }
            if self.troublesOnTheirWay[trouble] == announcement { self.troublesOnTheirWay[trouble] = nil }
            for (channel, reason) in report.refused { self.reporter.refused(channel, reason) }
            if !report.taken.isEmpty, self.unseenTroubles[trouble] == announcement {
                self.unseenTroubles[trouble] = nil
            }
        }
    }
}
