-- What extraction remembers of the pages of one host of a source: its learned wrappers and recurring lines,
-- packed in its own form, with what `naba status` says of it. A bounded number of hosts a source.
CREATE TABLE site_memory (
    id         INTEGER PRIMARY KEY,
    source     INTEGER NOT NULL REFERENCES source (n),
    host       TEXT NOT NULL,
    stage      TEXT NOT NULL,
    pages      INTEGER NOT NULL,
    wrappers   INTEGER NOT NULL,
    learned    INTEGER,
    redesigned INTEGER,
    updated    INTEGER NOT NULL,
    body       BLOB NOT NULL,
    UNIQUE (source, host)
);
