/// Whole numbers as people write them.
package enum NumberWord {
    /// `12` or `twelve`; nil for any other text, and past what anybody counts.
    package static func value(_ text: String) -> Int? {
        if let number = Vocabulary.numbers[text.lowercased()] { return number }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 6 else { return nil }
        return Int(text)
    }
}
