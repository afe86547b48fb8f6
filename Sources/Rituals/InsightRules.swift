/// The numbers of the three rules by which the program says something that nobody has asked for.
///
/// Weeks are ISO weeks. Weeks without an entry say nothing: where too many are missing, no rule speaks.
package enum InsightRules {
    // MARK: A lighter step, when the pulse falls

    /// So many weeks are compared with as many before them.
    package static let window = 4
    /// In so many of them, before and now, a question must have been answered to be compared.
    package static let neededInWindow = 3
    /// By so much the mean must have fallen.
    package static let fall = 1.0
    /// For so many weeks after the last entry a check-in may bring it.
    package static let freshWeeks = 4

    // MARK: That there is help, when it stays low

    /// Over so many weeks.
    package static let lowWeeks = 6
    /// So many of them must have an entry.
    package static let neededLowWeeks = 5
    /// The mean must be under this.
    package static let low = 3.0

    // MARK: Another time, or letting go, for what nobody answers

    /// For so many weeks nobody has answered.
    package static let silentWeeks = 6
    /// It must have rung so often meanwhile; what is paused or away is not silent.
    package static let neededRings = 3
    /// For so many weeks `ritual status` names it, where no check-in does.
    package static let shownWeeks = 2

    // MARK: How often

    /// Weeks from one to the next: at most one a quarter, by any way of counting quarters.
    package static let quarter = 14
    /// Weeks from one line in a check-in to the next.
    package static let apart = 1

    /// Means are quotients, and a fall by one point is one by whatever they are rounded to.
    static let rounding = 1e-9
}
