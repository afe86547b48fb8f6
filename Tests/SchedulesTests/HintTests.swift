import CivilTime
import Foundation
import Schedules
import TestSupport
import Testing

@Suite("Hints") struct HintTests {
    private static let today = CivilDate(year: 2026, month: 12, day: 1)

    @Test(
        "what people write at first leads them on",
        arguments: [
            ("each day at 8:00", "`every day at 8:00`?"),
            ("24.12.2026", "`2026-12-24`?"), ("12/24/2026", "`2026-12-24`?"),
            ("6/7/2027", "`2027-07-06` or `2027-06-07`?"), ("24-dec-2026", "`2026-12-24`?"),
            ("weekdays at 7:30 and saturdays at 9:00", "`[weekdays at 7:30, saturdays at 9:00]`?"),
            ("at 24:00", "`midnight` is the start"), ("daily at 7", "`daily at 7 am` or `daily at 7 pm`?"),
            ("daily at 19", "`daily at 19:00`?"), ("tomorrow at 18:00", "`2026-12-02 at 18:00`?"),
            ("7:30 pm tonight", "`2026-12-01 at 19:30`?"), ("next friday at 18:00", "`2026-12-04 at 18:00`?"),
            ("in two weeks", "`2026-12-15`?"),
            ("thrusday at 7pm", "`thursday at 7pm`?"), ("thrusday at 7", "`thursday at 7 am` or"),
            ("twice a week", "`tue, fri` or `mon, thu`?"), ("half past 7 pm", "`7:30 pm`?"),
            ("daily except december 24 to january 6", "`daily except december 24-31, january 1-6`?"),
            ("daily except july", "`daily in august-june`?"),
            ("friday the 13th", "`the 13th except sat-thu`?"), ("fridays at 21:15h", "`fridays at 21:15`?"),
            ("daily at 7:30 but not fridays", "`daily at 7:30 except fridays`?"),
            ("mon tue wed at 9:00", "`mon, tue, wed at 9:00`?"), ("MWF at 6pm", "`mon, wed, fri at 6pm`?"),
            ("mon-fri 9-17", "`mon-fri sometime between 09:00 and 17:00` or `mon-fri every hour"),
            ("2027-02-29", "`2027-02-28`?"), ("april 31", "`last day of april`?"),
            ("29 february 2027", "`2027-02-28`?"),
        ])
    func leads(_ text: String, _ hint: String) {
        let error = #expect(throws: PhraseError.self) { try Phrase(parsing: text, today: HintTests.today) }
        #expect(error?.hint?.hasPrefix(hint) == true, "\(error?.hint ?? "no hint")")
    }

    /// The phrases that a hint offers, in backquotes; a key's line is none.
    private static func offers(_ hint: String) -> [String] {
        hint.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            .filter { $0.range(of: "^[a-z]+:", options: .regularExpression) == nil }
    }

    /// What is wrong with the refusal of a phrase; nil where it's read, or has a hint whose phrases are.
    private static func fault(_ text: String) -> String? {
        do {
            _ = try Phrase(parsing: text, today: today)
            return nil
        } catch {
            guard let hint = error.hint else { return "\(text): \(error.message), without a hint" }
            for offer in offers(hint) {
                let phrases =
                    offer.hasPrefix("[")
                    ? offer.dropFirst().dropLast().components(separatedBy: ", ") : [offer]
                for phrase in phrases where (try? Phrase(parsing: phrase)) == nil {
                    return "\(text): \(error.message), and the hint offers `\(phrase)`"
                }
            }
            return nil
        }
    }

    @Test("every refusal has a hint, and what it offers can be read", arguments: PhraseCases.refusals)
    func refusal(_ row: PhraseCases.Refusal) {
        #expect(HintTests.fault(row.testDescription) == nil)
    }

    @Test func `so it is with what people say`() throws {
        let path = Oracle.packageRoot.path + "/Tests/SchedulesTests/phrases-people-say.txt"
        let phrases = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(
            String.init)
        #expect(phrases.count > 300)
        #expect(phrases.compactMap(HintTests.fault) == [])
        let read = phrases.count { (try? Phrase(parsing: $0)) != nil }
        #expect(read >= 128)
    }

    @Test func `and with two thousand near misses`() {
        var random = SeededGenerator(seed: 2026)
        let words = [
            "each", "or", "not", "the", "of", "at", "7", "24", "evening", "night", "next", "this", "until",
            "from",
            "between", "first", "last", "31st", "/", "&", "+", "-", "..", ",", "every", "other", "except",
            "june",
            "7.30", "weekly", "twice", "half", "in", "2 weeks", "25:00", "0", "13 pm", "a", "sunset",
            "before",
        ]
        var refused = 0
        var faults: [String] = []
        while refused < 2000 {
            let phrase = PhraseCases.normalForms.randomElement(using: &random)?.0 ?? ""
            var pieces = phrase.split(separator: " ").map(String.init)
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let index = Int.random(in: pieces.indices, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    pieces[index].remove(
                        at: pieces[index].indices.randomElement(using: &random) ?? pieces[index].startIndex)
                case 1: pieces[index] += String(pieces[index].last ?? "x")
                case 2: pieces[index] = String(pieces[index].reversed())
                case 3: pieces.insert(words.randomElement(using: &random) ?? "", at: index)
                case 4: pieces[index] = words.randomElement(using: &random) ?? ""
                default: if pieces.count > 1 { pieces.remove(at: index) }
                }
            }
            let text = pieces.joined(separator: " ")
            guard (try? Phrase(parsing: text)) == nil else { continue }
            refused += 1
            if let fault = HintTests.fault(text) { faults.append(fault) }
        }
        #expect(faults == [])
    }
}
