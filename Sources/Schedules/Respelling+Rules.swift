import CivilTime

/// What people say that the language doesn't, and how it says it.
extension Respelling {
    /// Some words, and what stands for them.
    ///
    /// In a pattern, `N` is a number, `T` a time of the clock, `D` a day of the week, `M` a month, `O` an ordinal such as
    /// `15th`, and `G` a day of the week or a group of them. In a meaning, `$1` is the word that the first of those found. `|`
    /// separates meanings where there are several.
    struct Rule {
        let pattern: [String]
        let meanings: [[String]]

        init(_ pattern: String, _ meanings: String) {
            self.pattern = pattern.split(separator: " ").map(String.init)
            self.meanings = meanings.split(separator: "|", omittingEmptySubsequences: false).map {
                Respelling.words(of: String($0))
            }
        }
    }

    /// Applied in their order, each wherever it fits.
    static let rules: [Rule] = [
        // Words for words.
        Rule("each and every", "every"), Rule("each", "every"), Rule("any day", "every day"),
        Rule("everyday", "every day"), Rule("seven days a week", "daily"), Rule("7 days a week", "daily"),
        Rule("every day of the week", "daily"), Rule("every single", "every"),
        Rule("@ hourly", "every hour between 09:00 and 17:00"), Rule("at @", "at"), Rule("@", "at"),
        Rule("but not", "except"), Rule("unless it is", "except"), Rule("unless it's", "except"),
        Rule("excluding", "except"), Rule("without", "except"), Rule("unless", "except"),
        Rule("( not D )", "except $1"), Rule("( except D )", "except $1"), Rule("but", "except"),
        Rule("not", "except"), Rule("plus", ","), Rule("+ D", ", $1"), Rule("minus", "-"),
        Rule("or", ","), Rule("please", ""), Rule("sharp", ""), Rule("o'clock", ""), Rule("exactly", ""),
        Rule("mwf", "mon, wed, fri"), Rule("weeknights", "weekdays"), Rule("weeknight", "weekdays"),
        Rule("school days", "weekdays"), Rule("schooldays", "weekdays"),
        // Numbers and places as words.
        Rule("thirteen", "13"), Rule("fourteen", "14"), Rule("fifteen", "15"), Rule("sixteen", "16"),
        Rule("seventeen", "17"), Rule("eighteen", "18"), Rule("nineteen", "19"), Rule("twenty", "20"),
        Rule("thirty", "30"), Rule("forty", "40"), Rule("forty-five", "45"), Rule("fifty", "50"),
        Rule("sixty", "60"), Rule("ninety", "90"), Rule("sixth", "6th"), Rule("seventh", "7th"),
        Rule("eighth", "8th"), Rule("ninth", "9th"), Rule("tenth", "10th"), Rule("eleventh", "11th"),
        Rule("twelfth", "12th"), Rule("thirteenth", "13th"), Rule("fourteenth", "14th"),
        Rule("fifteenth", "15th"), Rule("sixteenth", "16th"), Rule("seventeenth", "17th"),
        Rule("eighteenth", "18th"), Rule("nineteenth", "19th"), Rule("twentieth", "20th"),
        Rule("twenty-first", "21st"), Rule("twenty-second", "22nd"), Rule("twenty-third", "23rd"),
        Rule("twenty-fourth", "24th"), Rule("twenty-fifth", "25th"), Rule("thirtieth", "30th"),
        Rule("thirty-first", "31st"),
        // Times.
        Rule("around T", "at $1"), Rule("about T", "at $1"), Rule("by T", "at $1"),
        Rule("before T", "at $1"), Rule("after T", "at $1"), Rule("T h", "$1"), Rule("p. m.", "pm"),
        Rule("a. m.", "am"), Rule("p m", "pm"), Rule("a m", "am"), Rule("N p", "$1 pm"),
        Rule("N a", "$1 am"),
        Rule("half an hour", "30 minutes"), Rule("an hour and a half", "90 minutes"),
        Rule("hour and a half", "90 minutes"),
        Rule("quarter of an hour", "15 minutes"),
        Rule("a quarter of an hour", "15 minutes"), Rule("an hour", "1 hour"),
        Rule("1 hour and a half", "90 minutes"), Rule("12 noon", "noon"), Rule("twelve noon", "noon"),
        Rule("12 midnight", "midnight"),
        Rule("lunchtime", "12:00"), Rule("dinnertime", "19:00"), Rule("bedtime", "22:00"),
        Rule("sunup", "sunrise"), Rule("dawn", "sunrise"), Rule("dusk", "sunset"),
        Rule("T am & pm", "$1 am, $1 pm"), Rule("T am and pm", "$1 am, $1 pm"),
        Rule("minutes past", "minutes after"),
        // Windows and intervals.
        Rule("between between", "between"), Rule("at between", "between"),
        Rule("from T to T", "between $1 and $2"), Rule("from T until T", "between $1 and $2"),
        Rule("from T till T", "between $1 and $2"), Rule("from T - T", "between $1 and $2"),
        Rule("at a random time", "sometime"), Rule("randomly", "sometime"),
        Rule("hourly between", "every hour between"),
        Rule("hourly", "every hour between 09:00 and 17:00|sometime between 09:00 and 17:00"),
        Rule("every hour on the hour", "every hour between 09:00 and 17:00"),
        Rule("twice a day", "daily at 08:00, 20:00"),
        Rule("three times a day", "daily at 08:00, 14:00, 20:00"),
        Rule("3 times a day", "daily at 08:00, 14:00, 20:00"),
        // Days.
        Rule("D until D", "$1-$2"), Rule("D til D", "$1-$2"), Rule("D till D", "$1-$2"),
        Rule("from D to D", "$1-$2"), Rule("between D and D", "$1-$2"), Rule("D D D", "$1, $2, $3"),
        Rule("D D", "$1, $2"), Rule("day N to day N", "days $1-$2"),
        Rule("every N of the month", "the $th1"), Rule("months on N", "months on the $th1"),
        Rule("in M except N , N", "in $1 except $1 $2, $3"), Rule("in M except N", "in $1 except $1 $2"),
        Rule("D the O", "the $2 except $not1"),
        Rule("except in M", "except daily in $1"), Rule("except M N - M N", "except $1 $2-$end1 , $3 1-$4"),
        Rule("except M N to M N", "except $1 $2-$end1 , $3 1-$4"), Rule("in even weeks", "every other week"),
        Rule("in odd weeks", "every other week"), Rule("odd days", "every other day"),
        Rule("even days", "every other day"), Rule("every N D", "every $1 weeks on $2"),
        Rule("every D of the first week of the month", "first $1 of the month"),
        Rule("D of the first week of the month", "first $1 of the month"),
        Rule("D of the first week", "first $1 of the month"),
        Rule("twice a week", "tue, fri|mon, thu"), Rule("twice weekly", "tue, fri|mon, thu"),
        Rule("three times a week", "mon, wed, fri"), Rule("3 times a week", "mon, wed, fri"),
        Rule("biweekly on", "every 2 weeks on"), Rule("bi-weekly on", "every 2 weeks on"),
        Rule("biweekly", "every other friday|tue, fri"), Rule("bi-weekly", "every other friday|tue, fri"),
        Rule("once a day", "daily"), Rule("twice a month", "the 1st, 15th"),
        Rule("once a month", "the 1st|first sunday of the month"),
        Rule("twice a year", "january 1, july 1"),
        Rule("monthly on", ""), Rule("monthly", "the 1st|first sunday of the month|last day of the month"),
        Rule("quarterly on", "every 3 months on"), Rule("quarterly", "every 3 months on the 1st"),
        Rule("annually on", ""), Rule("yearly on", ""),
        Rule("every month at the end", "last day of the month"),
        Rule("at the end of the month", "last day of the month"),
        Rule("end of the month", "last day of the month"), Rule("end of month", "last day of the month"),
        Rule("payday", "last weekday of the month"), Rule("in summer", "in june-august"),
        Rule("summer G", "$1 in june-august"), Rule("winter G", "$1 in december-february"),
        Rule("in winter", "in december-february"),
        Rule("leap day", "february 29"), Rule("christmas eve", "december 24"),
        Rule("christmas day", "december 25"), Rule("christmas", "december 25"),
        Rule("valentine's day", "february 14"), Rule("valentines day", "february 14"),
        Rule("halloween", "october 31"), Rule("new year's eve", "december 31"),
        Rule("new year's day", "january 1"), Rule("thanksgiving", "4th thursday of november"),
        Rule("N M N", "$1 $2 $year3"),
    ]
}
