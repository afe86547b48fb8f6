/// How the ledger came to its present shape; a step is never changed once it has been released.
///
/// Times are microseconds since 1970-01-01T00:00:00Z; wall-clock times are texts as `2026-03-29T02:30`.
enum Migrations {
    /// Brings the ledger to the newest version, each step in a transaction of its own.
    static func run(on database: Database) throws(LedgerError) {
        let version = try version(of: database)
        for (index, step) in steps.enumerated().dropFirst(version) {
            try database.transaction(isDurable: true) { () throws(LedgerError) in
                try database.execute(step)
                try database.execute("PRAGMA user_version = \(index + 1)")
            }
        }
    }

    /// The version of a ledger; one that this program does not know is refused.
    @discardableResult
    static func version(of database: Database) throws(LedgerError) -> Int {
        let version = Int(try database.integer("PRAGMA user_version") ?? 0)
        guard version <= steps.count else {
            throw LedgerError(.newer(version, known: steps.count), "")
        }
        return version
    }

    private static let steps = [first, second, pulse]

    private static let first = """
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        -- Which schedule of each ritual is kept, and since when.
        CREATE TABLE rituals (
            id TEXT PRIMARY KEY, schedule TEXT NOT NULL, zone TEXT NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- `outcome` repeats the last row of `outcomes`, by the trigger below.
        CREATE TABLE occurrences (
            id INTEGER PRIMARY KEY,
            ritual TEXT NOT NULL, due TEXT NOT NULL,
            at INTEGER NOT NULL, zone TEXT NOT NULL,
            rule TEXT, prompt TEXT,
            rang INTEGER, later INTEGER,
            bubble TEXT NOT NULL DEFAULT 'up' CHECK (bubble IN ('up', 'expired', 'closed')),
            digest TEXT CHECK (digest IN ('owed', 'told')),
            outcome TEXT,
            UNIQUE (ritual, due)
        ) STRICT;
        CREATE INDEX occurrences_at ON occurrences (at);
        CREATE INDEX occurrences_open ON occurrences (at) WHERE outcome IS NULL;
        CREATE INDEX occurrences_owed ON occurrences (at) WHERE digest = 'owed';

        -- What belongs to an occurrence is numbered within it and stored by it: a ring is written with as few
        -- pages as can be.
        CREATE TABLE announcements (
            occurrence INTEGER NOT NULL REFERENCES occurrences (id), number INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('ring', 'repost', 'digest')),
            at INTEGER NOT NULL,
            again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('begun', 'shown', 'refused')),
            confirmed INTEGER, channels TEXT, server TEXT, bubble INTEGER,
            PRIMARY KEY (occurrence, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE answers (
            occurrence INTEGER NOT NULL REFERENCES occurrences (id), number INTEGER NOT NULL,
            answer TEXT NOT NULL CHECK (answer IN ('done', 'later', 'skip')),
            until INTEGER, at INTEGER NOT NULL,
            "by" TEXT, machine TEXT NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (occurrence, number)
        ) STRICT, WITHOUT ROWID;

        -- The last row of an occurrence is in force; one without an outcome makes the one before it void.
        CREATE TABLE outcomes (
            occurrence INTEGER NOT NULL REFERENCES occurrences (id), number INTEGER NOT NULL,
            outcome TEXT CHECK (outcome IN (
                'done', 'skipped', 'shown', 'lapsed', 'missed', 'dropped', 'withdrawn')),
            rule TEXT, at INTEGER NOT NULL,
            PRIMARY KEY (occurrence, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER outcomes_in_force AFTER INSERT ON outcomes BEGIN
            UPDATE occurrences SET outcome = NEW.outcome WHERE id = NEW.occurrence;
        END;

        CREATE TABLE pauses (
            id INTEGER PRIMARY KEY, begin INTEGER NOT NULL, until INTEGER, ended INTEGER
        ) STRICT;

        CREATE TABLE one_offs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            text TEXT NOT NULL, due TEXT NOT NULL, at INTEGER NOT NULL, "offset" INTEGER,
            private INTEGER NOT NULL CHECK (private IN (0, 1)), made INTEGER NOT NULL
        ) STRICT;
        """

    /// What waits and why, nudges, ends and heads-ups, and pauses of some rituals.
    private static let second = """
        ALTER TABLE occurrences ADD COLUMN held TEXT;
        -- Beside bubble = 'closed': nobody has closed it, and it has come back once.
        ALTER TABLE occurrences ADD COLUMN returned INTEGER NOT NULL DEFAULT 0 CHECK (returned IN (0, 1));
        ALTER TABLE rituals ADD COLUMN heads_ups TEXT NOT NULL DEFAULT '';
        -- 'all', or 'only' and 'but' with the names of rituals after it.
        ALTER TABLE pauses ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';

        -- A condition of a column cannot be changed.
        CREATE TABLE showings (
            occurrence INTEGER NOT NULL REFERENCES occurrences (id), number INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('ring', 'nudge', 'end', 'repost', 'digest')),
            at INTEGER NOT NULL,
            again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('begun', 'shown', 'refused')),
            confirmed INTEGER, channels TEXT, server TEXT, bubble INTEGER,
            PRIMARY KEY (occurrence, number)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO showings SELECT * FROM announcements;
        DROP TABLE announcements;
        ALTER TABLE showings RENAME TO announcements;

        -- What they tell of is still to come: it has no occurrence yet.
        CREATE TABLE heads_ups (
            ritual TEXT NOT NULL, due TEXT NOT NULL, span TEXT NOT NULL,
            at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('begun', 'shown', 'waiting')),
            PRIMARY KEY (ritual, due, span)
        ) STRICT, WITHOUT ROWID;
        """

    /// The third: the pulse, and what was said because of it; what was drawn for a heads-up.
    private static let pulse = """
        -- `person` is empty where nobody has said whose machine it is; `week` as `2026-W47`.
        CREATE TABLE pulse (
            person TEXT NOT NULL, week TEXT NOT NULL,
            talk INTEGER CHECK (talk BETWEEN 1 AND 5), affection INTEGER CHECK (affection BETWEEN 1 AND 5),
            openness INTEGER CHECK (openness BETWEEN 1 AND 5), together INTEGER CHECK (together BETWEEN 1 AND 5),
            note TEXT, at INTEGER NOT NULL,
            PRIMARY KEY (person, week)
        ) STRICT, WITHOUT ROWID;

        -- What it was about is the week of an entry, or the id of a ritual; never a figure.
        CREATE TABLE insights (
            rule TEXT NOT NULL CHECK (rule IN ('lighter', 'help', 'offer')),
            person TEXT NOT NULL, about TEXT NOT NULL, week TEXT NOT NULL,
            words TEXT NOT NULL, at INTEGER NOT NULL, ritual TEXT, due TEXT,
            PRIMARY KEY (rule, person, about, week)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE heads_ups ADD COLUMN prompt TEXT;
        """
}
