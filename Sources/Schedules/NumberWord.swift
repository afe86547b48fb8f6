/// Whole numbers as people write them.
package enum NumberWord {
    /// `two` for 2, as far as people write numbers as words; beyond twelve the digits.
    package static func word(_ number: Int) -> String {
        (0..<words.count).contains(number) ? words[number] : String(number)
    }

    private static let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ]

    /// `12` or `twelve`; nil for any other text, and past what anybody counts.
    package static func value(_ text: String) -> Int? {
        if let number = Vocabulary.numbers[text.lowercased()] { return number }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 6 else { return nil }
        return Int(text)
    }
}
