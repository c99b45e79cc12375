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
    next_status     BIGINT  NOT NULL,
    document_key    TEXT    NOT NULL            -- id of the key that signs the papers of new editions
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
    way             TEXT    NOT NULL,           -- filed, reviewed, confirmed
    stage           TEXT    NOT NULL,
    file            TEXT    NOT NULL,           -- SHA-256 of the uploaded bytes
    rows            BIGINT  NOT NULL,
    accepted        BIGINT  NOT NULL,
    fixed           BIGINT  NOT NULL,
    rejected        BIGINT  NOT NULL,
    unchanged       BIGINT  NOT NULL,
    uploaded_by     TEXT    NOT NULL,
    reported_by     TEXT,                       -- none while it is a draft
    reported_at     BIGINT,
    accepted_by     TEXT,
    filled_by       TEXT,                       -- who sent the information sheet (reviewed)
    filled_at       BIGINT,
    reason          TEXT,                       -- why it was returned
    follows         TEXT    REFERENCES batch (id), -- the returned batch that it sends again
    created_at      BIGINT  NOT NULL,
    moved_at        BIGINT  NOT NULL            -- when it reached its stage
);
CREATE INDEX batch_file ON batch (office, file);
CREATE INDEX batch_office ON batch (office, created_at);

-- The pass list of a reviewed batch: what is posted, and nothing else.
CREATE TABLE candidate (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    position        BIGINT  NOT NULL,
    sheet           TEXT    NOT NULL,           -- where it stands in the office's file: sheet and line
    line            BIGINT  NOT NULL,
    name            TEXT    NOT NULL,
    employer        TEXT,
    series          TEXT    NOT NULL,
    specialty       TEXT,
    title           TEXT    NOT NULL,
    struck          TEXT,                       -- the objection for which it was taken off
    PRIMARY KEY (batch, position)
);

CREATE TABLE post (
    batch           TEXT    PRIMARY KEY REFERENCES batch (id),
    from_day        TEXT    NOT NULL,
    until_day       TEXT    NOT NULL
);

CREATE TABLE announcement (
    batch           TEXT    PRIMARY KEY REFERENCES batch (id),
    document_number TEXT    NOT NULL,
    on_day          TEXT    NOT NULL
);

CREATE TABLE objection (
    id              TEXT    PRIMARY KEY,
    batch           TEXT    NOT NULL REFERENCES batch (id),
    received_on     TEXT    NOT NULL,
    sealed          BYTEA   NOT NULL,           -- what it says
    who             TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    settled_on      TEXT,                       -- none while it bars the announcement
    outcome         BYTEA                       -- sealed: how it was settled
);
CREATE INDEX objection_batch ON objection (batch);

-- Personal content of a batch: deleted when its retention has passed.
CREATE TABLE batch_content (
    batch           TEXT    PRIMARY KEY REFERENCES batch (id),
    upload          BYTEA   NOT NULL,           -- sealed: the file as it came
    mends           BYTEA,                      -- sealed: JSON, the cells that were mended at the desk
    findings        BYTEA   NOT NULL            -- sealed: JSON, which findings are where
);

-- What of a batch is read a page at a time. Each page is sealed by itself, so that it costs what it
-- holds; batch_content.findings is the index over the findings.
CREATE TABLE batch_page (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    kind            TEXT    NOT NULL,           -- findings; changes against the batch that it follows
    page            BIGINT  NOT NULL,
    sealed          BYTEA   NOT NULL,           -- JSON
    PRIMARY KEY (batch, kind, page)
);

-- How many rows of a sheet have which findings: counted when they are written, for they are sealed.
CREATE TABLE batch_finding (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    sheet           TEXT    NOT NULL,           -- reported, filled
    code            TEXT    NOT NULL,
    severity        TEXT    NOT NULL,
    rows            BIGINT  NOT NULL,
    PRIMARY KEY (batch, sheet, code, severity)
);

CREATE TABLE batch_row (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    position        BIGINT  NOT NULL,
    person          BYTEA   NOT NULL,
    candidate       BIGINT,                     -- whom of the pass list it is about (reviewed)
    row_key         BYTEA   UNIQUE,             -- none while the batch is a draft or returned
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
    series          TEXT    NOT NULL,
    credential      BYTEA   NOT NULL,
    token           BYTEA   NOT NULL,
    status          BIGINT  NOT NULL UNIQUE,    -- the counter behind list and index
    log_index       BIGINT  NOT NULL UNIQUE,
    issued_at       BIGINT  NOT NULL,
    template        BIGINT  NOT NULL,           -- edition: template to document_key; signed at issued_at
    public_url      TEXT    NOT NULL,
    tree_size       BIGINT  NOT NULL,
    document_key    TEXT    NOT NULL,
    standing        TEXT    NOT NULL,
    standing_since  TEXT    NOT NULL,
    standing_document TEXT
);
CREATE INDEX certificate_holder ON certificate (holder);
CREATE INDEX certificate_batch ON certificate (batch);
-- Holds all that the overview of a year counts, so that no credential is read for it.
CREATE INDEX certificate_year ON certificate (issued_at, office, series, number);

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
-- Every head that was signed: a certificate's proof leads to the one of its edition, for ever.
CREATE TABLE log_checkpoint (
    size            BIGINT  PRIMARY KEY,
    checkpoint      TEXT    NOT NULL
);
CREATE TABLE log_tile (
    level           BIGINT  NOT NULL,           -- -1: bundles of entries; 0 …: hashes
    position        BIGINT  NOT NULL,
    content         BYTEA   NOT NULL,           -- as wide as it is now, at most 256
    PRIMARY KEY (level, position)
);

-- Chained: each digest covers the deed and the digest before it.
CREATE TABLE audit (
    serial          BIGINT  PRIMARY KEY,        -- 1, 2, 3 … without a gap
    digest          BYTEA   NOT NULL,
    at              BIGINT  NOT NULL,
    who             TEXT    NOT NULL,
    office          TEXT    NOT NULL,
    door            TEXT    NOT NULL,
    verb            TEXT    NOT NULL,
    subject         TEXT    NOT NULL
);
CREATE INDEX audit_subject ON audit (subject);
CREATE TABLE audit_head (
    id              BIGINT  PRIMARY KEY CHECK (id = 1),
    serial          BIGINT  NOT NULL,
    changes         BIGINT  NOT NULL,           -- how many of the deeds changed something
    digest          BYTEA   NOT NULL
);

-- What the register of offices does not say and the bureau decides: a delegated intermediate review,
-- and a unit's plan of the year (评聘方案), without which it files nothing of that year.
CREATE TABLE delegation (
    office          TEXT    PRIMARY KEY,
    document_number TEXT    NOT NULL,
    on_day          TEXT    NOT NULL
);
CREATE TABLE unit_plan (
    office          TEXT    NOT NULL,
    year            BIGINT  NOT NULL,
    document_number TEXT    NOT NULL,
    on_day          TEXT    NOT NULL,
    PRIMARY KEY (office, year)
);

-- Who may enter the offices' door.
CREATE TABLE office_token (
    id              TEXT    PRIMARY KEY,        -- short, for people to name it by
    digest          BYTEA   NOT NULL UNIQUE,    -- SHA-256 of the token
    office          TEXT    NOT NULL,
    who             TEXT    NOT NULL,
    made_at         BIGINT  NOT NULL,
    revoked_at      BIGINT
);
CREATE TABLE desk_session (
    digest          BYTEA   PRIMARY KEY,        -- SHA-256 of the cookie
    token           TEXT    NOT NULL REFERENCES office_token (id),
    began_at        BIGINT  NOT NULL,
    ends_at         BIGINT  NOT NULL            -- moves with use, never past the absolute limit
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
