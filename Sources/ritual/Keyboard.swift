import CLinux
import Glibc

/// Single keys from the terminal on standard input, without Return.
///
/// The terminal is changed only while a key is waited for, and is as before on every way out, a signal among them.
enum Keyboard {
    enum Key: Hashable {
        case character(Character)
        case enter
        case escape
        /// Ctrl-C.
        case interrupt
        /// The terminal has gone, or Ctrl-D.
        case end
        /// An arrow, a letter beyond ASCII, and all else that is no single sign.
        case other
    }

    /// Asks for a key and waits for it; the signals that would end the program end it, and leave the terminal as it
    /// was.
    static func key(ask: () -> Void) -> Key {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return .end }
        var raw = before
        // Signs at once and unseen, and Ctrl-C as a sign (termios(3)).
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        raw.c_iflag &= ~tcflag_t(ICRNL | IXON)
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] { sigaddset(&mask, signal) }
        var former = sigset_t()
        // They come through a descriptor meanwhile, and to us when the terminal is as it was.
        sigprocmask(SIG_BLOCK, &mask, &former)
        let signals = signalfd(-1, &mask, Int32(SFD_CLOEXEC))
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            close(signals)
            sigprocmask(SIG_SETMASK, &former, nil)
        }
        ask()
        return read(besides: signals)
    }

    private static func read(besides signals: Int32) -> Key {
        var waiting = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waiting, 2, -1) < 0 { guard errno == EINTR else { return .end } }
        // It stays pending, and is delivered as soon as nothing blocks it.
        guard waiting[1].revents == 0, let byte = byte() else { return .end }
        switch byte {
        case 0x0A, 0x0D: return .enter
        case 0x03: return .interrupt
        case 0x04: return .end
        case 0x1B: return isMoreThere ? skipped() : .escape
        case 0x20..<0x7F: return .character(Character(Unicode.Scalar(byte)))
        case 0x80...: return isMoreThere ? skipped() : .other
        default: return .other
        }
    }

    private static func byte() -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(STDIN_FILENO, &byte, 1) == 1 ? byte : nil
    }

    /// Whether the terminal has sent more than one byte for the key; a person is slower than that.
    private static var isMoreThere: Bool {
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 20) == 1
    }

    private static func skipped() -> Key {
        var rest = [UInt8](repeating: 0, count: 16)
        _ = Glibc.read(STDIN_FILENO, &rest, rest.count)
        return .other
    }
}
