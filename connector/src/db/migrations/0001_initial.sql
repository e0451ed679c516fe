-- Times are seconds since the epoch; those that end in _ms are milliseconds.

CREATE TABLE organisations (
    ov TEXT NOT NULL PRIMARY KEY,
    issuer TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    homeserver TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    -- Since when it is disabled; from then on its duties count as switched off.
    disabled_at INTEGER,
    contact_name TEXT NOT NULL DEFAULT '',
    contact_address TEXT NOT NULL DEFAULT '',
    contact_email TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE duties (
    ov TEXT NOT NULL REFERENCES organisations (ov),
    duty_id TEXT NOT NULL,
    -- What HiOrg-Server wants.
    revision INTEGER NOT NULL,
    hash BLOB NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    -- The statement as received; NULL once the chat is deleted, because it holds names.
    envelope TEXT,
    -- How far the homeserver has got.
    room_id TEXT,
    phase TEXT NOT NULL DEFAULT 'none' CHECK (phase IN ('none', 'active', 'read_only', 'deleted')),
    applied_revision INTEGER,
    -- A deletion that has begun is finished, whatever is wanted later.
    purging INTEGER NOT NULL DEFAULT 0,
    purge_id TEXT,
    PRIMARY KEY (ov, duty_id)
) STRICT;

CREATE UNIQUE INDEX duties_by_room ON duties (room_id) WHERE room_id IS NOT NULL;

-- Who the newest statement of a duty names.
CREATE TABLE roster (
    ov TEXT NOT NULL,
    duty_id TEXT NOT NULL,
    member_ov TEXT NOT NULL,
    sub TEXT NOT NULL,
    name TEXT NOT NULL,
    responsible INTEGER NOT NULL,
    -- Seen in the room when it was last compared.
    joined INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (ov, duty_id, member_ov, sub),
    FOREIGN KEY (ov, duty_id) REFERENCES duties (ov, duty_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX roster_by_person ON roster (member_ov, sub);

-- Who has signed in, and who was removed by HiOrg-Server.
CREATE TABLE people (
    ov TEXT NOT NULL REFERENCES organisations (ov),
    sub TEXT NOT NULL,
    -- The first session; NULL when there never was one.
    joined_at INTEGER,
    -- Since when HiOrg-Server says that the person has left the organisation.
    removed_at INTEGER,
    -- Devices, rooms, profile and media of a removed person are still to be deleted.
    cleanup INTEGER NOT NULL DEFAULT 0,
    -- The display name that the homeserver has.
    display_name TEXT,
    PRIMARY KEY (ov, sub)
) STRICT;

-- Proofs of sign-in that were used; each is good for one device.
CREATE TABLE used_proofs (
    hash BLOB NOT NULL PRIMARY KEY,
    ov TEXT NOT NULL,
    sub TEXT NOT NULL,
    device_id TEXT NOT NULL,
    curve25519 TEXT NOT NULL,
    ed25519 TEXT NOT NULL,
    used_at INTEGER NOT NULL,
    -- From when on the proof is worthless by itself and need not be remembered.
    forget_at INTEGER NOT NULL
) STRICT;

CREATE INDEX used_proofs_by_end ON used_proofs (forget_at);

-- The devices that have had a session, with the keys of the first one.
CREATE TABLE devices (
    ov TEXT NOT NULL,
    device_id TEXT NOT NULL,
    sub TEXT NOT NULL,
    curve25519 TEXT NOT NULL,
    ed25519 TEXT NOT NULL,
    PRIMARY KEY (ov, device_id)
) STRICT;

-- Which event names which media.
CREATE TABLE media (
    homeserver TEXT NOT NULL,
    media_id TEXT NOT NULL,
    room_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    redacted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (homeserver, media_id, event_id)
) STRICT;

CREATE INDEX media_by_room ON media (room_id);
CREATE INDEX media_by_event ON media (event_id);

-- Transactions of the homeservers that were handled.
CREATE TABLE transactions (
    homeserver TEXT NOT NULL,
    txn_id TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (homeserver, txn_id)
) STRICT;

-- One row a homeserver: how far its events were seen.
CREATE TABLE homeservers (
    server_name TEXT NOT NULL PRIMARY KEY,
    -- The room of the connector's own in which it sends markers.
    marker_room TEXT,
    marker_event TEXT,
    marker_sent_ms INTEGER,
    -- All events up to then have arrived here.
    seen_until_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
