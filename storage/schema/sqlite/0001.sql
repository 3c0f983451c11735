-- The corpus in one SQLite file. Times are integer microseconds since 1970 UTC, lists and objects are JSON,
-- bodies are blobs with a codec (0 plain UTF-8, 1 zstd).

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A publisher. `next_due` is the schedule; a lease says who polls it now.
CREATE TABLE source (
    n            INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    url          TEXT,
    language     TEXT,
    country      TEXT,
    enabled      INTEGER NOT NULL DEFAULT 1,
    next_due     INTEGER,
    lease_until  INTEGER,
    lease_holder TEXT
);
CREATE INDEX source_due ON source (next_due) WHERE enabled;
CREATE INDEX source_leased ON source (lease_holder) WHERE lease_holder IS NOT NULL;

-- What is remembered of one list of a source between polls.
CREATE TABLE list_state (
    id             INTEGER PRIMARY KEY,
    source         INTEGER NOT NULL REFERENCES source (n),
    url            TEXT NOT NULL,
    kind           TEXT NOT NULL,
    etag           TEXT,
    last_modified  TEXT,
    body_hash      BLOB,
    last_polled    INTEGER,
    last_success   INTEGER,
    last_new       INTEGER,
    failures       REAL NOT NULL DEFAULT 0,
    last_outcome   TEXT,
    last_error     TEXT,
    gone_sightings INTEGER NOT NULL DEFAULT 0,
    validators_lie INTEGER NOT NULL DEFAULT 0,
    extra          TEXT,
    UNIQUE (source, url)
);

CREATE TABLE article (
    id                  INTEGER PRIMARY KEY,
    version             INTEGER NOT NULL,
    key                 TEXT NOT NULL,
    url                 TEXT NOT NULL,
    source              INTEGER NOT NULL REFERENCES source (n),
    cluster             INTEGER NOT NULL,
    copy_of             INTEGER REFERENCES article (id),
    status              TEXT NOT NULL DEFAULT 'live',
    complete            INTEGER NOT NULL,
    language            TEXT,
    direction           TEXT NOT NULL,
    description         TEXT,
    authors             TEXT,
    published           INTEGER,
    published_raw       TEXT,
    published_precision TEXT,
    modified            INTEGER,
    modified_raw        TEXT,
    section             TEXT,
    tags                TEXT,
    image_url           TEXT,
    publisher           TEXT,
    licence             TEXT,
    free                INTEGER,
    info_sources        TEXT,
    extraction          TEXT NOT NULL,
    first_seen          INTEGER NOT NULL,
    fetched_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    rules               INTEGER NOT NULL,    -- Fingerprint.version: others are not comparable
    prints              BLOB                 -- the fingerprints of the newest text, 5 bytes each
);
CREATE INDEX article_first_seen ON article (first_seen);
CREATE INDEX article_cluster ON article (cluster);

-- One text state; never changed, never deleted.
CREATE TABLE version (
    article    INTEGER NOT NULL REFERENCES article (id),
    n          INTEGER NOT NULL,
    title      TEXT,
    published  INTEGER,
    modified   INTEGER,
    fetched_at INTEGER NOT NULL,
    text_hash  BLOB NOT NULL,
    codec      INTEGER NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (article, n)
);

-- One place where an article was seen: source and address key; never deleted.
CREATE TABLE appearance (
    id            INTEGER PRIMARY KEY,
    article       INTEGER NOT NULL REFERENCES article (id),
    source        INTEGER NOT NULL REFERENCES source (n),
    key           TEXT NOT NULL,
    aliases       TEXT,
    requested_url TEXT NOT NULL,
    final_url     TEXT,                      -- NULL: the requested one
    feed_url      TEXT,
    entry_id      TEXT,
    title         TEXT,
    published     INTEGER,
    seen_at       INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    http          TEXT
);
CREATE INDEX appearance_article ON appearance (article, source);
CREATE INDEX appearance_source ON appearance (source, article);

-- An entry of a list and what became of it; state 'pending' waits for its page: the durable frontier.
CREATE TABLE entry (
    id         INTEGER PRIMARY KEY,
    source     INTEGER NOT NULL REFERENCES source (n),
    list       INTEGER NOT NULL REFERENCES list_state (id),
    url        TEXT NOT NULL,
    key        TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'pending',
    lane       TEXT NOT NULL,
    newest     INTEGER NOT NULL,             -- stated time, at most the poll's: orders the frontier
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    revisit    INTEGER NOT NULL DEFAULT 0,
    article    INTEGER REFERENCES article (id),
    entry_id   TEXT,
    title      TEXT,
    published  INTEGER
);
CREATE INDEX entry_pending ON entry (lane DESC, newest DESC) WHERE state = 'pending';
CREATE INDEX entry_pending_source ON entry (source) WHERE state = 'pending';

-- What the list says of an entry beyond that, for reading its page by; dropped when the entry ends, which
-- leaves whole pages to reuse where shrinking the entry's own row would leave holes.
CREATE TABLE listed (
    entry         INTEGER PRIMARY KEY REFERENCES entry (id),
    summary       TEXT,
    content       BLOB,
    codec         INTEGER NOT NULL,
    authors       TEXT,
    published_raw TEXT,
    updated       INTEGER,
    tags          TEXT
);

-- That a list names an entry, and how its wording stood; the details only where the source is another one.
CREATE TABLE sighting (
    entry     INTEGER NOT NULL REFERENCES entry (id),
    list      INTEGER NOT NULL REFERENCES list_state (id),
    digest    BLOB NOT NULL,
    seen_at   INTEGER NOT NULL,
    key       TEXT,
    url       TEXT,
    entry_id  TEXT,
    title     TEXT,
    published INTEGER,
    PRIMARY KEY (entry, list)
) WITHOUT ROWID;

-- Every name of an address or entry. `own`: an address of the article itself, not a copy's elsewhere.
CREATE TABLE alias (
    key     TEXT PRIMARY KEY,
    entry   INTEGER REFERENCES entry (id),
    article INTEGER REFERENCES article (id),
    own     INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Why an article is called a copy: kept with its numbers so that it can be explained and undone.
CREATE TABLE edge (
    id       INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (id),
    of       INTEGER NOT NULL REFERENCES article (id),
    relation TEXT NOT NULL,
    scores   TEXT NOT NULL,
    rules    INTEGER NOT NULL,
    at       INTEGER NOT NULL
);
CREATE INDEX edge_article ON edge (article);

CREATE TABLE exact (hash BLOB PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;

-- The near-duplicate index. `fp` is a 40-bit fingerprint under the number of the month it came in (times 2^40,
-- modulo 128 months, so that it takes 6 bytes): a window is a few look-ups and an old month one range.
CREATE TABLE fingerprint (
    fp      INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (fp, article)
) WITHOUT ROWID;

-- What happened to an entry's address, each time; the evidence behind `naba why`.
CREATE TABLE visit (
    id      INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES entry (id),
    source  INTEGER NOT NULL REFERENCES source (n),
    at      INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    url     TEXT,                            -- NULL: the entry's
    key     TEXT,                            -- NULL: the entry's
    detail  TEXT
);
CREATE INDEX visit_entry ON visit (entry);

CREATE TABLE run (started INTEGER PRIMARY KEY, ended INTEGER, outcomes TEXT NOT NULL);

-- For tools that speak SQL; needs the function text(body, codec), which naba registers on its connections.
CREATE VIEW articles AS
SELECT a.id, a.version, a.url, v.title, a.language, s.id AS source, s.name AS source_name,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.published / 1000000, 'unixepoch') AS published,
       strftime('%Y-%m-%dT%H:%M:%SZ', a.first_seen / 1000000, 'unixepoch') AS first_seen,
       a.cluster AS cluster_id, a.copy_of, a.status, a.complete, text(v.body, v.codec) AS text
FROM article a
JOIN version v ON v.article = a.id AND v.n = a.version
JOIN source s ON s.n = a.source;
