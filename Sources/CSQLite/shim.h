#pragma once
#include <sqlite3.h>

/// The destructor that has SQLite copy a value at once; a macro with a cast, which Swift does not import.
static inline sqlite3_destructor_type rituald_sqlite_transient(void) { return SQLITE_TRANSIENT; }
