-- Photos of holders. Each is sealed by itself under its own id: a batch, and later a certificate, only
-- name it, so that nothing is sealed anew when thousands are issued at once.
CREATE TABLE photo (
    id              TEXT    PRIMARY KEY,
    digest          BYTEA   NOT NULL,           -- SHA-256 of the picture, as a credential states it
    sealed          BYTEA   NOT NULL
);

-- Handed in for a batch, by whom it shows, and who handed it in: also where the batch has it from a
-- returned one. Deleted with the batch's other content.
CREATE TABLE batch_photo (
    batch           TEXT    NOT NULL REFERENCES batch (id),
    person          BYTEA   NOT NULL,
    photo           TEXT    NOT NULL REFERENCES photo (id),
    by              TEXT    NOT NULL,
    PRIMARY KEY (batch, person)
);
CREATE INDEX batch_photo_photo ON batch_photo (photo);

-- Who handed photos in last, and when.
ALTER TABLE batch ADD COLUMN photos_by TEXT;
ALTER TABLE batch ADD COLUMN photos_at BIGINT;

-- Permanent: the photo on the face.
ALTER TABLE certificate ADD COLUMN photo TEXT REFERENCES photo (id);
CREATE INDEX certificate_photo ON certificate (photo) WHERE photo IS NOT NULL;
