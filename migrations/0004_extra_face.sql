-- The bureau's own face that a paper is set in (SHA-256 of its file, in hexadecimal): only of papers with a
-- character that no other face draws.
ALTER TABLE certificate ADD COLUMN extra_face TEXT;
