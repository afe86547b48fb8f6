import Rituals

/// A page of HTML that needs nothing else, and may load and run nothing.
struct Page {
    /// Which of the sheets it is, for the style.
    enum Kind: String {
        case letter, cards, week
    }

    let kind: Kind
    let title: String
    /// HTML, in which every text from outside has been escaped.
    let body: String

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(Page.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>\(title.escaped)</title>
        <style>\(Page.style)</style>
        </head>
        <body class="\(kind.rawValue)">
        \(body)
        </body>
        </html>

        """
    }

    /// Nothing but the one style that is written into the page (w3.org/TR/CSP3).
    private static let policy =
        "default-src 'none'; style-src 'sha256-\(styleDigest)'; base-uri 'none'; form-action 'none'"
}

extension String {
    /// As HTML shows it, between tags and within the quotes of an attribute; what could turn the direction of other
    /// text round is made visible.
    var escaped: String {
        var text = ""
        for scalar in harmless.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
