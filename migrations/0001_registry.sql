-- One history for SQLite and PostgreSQL. The portable dialect:
--   types TEXT, BIGINT, BOOLEAN, BYTEA only; the program makes ids
--   instants: BIGINT milliseconds since 1970 UTC; days: TEXT YYYY-MM-DD
--   $1 placeholders; ON CONFLICT, RETURNING; no FOR UPDATE: UPDATE … WHERE <what I saw>, one row moved
--   text is ordered under COLLATE "C"; at most 32,000 values a statement
-- ID numbers stand here only sealed (AES-256-GCM) and as blind indexes (HMAC-SHA-256); the keys do not.

-- What was frozen when the registry was founded, and the heads that move.
CREATE TABLE registry (
    id              BIGINT  PRIMARY KEY CHECK (id = 1),
    issuer_did      TEXT    NOT NULL,
    issuer_name     TEXT    NOT NULL,
    log_origin      TEXT    NOT NULL,
    demo            BOOLEAN NOT NULL,
    founded_at      BIGINT  NOT NULL,
    next_status     BIGINT  NOT NULL
);

CREATE TABLE number_series (
    name            TEXT    PRIMARY KEY,        -- letter, division, year
    next_serial     BIGINT  NOT NULL
);

CREATE TABLE batch_series (
    year            BIGINT  PRIMARY KEY,
    next_serial     BIGINT  NOT NULL
);

-- One holder, one to many identities.
CREATE TABLE holder (
    id              TEXT    PRIMARY KEY,
    name            TEXT    NOT NULL
);

CREATE TABLE identity (
    person          BYTEA   PRIMARY KEY,        -- blind index of (id_type, id_number)
    index_key       TEXT    NOT NULL,           -- id of the key of that index, for the day it is changed
    holder          TEXT    NOT NULL REFERENCES holder (id),
    id_type         TEXT    NOT NULL,
    sealed          BYTEA   NOT NULL            -- the number
);
CREATE INDEX identity_holder ON identity (holder);

CREATE TABLE batch (
    id              TEXT    PRIMARY KEY,
    office          TEXT    NOT NULL,
    road            TEXT    NOT NULL,
    stage           TEXT    NOT NULL,
    file            TEXT    NOT NULL,           -- SHA-256 of the uploaded bytes
    rows            BIGINT  NOT NULL,
    accepted        BIGINT  NOT NULL,
    rejected        BIGINT  NOT NULL,
    unchanged       BIGINT  NOT NULL,
    reported_by     TEXT    NOT NULL,
    accepted_by     TEXT,
    reason          TEXT,                       -- why it was returned
    created_at      BIGINT  NOT NULL,
    moved_at        BIGINT  NOT NULL            -- when it reached its stage
);
CREATE INDEX batch_file ON batch (office, file);

-- Personal content of a batch: deleted when its retention has passed.
CREATE TABLE batch_content (
    batch           TEXT    PRIMARY KEY REFERENCES batch (id),
    upload          BYTEA   NOT NULL,           -- sealed: the file as it came
    findings        BYTEA   NOT NULL            -- sealed: JSON
);

CREATE TABLE batch_row (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    position        BIGINT  NOT NULL,
    person          BYTEA   NOT NULL,
    row_key         BYTEA   UNIQUE,             -- none while the batch is returned
    sealed          BYTEA   NOT NULL,           -- the draft, JSON
    PRIMARY KEY (batch, position)
);
CREATE INDEX batch_row_person ON batch_row (person);

-- Permanent. The signed bytes are the record; the other columns find them.
CREATE TABLE certificate (
    number          TEXT    PRIMARY KEY,
    holder          TEXT    NOT NULL REFERENCES holder (id),
    row_key         BYTEA   NOT NULL UNIQUE,
    batch           TEXT    NOT NULL REFERENCES batch (id),
    office          TEXT    NOT NULL,
    credential      BYTEA   NOT NULL,
    token           BYTEA   NOT NULL,
    status          BIGINT  NOT NULL UNIQUE,    -- the counter behind list and index
    log_index       BIGINT  NOT NULL UNIQUE,
    issued_at       BIGINT  NOT NULL,
    template        BIGINT  NOT NULL,           -- edition: template, public_url, tree_size; signed at issued_at
    public_url      TEXT    NOT NULL,
    tree_size       BIGINT  NOT NULL,
    standing        TEXT    NOT NULL,
    standing_since  TEXT    NOT NULL,
    standing_document TEXT
);
CREATE INDEX certificate_holder ON certificate (holder);
CREATE INDEX certificate_batch ON certificate (batch);

-- Every change of a standing, with what the public does not see.
CREATE TABLE standing_change (
    id              TEXT    PRIMARY KEY,
    number          TEXT    NOT NULL REFERENCES certificate (number),
    kind            TEXT    NOT NULL,
    on_day          TEXT    NOT NULL,
    document_number TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    who             TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    log_index       BIGINT  NOT NULL
);
CREATE INDEX standing_change_number ON standing_change (number);

CREATE TABLE status_list (
    list            BIGINT  NOT NULL,
    purpose         TEXT    NOT NULL,
    version         BIGINT  NOT NULL,
    credential      BYTEA   NOT NULL,
    PRIMARY KEY (list, purpose)
);

-- The log: head moved by compare-and-swap on its size.
CREATE TABLE log_head (
    id              BIGINT  PRIMARY KEY CHECK (id = 1),
    size            BIGINT  NOT NULL,
    checkpoint      TEXT    NOT NULL
);
CREATE TABLE log_tile (
    level           BIGINT  NOT NULL,           -- -1: bundles of entries; 0 …: hashes
    position        BIGINT  NOT NULL,
    content         BYTEA   NOT NULL,           -- as wide as it is now, at most 256
    PRIMARY KEY (level, position)
);

CREATE TABLE audit (
    id              TEXT    PRIMARY KEY,
    at              BIGINT  NOT NULL,
    who             TEXT    NOT NULL,
    office          TEXT    NOT NULL,
    door            TEXT    NOT NULL,
    verb            TEXT    NOT NULL,
    subject         TEXT    NOT NULL
);

-- A holder's own look-ups, shown at the next one.
CREATE TABLE look_up (
    id              TEXT    PRIMARY KEY,
    holder          TEXT    NOT NULL REFERENCES holder (id),
    at              BIGINT  NOT NULL
);
CREATE INDEX look_up_holder ON look_up (holder, at);

CREATE TABLE session (
    digest          BYTEA   PRIMARY KEY,        -- SHA-256 of the cookie
    holder          TEXT    NOT NULL REFERENCES holder (id),
    look_up         TEXT    NOT NULL,
    ends_at         BIGINT  NOT NULL
);

-- Growing delays and limits, by keyed hash of whom they concern.
CREATE TABLE throttle (
    subject         BYTEA   PRIMARY KEY,
    misses          BIGINT  NOT NULL,
    open_at         BIGINT  NOT NULL,
    forget_at       BIGINT  NOT NULL
);
