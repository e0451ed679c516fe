-- Times are milliseconds since the epoch, 0 for none. Texts are '' for none. Where the key
-- management may set any time, NULL is none.

CREATE TABLE meta (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- How often the store was opened; the key store holds the same number.
    generation  INTEGER NOT NULL DEFAULT 0,
    -- The file was found to be an older copy of itself, and the keys have not been told yet.
    older_copy  INTEGER NOT NULL DEFAULT 0,
    -- The secret that wraps every content key.
    shred_id    BLOB    NOT NULL,
    -- Deleted pages may still be in the file or the log.
    reclaim     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE session (
    id            INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    user_id       TEXT    NOT NULL,
    device_id     TEXT    NOT NULL,
    access_token  TEXT    NOT NULL,
    refresh_token TEXT    NOT NULL DEFAULT '',
    expires_at    INTEGER NOT NULL DEFAULT 0,
    -- Until when one process has the right to refresh.
    refresh_until INTEGER NOT NULL DEFAULT 0,
    homeserver    TEXT    NOT NULL,
    server_name   TEXT    NOT NULL,
    ov            TEXT    NOT NULL,
    issuer        TEXT    NOT NULL,
    subject       TEXT    NOT NULL
) STRICT;

CREATE TABLE account (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    state      TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'sealed')),
    reason     TEXT    NOT NULL DEFAULT '',
    since      INTEGER NOT NULL DEFAULT 0,
    destroy_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE times (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    state TEXT    NOT NULL
) STRICT;

CREATE TABLE positions (
    conn_id TEXT NOT NULL PRIMARY KEY,
    pos     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE to_device (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    since TEXT    NOT NULL DEFAULT ''
) STRICT;

-- Every table with something of a room hangs on this one, so that nothing is forgotten when a
-- room goes. A doomed room has lost its content key; its rows go next.
CREATE TABLE rooms (
    room_id TEXT    NOT NULL PRIMARY KEY,
    doomed  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE destroyed (
    room_id      TEXT    NOT NULL PRIMARY KEY,
    destroyed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE content_keys (
    room_id    TEXT NOT NULL PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
    wrapped    BLOB NOT NULL,
    wrapped_by BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
    room_id        TEXT    NOT NULL PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
    duty_id        TEXT    NOT NULL,
    -- The envelope, under the content key.
    statement      BLOB    NOT NULL,
    revision       INTEGER NOT NULL,
    read_only_from INTEGER NOT NULL,
    delete_at      INTEGER NOT NULL,
    state          TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sealed')),
    seal_reason    TEXT    NOT NULL DEFAULT '',
    sealed_since   INTEGER NOT NULL DEFAULT 0,
    seal_confirmed INTEGER NOT NULL DEFAULT 0,
    membership     TEXT    NOT NULL DEFAULT '',
    send_level     INTEGER NOT NULL DEFAULT 0,
    own_level      INTEGER NOT NULL DEFAULT 0,
    -- Rises with what happens in any chat; the highest happened last.
    activity       INTEGER NOT NULL DEFAULT 0,
    read_segment   INTEGER NOT NULL DEFAULT -1,
    read_place     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX chats_by_duty ON chats (duty_id);

CREATE TABLE members (
    room_id    TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    user_id    TEXT NOT NULL,
    membership TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE former_members (
    room_id TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    account TEXT NOT NULL,
    -- Under the content key.
    name    BLOB NOT NULL,
    PRIMARY KEY (room_id, account)
) STRICT, WITHOUT ROWID;

-- A stretch of a timeline without gaps inside. Segments are in the order of the stream.
CREATE TABLE segments (
    room_id    TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    segment    INTEGER NOT NULL,
    -- Asks for what is missing before this stretch; '' when nothing is.
    prev_batch TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (room_id, segment)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    room_id    TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    event_id   TEXT    NOT NULL,
    segment    INTEGER NOT NULL,
    -- New events count up, older ones fetched later count down.
    place      INTEGER NOT NULL,
    sender     TEXT    NOT NULL,
    origin_ts  INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    -- Whether it makes the chat unread.
    counts     INTEGER NOT NULL DEFAULT 0,
    state      TEXT    NOT NULL CHECK (state IN ('content', 'undecrypted', 'redacted')),
    -- Under the content key; empty when redacted.
    body       BLOB    NOT NULL DEFAULT x'',
    session_id TEXT    NOT NULL DEFAULT '',
    reason     TEXT    NOT NULL DEFAULT '',
    redacted_by TEXT   NOT NULL DEFAULT '',
    redacted_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, event_id)
) STRICT;
CREATE UNIQUE INDEX events_in_order ON events (room_id, segment, place);
CREATE INDEX events_waiting ON events (room_id, session_id) WHERE state = 'undecrypted';
CREATE INDEX events_counting ON events (room_id, segment, place) WHERE counts = 1;

CREATE TABLE queue (
    seq             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    txn_id          TEXT    NOT NULL UNIQUE,
    room_id         TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    kind            TEXT    NOT NULL,
    -- Under the content key.
    body            BLOB    NOT NULL,
    state           TEXT    NOT NULL DEFAULT 'queued'
                            CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    failure         TEXT    NOT NULL DEFAULT '',
    event_id        TEXT    NOT NULL DEFAULT '',
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL DEFAULT 0,
    queued_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_by_room ON queue (room_id, seq);
CREATE INDEX queue_by_event ON queue (event_id) WHERE event_id != '';

CREATE TABLE drafts (
    room_id    TEXT    NOT NULL PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
    -- Under the content key.
    body       BLOB    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- The key management. Keys of rooms are under the content key of their room.

CREATE TABLE olm_account (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    pickle BLOB    NOT NULL
) STRICT;

CREATE TABLE olm_sessions (
    user_id          TEXT    NOT NULL,
    peer             BLOB    NOT NULL,
    session_id       TEXT    NOT NULL,
    pickle           BLOB    NOT NULL,
    created_at       INTEGER NOT NULL,
    last_received_at INTEGER,
    PRIMARY KEY (user_id, peer, session_id)
) STRICT;

CREATE TABLE olm_messages (
    hash     BLOB    NOT NULL PRIMARY KEY,
    noted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX olm_messages_by_time ON olm_messages (noted_at);

CREATE TABLE tracked_users (
    user_id        TEXT    NOT NULL PRIMARY KEY,
    outdated_since INTEGER,
    generation     INTEGER NOT NULL DEFAULT 0,
    known          INTEGER NOT NULL DEFAULT 0,
    failures       INTEGER NOT NULL DEFAULT 0,
    retry_at       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX tracked_users_outdated ON tracked_users (user_id) WHERE outdated_since IS NOT NULL;

CREATE TABLE devices (
    user_id        TEXT    NOT NULL,
    device_id      TEXT    NOT NULL,
    curve25519     BLOB    NOT NULL,
    ed25519        BLOB    NOT NULL,
    device_keys    TEXT    NOT NULL,
    present        INTEGER NOT NULL DEFAULT 1,
    changed_keys   INTEGER NOT NULL DEFAULT 0,
    session        TEXT    NOT NULL DEFAULT 'none' CHECK (session IN ('none', 'missing', 'broken')),
    healed_at      INTEGER,
    claim_failures INTEGER NOT NULL DEFAULT 0,
    claim_retry_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, device_id)
) STRICT;
CREATE INDEX devices_wanting_session ON devices (user_id) WHERE session != 'none';

CREATE TABLE inbound_sessions (
    room_id           TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id        TEXT    NOT NULL,
    pickle            BLOB    NOT NULL,
    sender            TEXT    NOT NULL,
    sender_device     TEXT    NOT NULL DEFAULT '',
    sender_key        BLOB    NOT NULL,
    signing_key       BLOB    NOT NULL,
    first_known_index INTEGER NOT NULL,
    provenance        TEXT    NOT NULL,
    decrypted         INTEGER NOT NULL DEFAULT 0,
    received_at       INTEGER NOT NULL,
    PRIMARY KEY (room_id, session_id)
) STRICT;
CREATE INDEX inbound_sessions_by_sender ON inbound_sessions (sender_key);

CREATE TABLE message_indexes (
    room_id          TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id       TEXT    NOT NULL,
    message_index    INTEGER NOT NULL,
    event_id         TEXT    NOT NULL,
    origin_server_ts INTEGER NOT NULL,
    PRIMARY KEY (room_id, session_id, message_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbound_sessions (
    room_id    TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id TEXT    NOT NULL,
    pickle     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    messages   INTEGER NOT NULL DEFAULT 0,
    -- NULL for the current session of the room.
    retired_at INTEGER,
    PRIMARY KEY (room_id, session_id)
) STRICT;
CREATE UNIQUE INDEX outbound_sessions_current ON outbound_sessions (room_id) WHERE retired_at IS NULL;
CREATE INDEX outbound_sessions_retired ON outbound_sessions (retired_at) WHERE retired_at IS NOT NULL;

CREATE TABLE shares (
    room_id    TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    device_id  TEXT NOT NULL,
    curve25519 BLOB NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('wanted', 'sending', 'shared', 'withheld')),
    from_index INTEGER NOT NULL DEFAULT 0,
    request_id TEXT NOT NULL DEFAULT '',
    code       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (room_id, session_id, user_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_key ON shares (curve25519);
CREATE INDEX shares_by_request ON shares (request_id) WHERE state = 'sending';

CREATE TABLE withheld_sessions (
    room_id     TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id  TEXT    NOT NULL,
    sender      TEXT    NOT NULL,
    sender_key  BLOB    NOT NULL,
    code        TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE withheld_devices (
    sender_key  BLOB    NOT NULL PRIMARY KEY,
    sender      TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wanted_keys (
    room_id    TEXT    NOT NULL REFERENCES rooms ON DELETE CASCADE,
    session_id TEXT    NOT NULL,
    sender     TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    asked_at   INTEGER,
    PRIMARY KEY (room_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_keys_by_sender ON wanted_keys (sender);
CREATE INDEX wanted_keys_unasked ON wanted_keys (since) WHERE asked_at IS NULL;

CREATE TABLE requests (
    id         TEXT    NOT NULL PRIMARY KEY,
    ordinal    INTEGER NOT NULL,
    body       BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    failures   INTEGER NOT NULL DEFAULT 0,
    retry_at   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX requests_in_order ON requests (ordinal);
