-- Copies of certificates, each bound to a purpose and a day. Permanent like the certificate: a copy
-- whose row were gone would be told to be no copy of ours, when it has only ended.
CREATE TABLE copy (
    code            TEXT    PRIMARY KEY,        -- 16 digits by chance
    number          TEXT    NOT NULL REFERENCES certificate (number),
    purpose         TEXT    NOT NULL,
    until_day       TEXT    NOT NULL,
    made_at         BIGINT  NOT NULL,
    template        BIGINT  NOT NULL,           -- edition: template to document_key; signed at made_at
    public_url      TEXT    NOT NULL,
    tree_size       BIGINT  NOT NULL,
    document_key    TEXT    NOT NULL,
    extra_face      TEXT,
    withdrawn_at    BIGINT
);
CREATE INDEX copy_number ON copy (number, made_at);
