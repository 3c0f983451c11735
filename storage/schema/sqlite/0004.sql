-- The near-duplicate index with keys of 5 bytes instead of 6: the month an article came in (modulo 128), above
-- the low 33 bits of a print. A month is still one range of keys.
CREATE TABLE shorter (
    fp      BLOB NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (fp, article)
) WITHOUT ROWID;
INSERT OR IGNORE INTO shorter
    SELECT unhex(printf('%010X', (fp >> 40 << 33) | (fp & 0x1FFFFFFFF))) AS short, article
    FROM fingerprint ORDER BY short, article;
DROP TABLE fingerprint;
ALTER TABLE shorter RENAME TO fingerprint;
