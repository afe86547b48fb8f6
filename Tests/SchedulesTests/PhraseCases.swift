import CivilTime
import Schedules
import Testing

/// The grammar of rituald.yaml(5) as cases: each production, each freedom, each refusal.
enum PhraseCases {
    /// What the cases may need: where counting begins, and where the sun rises.
    static let terms = Terms(
        starting: CivilDate(year: 2026, month: 1, day: 9), place: Place(latitude: 52.52, longitude: 13.4))

    /// A spelling, and the normal form that it shares with others of the same meaning.
    static let normalForms: [(String, String)] =
        weekly + spoken + grouped + counted + places + numbers + annual + dates + windows + sun + exceptions

    /// What people say in words of their own, and hours that a part of the day completes.
    private static let spoken = [
        ("mon thru fri at midday", "weekdays at 12:00"),
        ("daily at sundown", "daily at sunset"),
        ("weekly on sunday at 19:00", "sundays at 19:00"),
        ("weekly at 19:00 on sundays", "sundays at 19:00"),
        ("once a week on friday at 18:00", "fridays at 18:00"),
        ("fortnightly on friday at 18:00", "every other friday at 18:00"),
        ("every fortnight on friday at 18:00", "every other friday at 18:00"),
        ("alternate fridays at 18:00", "every other friday at 18:00"),
        ("every alternate friday at 18:00", "every other friday at 18:00"),
        ("work days at 8:00", "weekdays at 08:00"),
        ("working days at 8:00", "weekdays at 08:00"),
        ("week-days at 8:00", "weekdays at 08:00"),
        ("mon/wed/fri at 6pm", "mon, wed, fri at 18:00"),
        ("sat & sun at 6pm", "weekends at 18:00"),
        ("mon, tue, & sat at 6pm", "mon, tue, sat at 18:00"),
        ("daily at 7.30", "daily at 07:30"),
        ("daily at 7.30 and 19.30", "daily at 07:30, 19:30"),
        ("7.30 pm daily", "daily at 19:30"),
        ("every evening at 8", "daily at 20:00"),
        ("every evening at eight", "daily at 20:00"),
        ("every evening at 9 pm", "daily at 21:00"),
        ("mondays at 7:30 in the evening", "mondays at 19:30"),
        ("friday night at 10:15", "fridays at 22:15"),
        ("weekday evenings at 20:00", "weekdays at 20:00"),
        ("weekend mornings at 10:00", "weekends at 10:00"),
        ("mornings at 7:30", "daily at 07:30"),
        ("mornings at 07:30", "daily at 07:30"),
        ("nightly at 10", "daily at 22:00"),
        ("every afternoon at 12:30", "daily at 12:30"),
        ("afternoons at 12 and 6", "daily at 12:00, 18:00"),
        ("at 7 in the morning and 9 in the evening", "daily at 07:00, 21:00"),
        ("at 7 and 8 in the evening", "daily at 19:00, 20:00"),
        ("eight in the evening on fridays", "fridays at 20:00"),
        ("sometime between 8 and 10 in the evening", "sometime between 20:00 and 22:00"),
        ("every 30 minutes between 8 and 10 in the morning", "every 30 minutes between 08:00 and 10:00"),
        ("june 18 in the evening at 8", "june 18 at 20:00"),
        ("every 2 weeks on friday evening at 8", "every other friday at 20:00"),
        ("evenings at sunset", "daily at sunset"),
    ]

    private static let grouped = [
        ("first weekday of the month at 9:00", "first weekday of the month at 09:00"),
        ("the first workday at 9:00", "first weekday of the month at 09:00"),
        ("last weekday of march, december at 9:00", "last weekday of march, december at 09:00"),
        ("first and last working day at 9:00", "first, last weekday of the month at 09:00"),
        ("first weekday, last weekday at 9:00", "first, last weekday of the month at 09:00"),
        ("2nd weekend day at 9:00", "2nd weekend day of the month at 09:00"),
        ("every 3 months on the first weekday at 9:00", "every 3 months on the first weekday at 09:00"),
        ("weekdays at 9:00 except first weekday", "weekdays at 09:00 except first weekday of the month"),
        ("first weekday at 9:00 except saturdays", "first weekday of the month at 09:00"),
        ("last mon-fri at 9:00", "last mon-fri of the month at 09:00"),
    ]

    private static let weekly = [
        ("daily at 21:15", "daily at 21:15"),
        ("every day at 9:15 pm", "daily at 21:15"),
        ("at 21:15 daily", "daily at 21:15"),
        ("at 21:15", "daily at 21:15"),
        ("21:15", "daily at 21:15"),
        ("EVERY DAY AT 9:15PM", "daily at 21:15"),
        ("9:15 p.m. every day", "daily at 21:15"),
        ("weekdays at 07:30, 12:00 and 18:00", "weekdays at 07:30, 12:00, 18:00"),
        ("weekdays at 18:00, 7:30, and noon", "weekdays at 07:30, 12:00, 18:00"),
        ("every weekday at 7:30 am", "weekdays at 07:30"),
        ("mon-fri at 07:30", "weekdays at 07:30"),
        ("weekends at noon", "weekends at 12:00"),
        ("every weekend at midnight", "weekends at 00:00"),
        ("sat and sun at 12:00", "weekends at 12:00"),
        ("sundays at 19:00", "sundays at 19:00"),
        ("on sunday 19:00", "sundays at 19:00"),
        ("sundays, and 19:00", "sundays at 19:00"),
        ("every sunday, 7 pm", "sundays at 19:00"),
        ("sun at 7pm", "sundays at 19:00"),
        ("sun at seven pm", "sundays at 19:00"),
        ("mon-thu and sat at 22:00", "mon-thu, sat at 22:00"),
        ("monday through thursday, saturday at 22:00", "mon-thu, sat at 22:00"),
        ("Monday – Thursday and Saturdays at 22:00", "mon-thu, sat at 22:00"),
        ("monday to thursday, and every saturday at 22:00", "mon-thu, sat at 22:00"),
        ("fri-mon at 10:00", "fri-mon at 10:00"),
        ("mon, fri, sat, sun at 10:00", "fri-mon at 10:00"),
        ("mon and sun at 10:00", "mon, sun at 10:00"),
        ("weds, thurs at 12:15", "wed, thu at 12:15"),
        ("tues and thur. at 12:15", "tue, thu at 12:15"),
        ("weekdays and weekends at 08:00", "daily at 08:00"),
        ("daily at 07:30:15, 07:30", "daily at 07:30, 07:30:15"),
        ("daily at 7:30, 7:30 am", "daily at 07:30"),
        ("daily at 12 am, 12 pm", "daily at 00:00, 12:00"),
        ("weekdays", "weekdays"),
        ("every week on friday at 19:30", "fridays at 19:30"),
        ("mondays in june at 8:00", "mondays in june at 08:00"),
        ("in june on mondays at 8:00", "mondays in june at 08:00"),
        ("weekdays in november to february at 8:00", "weekdays in november-february at 08:00"),
        ("daily in december at 16:00", "daily in december at 16:00"),
        ("mondays in january-december at 8:00", "mondays at 08:00"),
        ("every monday of the month at 8:00", "mondays at 08:00"),
        ("every monday and tuesday of the month at 8:00", "mon, tue at 08:00"),
        ("every day 7 pm", "daily at 19:00"),
        ("every day 30 minutes before sunset", "daily at sunset - 30m"),
        ("every day of the month at 8:00", "daily at 08:00"),
        ("sats, suns at 8:00", "weekends at 08:00"),
        ("june 1-30", "daily in june"),
        ("the 1st-31st", "daily"),
        ("the 2nd-31st", "daily except the 1st"),
        ("daily except june 1-30", "daily in july-may"),
        ("daily except the 21st-31st", "the 1st-20th"),
        ("the 1st-31st except tue-sun", "mondays"),
    ]

    private static let counted = [
        ("every 3 days at 18:00", "every 3 days at 18:00"),
        ("every three days at 18:00", "every 3 days at 18:00"),
        ("at 18:00 every 3 days", "every 3 days at 18:00"),
        ("every other day at 18:00", "every other day at 18:00"),
        ("every second day at 18:00", "every other day at 18:00"),
        ("every 2 days at 18:00", "every other day at 18:00"),
        ("every 1 day at 18:00", "daily at 18:00"),
        ("every other friday at 19:30", "every other friday at 19:30"),
        ("every 2 weeks on friday at 19:30", "every other friday at 19:30"),
        ("every other week on fridays at 19:30", "every other friday at 19:30"),
        ("every second week, on friday, at 19:30", "every other friday at 19:30"),
        ("on friday every 2 weeks at 19:30", "every other friday at 19:30"),
        ("fridays at 19:30 every two weeks", "every other friday at 19:30"),
        ("every 2 weeks on tue, thu at 20:00", "every 2 weeks on tue, thu at 20:00"),
        ("every other week on tuesday and thursday at 20:00", "every 2 weeks on tue, thu at 20:00"),
        ("every other weekend at 10:00", "every 2 weeks on sat, sun at 10:00"),
        ("every 2 weeks on weekdays at 10:00", "every 2 weeks on mon-fri at 10:00"),
        ("every 3 weeks on mon-sun at 10:00", "every 3 weeks on mon-sun at 10:00"),
        ("every one week on friday at 19:30", "fridays at 19:30"),
        ("every 3 months on the 1st at 10:00", "every 3 months on the 1st at 10:00"),
        ("the 1st every 3 months at 10:00", "every 3 months on the 1st at 10:00"),
        ("on the 1st of every 3 months at 10:00", "every 3 months on the 1st at 10:00"),
        ("every 3 months on the last day at 10:00", "every 3 months on the last day at 10:00"),
        ("every 3 months on day 31 at 10:00", "every 3 months on the 31st at 10:00"),
        ("every 3 months on the first sunday at 10:00", "every 3 months on the first sunday at 10:00"),
        (
            "every other month on the 2nd and 4th tue at 10:00",
            "every other month on the 2nd, 4th tuesday at 10:00"
        ),
        ("first sunday of every other month at 10:00", "every other month on the first sunday at 10:00"),
        (
            "every second month on the 1st and last day at 10:00",
            "every other month on the 1st, last day at 10:00"
        ),
        ("every month on the 15th at 10:00", "the 15th at 10:00"),
    ]

    private static let places = [
        ("first sunday of the month at 10:00", "first sunday of the month at 10:00"),
        ("1st sunday at 10:00", "first sunday of the month at 10:00"),
        ("on the first sunday in every month at 10:00", "first sunday of the month at 10:00"),
        ("2nd and 4th tuesday at 20:00", "2nd, 4th tuesday of the month at 20:00"),
        ("second, fourth tuesday of the month at 20:00", "2nd, 4th tuesday of the month at 20:00"),
        ("2nd tuesday and 4th tuesday at 20:00", "2nd, 4th tuesday of the month at 20:00"),
        ("first sunday and monday at 10:00", "first mon, sun of the month at 10:00"),
        ("first sunday, last friday at 10:00", "last friday, first sunday of the month at 10:00"),
        ("1st to 3rd sunday at 10:00", "first, 2nd, 3rd sunday of the month at 10:00"),
        ("first mon-sun at 10:00", "the 1st-7th at 10:00"),
        (
            "the first monday, and the first wednesday, of the month at 10:00",
            "first mon, wed of the month at 10:00"
        ),
        ("first mon-wed at 10:00", "first mon-wed of the month at 10:00"),
        ("last friday of march, september at 20:00", "last friday of march, september at 20:00"),
        ("in march and september on the last friday at 20:00", "last friday of march, september at 20:00"),
        ("last friday of mar. and every sept. at 20:00", "last friday of march, september at 20:00"),
        (
            "first sunday of march and last friday of may at 20:00",
            "first sunday of march, last friday of may at 20:00"
        ),
        ("1st, 2nd, 3rd, 4th, 5th sunday at 10:00", "sundays at 10:00"),
        ("1st, 2nd, 3rd, 4th, last sunday at 10:00", "sundays at 10:00"),
        ("1st, 2nd, 4th, 5th sunday at 10:00", "sundays at 10:00 except 3rd sunday of the month"),
        ("5th and last sunday at 10:00", "last sunday of the month at 10:00"),
        ("4th and last sunday at 10:00", "4th, 5th sunday of the month at 10:00"),
        ("mondays and first sunday at 10:00", "mondays, first sunday of the month at 10:00"),
        ("mondays, first monday at 10:00", "mondays at 10:00"),
    ]

    private static let numbers = [
        ("the 1st and 15th at 08:00", "the 1st, 15th at 08:00"),
        ("1st, 15th 08:00", "the 1st, 15th at 08:00"),
        ("15th and 1st of the month at 08:00", "the 1st, 15th at 08:00"),
        ("day the 1st, 15 at 08:00", "the 1st, 15th at 08:00"),
        ("days 1 and 15 at 08:00", "the 1st, 15th at 08:00"),
        ("the first and 15th of every month at 08:00", "the 1st, 15th at 08:00"),
        ("first day of the month at 08:00", "the 1st at 08:00"),
        ("day 31 at 08:00", "the 31st at 08:00"),
        ("the 1st-7th at 08:00", "the 1st-7th at 08:00"),
        ("the 1st, 2nd and 3rd at 08:00", "the 1st-3rd at 08:00"),
        ("last day of the month at 20:00", "last day of the month at 20:00"),
        ("on the last day at 20:00", "last day of the month at 20:00"),
        ("last day and the 1st at 20:00", "the 1st, last day of the month at 20:00"),
        ("the 1st of march, september", "the 1st of march, september"),
        ("1 march, september", "the 1st of march, september"),
        ("the 1st in march-september", "the 1st of march-september"),
        ("last day of march", "march 31"),
        ("last day of february", "february 29"),
        ("last day of february, march", "last day of february, march"),
        ("the 28th and 29th of february", "the 28th, 29th of february"),
        ("day 29 of february", "day 29 of february"),
        ("day 29 of february, march", "the 29th of february, march"),
        ("the 31st of june, july", "july 31"),
        ("the 30th, 31st of april", "april 30"),
        ("the 15th of january-december", "the 15th"),
        (
            "last day of january, february, march, april, may, june, july, august, september, october, november, december",
            "last day of the month"
        ),
        ("day 31 of jan, mar, may, jul, aug, oct, dec", "the 31st"),
    ]

    private static let annual = [
        ("june 18", "june 18"),
        ("18 june at 18:00", "june 18 at 18:00"),
        ("june 18th", "june 18"),
        ("every june 18", "june 18"),
        ("every 18 june", "june 18"),
        ("every 18 of june", "june 18"),
        ("every year on june 18", "june 18"),
        ("on the 18th of june", "june 18"),
        ("june the 18th", "june 18"),
        ("day 18 of june", "june 18"),
        ("june 18, december 24 at 18:00", "june 18, december 24 at 18:00"),
        ("24 december and 18 june at 18:00", "june 18, december 24 at 18:00"),
        ("december 24-26 at 18:00", "the 24th-26th of december at 18:00"),
        ("june 18 and 20", "the 18th, 20th of june"),
        ("february 29", "february 29"),
        ("29 feb", "february 29"),
        ("the 29th of february", "february 29"),
        ("in february on the 29th", "february 29"),
        ("february 28, february 29", "the 28th, 29th of february"),
        ("february 29, march 1", "february 29, march 1"),
        ("1 may", "may 1"),
        ("18 and 20 june at 18:00", "the 18th, 20th of june at 18:00"),
        ("24-26 december", "the 24th-26th of december"),
        ("18 june, every march 8", "march 8, june 18"),
        ("every 1 march, every 1 september", "the 1st of march, september"),
        ("every year on the first sunday of may", "first sunday of may"),
    ]

    private static let dates = [
        ("2026-12-24 at 16:00", "2026-12-24 at 16:00"),
        ("24 december 2026 at 16:00", "2026-12-24 at 16:00"),
        ("december 24, 2026 at 4 pm", "2026-12-24 at 16:00"),
        ("24th december in 2026 at 16:00", "2026-12-24 at 16:00"),
        ("on the 24th of dec. 2026, at 16:00", "2026-12-24 at 16:00"),
        ("at 16:00 on december 24th, 2026", "2026-12-24 at 16:00"),
        ("2026-12-31, 2026-12-24 and 1 sept 2026 at 16:00", "2026-09-01, 2026-12-24, 2026-12-31 at 16:00"),
        ("2026-12-25, 2026-12-24 at 16:00", "2026-12-24, 2026-12-25 at 16:00"),
    ]

    private static let windows = [
        (
            "every 90 minutes between 09:00 and 17:00 on weekdays",
            "every 90 minutes between 09:00 and 16:30 on weekdays"
        ),
        (
            "weekdays between 9 am and 5 pm every 1h30m",
            "every 90 minutes between 09:00 and 16:30 on weekdays"
        ),
        ("every 90m between 09:00-16:30 weekdays", "every 90 minutes between 09:00 and 16:30 on weekdays"),
        (
            "weekdays at 9:00, 10:30, noon, 13:30, 15:00 and 16:30",
            "every 90 minutes between 09:00 and 16:30 on weekdays"
        ),
        ("every 1 hour and 30 minutes between 09:00 and 17:00", "every 90 minutes between 09:00 and 16:30"),
        ("every hour between 09:00 and 17:00", "every hour between 09:00 and 17:00"),
        ("every 2 hrs between 8:00, and 20:00", "every 2 hours between 08:00 and 20:00"),
        ("every other hour between 08:00 and 20:00", "every 2 hours between 08:00 and 20:00"),
        ("every 4 hours between 08:00 and 17:00", "daily at 08:00, 12:00, 16:00"),
        ("every 12 hours between 08:00 and 17:00", "daily at 08:00"),
        (
            "every 30 min between 22:00 and 02:00 on fridays",
            "every 30 minutes between 22:00 and 02:00 on fridays"
        ),
        ("every 2 hours between 23:00 and 02:00", "every 2 hours between 23:00 and 01:00"),
        ("every minute between 00:00 and 23:59", "every minute between 00:00 and 23:59"),
        (
            "every 20 minutes between 09:00 and 17:00 every other friday",
            "every 20 minutes between 09:00 and 17:00 on every other friday"
        ),
        ("sometime between 10:00 and 16:00 on weekdays", "sometime between 10:00 and 16:00 on weekdays"),
        ("weekdays sometime between 10:00 to 4 pm", "sometime between 10:00 and 16:00 on weekdays"),
        ("sometime on weekdays between 10:00 and 16:00", "sometime between 10:00 and 16:00 on weekdays"),
        ("sometime between noon and midnight", "sometime between 12:00 and 00:00"),
        ("sometime between 22:00 and 02:00 on the 1st", "sometime between 22:00 and 02:00 on the 1st"),
    ]

    private static let sun = [
        ("daily at sunrise", "daily at sunrise"),
        ("sunrise", "daily at sunrise"),
        ("saturdays at sunset - 30m", "saturdays at sunset - 30m"),
        ("saturdays, 30 minutes before sunset", "saturdays at sunset - 30m"),
        ("30m before the sunset on saturdays", "saturdays at sunset - 30m"),
        ("1 hour and 30 minutes after sunrise", "daily at sunrise + 1h30m"),
        ("sunrise + 90m", "daily at sunrise + 1h30m"),
        ("sunset - 0m", "daily at sunset"),
        ("daily at sunset, 07:30 and sunrise", "daily at 07:30, sunrise, sunset"),
        ("sunset + 1 hour 5 minutes, 22:00", "daily at 22:00, sunset + 1h5m"),
    ]

    private static let exceptions = [
        ("daily at 20:00 except saturdays", "sun-fri at 20:00"),
        ("20:00 except weekends", "weekdays at 20:00"),
        ("weekdays at 07:30 except first monday", "weekdays at 07:30 except first monday of the month"),
        ("weekdays at 07:30 except 24 december", "weekdays at 07:30 except december 24"),
        ("weekdays at 07:30 except june 18, 2026-12-24", "weekdays at 07:30 except june 18, 2026-12-24"),
        ("weekdays at 07:30 except 2026-12-26", "weekdays at 07:30"),
        (
            "weekdays at 07:30 except 2026-12-24..2027-01-03",
            "weekdays at 07:30 except 2026-12-24..2027-01-03"
        ),
        (
            "weekdays at 07:30 except 2026-12-24, 2026-12-25",
            "weekdays at 07:30 except 2026-12-24, 2026-12-25"
        ),
        (
            "weekdays at 07:30 except 24 december 2026 to 2027-01-03",
            "weekdays at 07:30 except 2026-12-24..2027-01-03"
        ),
        ("the 1st, 15th at 08:00 except the 15th", "the 1st at 08:00"),
        ("the 1st at 08:00 except january 1", "the 1st of february-december at 08:00"),
        ("the 2nd-31st except december 24", "daily except the 1st of the month, december 24"),
        ("the 1st at 08:00 except weekends", "the 1st at 08:00 except weekends"),
        ("2026-12-24, 2026-12-26 at 16:00 except saturdays", "2026-12-24 at 16:00"),
        ("daily at 20:00 except every other friday", "daily at 20:00 except every other friday"),
        (
            "daily at 20:00 except every 2 weeks on tue, thu and june 18",
            "daily at 20:00 except june 18, every 2 weeks on tue, thu"
        ),
        (
            "daily at 20:00 except every 3 months on the 1st",
            "daily at 20:00 except every 3 months on the 1st"
        ),
        (
            "every other friday at 19:30 except last friday",
            "every other friday at 19:30 except last friday of the month"
        ),
        ("first sunday at 10:00 except saturdays", "first sunday of the month at 10:00"),
        ("day 29 of february except tue-sun", "day 29 of february except tue-sun"),
        ("sometime between 10:00 and 16:00 except sundays", "sometime between 10:00 and 16:00 on mon-sat"),
        ("sunset - 30m on saturdays except december 26", "saturdays at sunset - 30m except december 26"),
    ]

    /// A phrase that is refused, at which column, and with what words in its message and its hint.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let column: Int
        let message: String
        let hint: String

        init(_ text: String, _ column: Int, _ message: String, _ hint: String = "") {
            (testDescription, self.column, self.message, self.hint) = (text, column, message, hint)
        }
    }

    static let refusals: [Refusal] = [
        Refusal("", 1, "the phrase is empty", "weekdays at 07:30"),
        Refusal("dayly at 07:30", 1, "unknown word `dayly`", "`daily at 07:30`?"),
        Refusal("on mondaay at 07:30", 4, "unknown word `mondaay`", "`on monday at 07:30`?"),
        Refusal("daily at brunch", 10, "unknown word `brunch`"),
        Refusal("frühstück at 07:30", 1, "unknown word `frühstück`"),
        Refusal("daily at 07:30!", 15, "`!` has no meaning here"),
        Refusal("at", 1, "nothing comes after `at`"),
        Refusal("mon,,", 5, "`,` cannot stand here"),
        // Times.
        Refusal("daily at 7", 10, "an hour alone", "`daily at 7 am` or `daily at 7 pm`?"),
        Refusal("daily at seven", 10, "an hour alone"),
        Refusal("daily at 19", 10, "an hour alone", "`daily at 19:00`?"),
        Refusal("daily at 7 and 9 pm", 10, "an hour alone"),
        Refusal("at 24:00", 4, "no clock shows `24:00`", "`midnight` is the start"),
        Refusal("daily at 25:00", 10, "no clock shows `25:00`", "00:00 to 23:59:59"),
        Refusal("daily at 7:60", 10, "no clock shows `7:60`"),
        Refusal("daily at 7:5", 10, "no clock shows `7:5`"),
        Refusal("daily at 07:30:61", 10, "no clock shows `07:30:61`"),
        Refusal("daily at 13 pm", 10, "there is no 13 pm", "`13:00`, or `1 pm`?"),
        Refusal("daily at 0 am", 10, "there is no 0 am", "`daily at 00:00`?"),
        Refusal("daily at 13:00 pm", 10, "there is no 13 pm"),
        Refusal("at 07:30 daily at 21:15", 19, "the times stand in two places"),
        // Windows and the sun.
        Refusal(
            "every 90 minutes on weekdays", 1, "from when to when?",
            "every 90 minutes between 09:00 and 17:00"),
        Refusal("every hour", 1, "`every hour` from when to when?", "between"),
        Refusal(
            "daily between 09:00 and 17:00", 7, "can be read in two ways",
            "`sometime between 09:00 and 17:00`"),
        Refusal("sometime on weekdays", 1, "`sometime` between which times?"),
        Refusal("sometime between 10:00", 23, "`between` needs two times"),
        Refusal("sometime between 10:00 and 10:00", 18, "from 10:00 to 10:00"),
        Refusal("sometime between 10:00:30 and 16:00", 1, "draws whole minutes"),
        Refusal("sometime between sunrise and sunset", 18, "cannot be an end of a window"),
        Refusal("every 90 minutes sometime between 9:00 and 10:00", 1, "the times stand in two places"),
        Refusal("every 30s between 09:00 and 10:00", 7, "no ritual rings every 30s", "1 minute to 23 hours"),
        Refusal("every 24 hours between 09:00 and 17:00", 7, "no ritual rings every 24h"),
        Refusal("every 0 minutes between 09:00 and 17:00", 7, "no ritual rings every 0s"),
        Refusal("every 2w between 09:00 and 17:00", 7, "is no number of hours and minutes"),
        Refusal("daily at sunset - 13h", 19, "too far from the sun's", "at most 12 hours"),
        Refusal("daily at sunset - 30s", 19, "no whole number of minutes"),
        Refusal(
            "30 minutes before sunrise and sunset", 1, "two ways",
            "`sunrise - 30m, sunset - 30m` or `sunset, sunrise - 30m`?"),
        Refusal("mondays 9 am to 5 pm", 14, "two ways", "`sometime between 09:00 and 17:00`"),
        Refusal("mondays 9:00-17:00", 13, "two ways", "every hour between"),
        Refusal("daily at 20h", 10, "before or after what?", "`daily at 20:00`?"),
        Refusal("daily at sunset -", 18, "how long before or after", "sunset - 30m"),
        Refusal("30 minutes before dinner", 19, "nothing can be reckoned from `dinner`"),
        Refusal("daily at 30 minutes", 10, "before or after what?", "30 minutes before sunset"),
        Refusal("30 days before sunset", 1, "isn't a number of minutes and hours"),
        Refusal("daily at dusk", 10, "unknown word `dusk`", "`daily at sunset`?"),
        // Days of the week.
        Refusal("mon- at 20:00", 9, "has no end", "mon-thu"),
        Refusal("mon-weekends", 5, "cannot be an end of a range"),
        Refusal("weekdays-sat at 20:00", 1, "`weekdays` cannot be an end"),
        Refusal("mon-mon at 20:00", 1, "two different days"),
        Refusal("mon at 20:00, tue", 15, "the days stand in two places"),
        Refusal("every daily at 16:00", 1, "`every` cannot stand before `daily`"),
        Refusal("every 07:30", 1, "`every` cannot stand before `07:30`"),
        Refusal("every", 1, "`every` what?"),
        // Places.
        Refusal("every second friday at 19:30", 1, "two ways", "`every other friday` or `2nd friday"),
        Refusal("every 2nd friday at 19:30", 1, "two ways", "`every other friday` or `2nd friday"),
        Refusal("every third friday", 1, "two ways", "`every 3 weeks on friday` or `3rd friday"),
        Refusal("every 3rd day", 1, "two ways", "`every 3 days` or `the 3rd`?"),
        Refusal("every 15th at 08:00", 1, "two ways", "`the 15th`?"),
        Refusal("every first sunday", 1, "before a place", "`first sunday of the month`?"),
        Refusal("every last friday", 1, "before a place", "`last friday of the month`?"),
        Refusal("6th sunday at 10:00", 1, "no month has a 6th sunday", "`5th sunday of the month`"),
        Refusal(
            "first weekend of the month", 1, "which day of the first weekend?",
            "`first weekend day of the month`"),
        Refusal("6th weekday", 1, "no month has a 6th weekday", "`5th weekday of the month`"),
        Refusal("first weekday, the 15th", 20, "different kinds"),
        // Parts of the day.
        Refusal("monday evening", 8, "when in the evening?", "`mondays at 20:00`"),
        Refusal("morning at 20:00", 12, "20:00 isn't in the morning", "`daily at 20:00`"),
        Refusal("evenings at 08:00", 13, "08:00 isn't in the evening", "`daily at 08:00`"),
        Refusal("evenings at 3", 13, "03:00 isn't in the evening", "`daily at 15:00`"),
        Refusal(
            "friday night at 1:00", 17, "could be on either of two dates",
            "`fridays at 01:00` or `saturdays at 01:00`?"),
        Refusal(
            "friday night at 12", 17, "could be on either of two dates",
            "`fridays at 00:00` or `saturdays at 00:00`?"),
        Refusal(
            "the 24th at night at midnight", 22, "could be on either of two dates",
            "`the 24th at 00:00` or `the 25th at 00:00`?"),
        Refusal("every morning and every evening at 8", 19, "in two places"),
        Refusal("daily except monday evening", 21, "unknown word `evening`"),
        // Freedoms with an end.
        Refusal("daily at", 7, "nothing comes after `at`", "`daily at 20:00`"),
        Refusal("mondays in the", 12, "nothing comes after `the`"),
        Refusal("weekly", 1, "every week on which day?", "`every week on friday`"),
        Refusal("once a week", 1, "every week on which day?"),
        Refusal("biweekly on friday", 1, "unknown word `biweekly`", "`every 2 weeks on friday`"),
        Refusal("june 18/19", 8, "`/` has no meaning here"),
        Refusal("18.06 at 9:00", 3, "`.` has no meaning here", "`june 18 at 9:00`"),
        Refusal("7.30", 2, "`.` has no meaning here"),
        Refusal("fridays or saturdays", 9, "unknown word `or`", "`fridays, saturdays`"),
        Refusal("last at 10:00", 1, "`last` what?", "`last day of the month`"),
        Refusal(
            "first sunday of march, last friday at 10:00", 24, "two ways",
            "`first sunday of june, last friday of june`"),
        Refusal("first sunday, 15th", 15, "different kinds"),
        Refusal("the 1st on monday", 12, "different kinds", "`the 13th except sat-thu`"),
        Refusal("friday the 13th", 12, "different kinds"),
        Refusal("first-6th monday", 1, "no month has a 6th monday"),
        Refusal("monday of the month", 1, "which `monday` of the month?", "`first monday of the month`"),
        Refusal(
            "mondays, first friday in june", 1, "two ways", "`mondays in june, fridays in january-december`"),
        Refusal("june 18 and the 1st", 13, "two ways", "`june 18, june 1` or `[june 18, the 1st]`?"),
        Refusal("every 24 december 2026", 1, "cannot stand before"),
        Refusal("every 18th of june", 1, "before a place", "`every june 18`"),
        Refusal("every day 1 at 10:00", 1, "`every` cannot stand before `day 1`"),
        Refusal("18 june, the 20th", 14, "two ways", "first sunday of june"),
        Refusal("every second weekend", 1, "two ways", "`every 2 weeks on sat, sun`"),
        Refusal("every third week on friday", 1, "before a place", "`every 3 weeks on friday`?"),
        Refusal("every june", 1, "which days of `june`?"),
        Refusal("june 18 - july 2", 9, "a range of dates can't ring"),
        Refusal("every 7 am", 1, "`every` cannot stand before `7 am`"),
        Refusal("sunset to 30m", 8, "`to` cannot stand here"),
        Refusal("every 90 seconds between 9:00 and 10:00", 10, "unknown word `seconds`", "whole minutes"),
        Refusal("every week", 1, "every week on which day?"),
        Refusal("2 weeks before sunset", 1, "`2 weeks` isn't a number"),
        Refusal("daily except june", 14, "which days of `june`?", "`daily in july-may`"),
        Refusal("daily except sundays,", 21, "`,` cannot stand here"),
        // Days of the month and of the year.
        Refusal("day 32 at 08:00", 5, "no month has a day 32", "1 to 31"),
        Refusal("the 0th at 08:00", 5, "no month has a day 0"),
        Refusal("the 7th-1st", 9, "from the earlier to the later"),
        Refusal("the 31st of june", 5, "there's no june 31"),
        Refusal("february 30", 1, "there's no february 30"),
        Refusal("june at 08:00", 1, "which days of `june`?", "`daily in june`"),
        Refusal("first sunday of june 2027", 22, "a year belongs to a date", "24 december 2027"),
        // Dates.
        Refusal("2026-02-30 at 16:00", 1, "there's no 2026-02-30"),
        Refusal("31 november 2026", 1, "there's no 2026-11-31"),
        Refusal("mon, 2026-12-24 at 16:00", 6, "different kinds", "[sundays at 19:00, 2026-12-24 at 16:00]"),
        Refusal("2026-12-24..2026-12-26 at 16:00", 11, "a range of dates can't ring", "`from:`"),
        Refusal("2026-12-24 - 2026-12-26", 12, "a range of dates can't ring"),
        Refusal("june 18, mondays at 16:00", 10, "different kinds"),
        // What is counted.
        Refusal("every 0 days", 7, "no ritual rings every 0 days", "1 to 3660"),
        Refusal("every 521 weeks on friday", 7, "every 521 weeks", "1 to 520"),
        Refusal("every 121 months on the 1st", 7, "every 121 months", "1 to 120"),
        Refusal("every 3 days on monday", 17, "counted or named", "except sundays"),
        Refusal("every 2 weeks at 19:30", 1, "on which day?", "every 2 weeks on friday"),
        Refusal("every 2 weeks on the 1st", 22, "weeks have no such day"),
        Refusal("every 3 months at 10:00", 1, "on which day?", "every 3 months on the 1st"),
        Refusal("every 3 months on monday", 19, "on which one of the month?", "first monday"),
        Refusal("every 3 months on the 1st of march", 23, "limited to months"),
        Refusal("every 3 fridays at 19:30", 1, "cannot be read", "`every 3 weeks on friday"),
        Refusal("every 2 years on june 18", 1, "2 years cannot be counted"),
        Refusal("every year", 1, "on which day?"),
        Refusal("every other tuesday and thursday at 20:00", 1, "two ways", "`every 2 weeks on tue, thu`"),
        Refusal("every other friday, saturdays at 20:00", 1, "two ways", "[every other friday, saturdays]"),
        Refusal("every other weekday at 20:00", 1, "two ways", "`every 2 weeks on mon-fri`"),
        Refusal("every 3d at 18:00", 7, "no number of hours and minutes", "every 3 days"),
        Refusal("every 3 fortnights", 9, "unknown word `fortnights`"),
        // Exceptions.
        Refusal(
            "daily except saturdays at 20:00", 27, "no time can stand after",
            "`daily at 20:00 except saturdays`?"),
        Refusal("daily except 20:00", 14, "no time can stand after"),
        Refusal("daily at 20:00 except", 22, "`except` what?"),
        Refusal("daily except every 90 minutes", 14, "no time can stand after"),
        Refusal("except saturdays", 1, "from what?", "`daily except saturdays`?"),
    ]
}
