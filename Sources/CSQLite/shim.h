#pragma once
#include <sqlite3.h>

/// The destructor that has SQLite copy a value at once; a macro with a cast, which Swift does not import.
static inline sqlite3_destructor_type rituald_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Closing the connection leaves the log as it is (sqlite3_db_config(), which takes more arguments than Swift imports).
static inline void rituald_sqlite_keep_log(sqlite3 *connection) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
