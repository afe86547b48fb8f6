import CSystemd
import Glibc

/// The journal's explanations, as root has installed them (sd_journal_get_catalog_for_message_id(3)).
package enum JournalCatalogue {
    /// Whether there is an explanation of a kind of entry, by its id of 32 hexadecimal digits.
    package static func explains(_ messageID: String) -> Bool {
        var id = sd_id128_t()
        var text: UnsafeMutablePointer<CChar>?
        guard sd_id128_from_string(messageID, &id) >= 0,
            sd_journal_get_catalog_for_message_id(id, &text) >= 0
        else { return false }
        free(text)
        return true
    }
}
