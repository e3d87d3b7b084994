PRAGMA user_version = 5;
PRAGMA application_id = 1095518530;
CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL,           -- tells another update under the same id from the same one again
            person_id INTEGER,
            raw TEXT,                       -- dropped when done
            done INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0,
            kept INTEGER NOT NULL           -- seconds since 1970
        );
INSERT INTO "inbox" VALUES(4,X'',NULL,NULL,1,0,1795000000);
INSERT INTO "inbox" VALUES(5,X'0102',7,'{}',0,0,1795000000);
CREATE TABLE orders (
            person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            id INTEGER NOT NULL,
            record TEXT NOT NULL, version TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (person_id, id)
        ) WITHOUT ROWID;
INSERT INTO "orders" VALUES(7,1,'{"ordinal":1,"opened":"2026-11-01T00:00:00+00:00","told":{"status":{"value":"cancel_requested","at":"2026-11-01T00:00:00+00:00","how":"tapped"}},"name":"\u044f","number":"","outcome":null,"advised":null}','v1');
CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL,
            urgent INTEGER NOT NULL,        -- an answer to a button waits for nothing
            call TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            made TEXT NOT NULL
        );
INSERT INTO "outbox" VALUES(1,7,0,'{"show":"waits","keyboard":[],"edit":null,"silent":false}',1,'2026-11-21T00:00:00+00:00');
CREATE TABLE person (
            id INTEGER PRIMARY KEY,
            screen INTEGER,                 -- the message id of the live screen
            record TEXT NOT NULL
        , due INTEGER, board INTEGER, board_digest TEXT NOT NULL DEFAULT '');
INSERT INTO "person" VALUES(7,31,'{"chosen":"ru","hint":"en","next_case":2,"viewing":"h","album":""}',1795100000,41,'abc');
INSERT INTO "person" VALUES(8,NULL,'{"chosen":"ru","hint":"en","next_case":2,"viewing":"h","album":""}',NULL,NULL,'');
CREATE TABLE report (
            id INTEGER PRIMARY KEY,
            made TEXT NOT NULL,
            record TEXT NOT NULL            -- nothing of the person
        );
INSERT INTO "report" VALUES(1,'2026-11-21T00:00:00+00:00','{"version":"v1","rule":"r","language":"en","words":"a button"}');
CREATE TABLE pause (
            person_id INTEGER PRIMARY KEY,  -- to whom nothing may be said; 0 for everybody
            until REAL NOT NULL             -- seconds since 1970
        );
INSERT INTO "pause" VALUES(9,4000000000.5);
CREATE INDEX inbox_pending ON inbox (update_id) WHERE NOT done;
CREATE INDEX inbox_done ON inbox (kept) WHERE done;
CREATE INDEX outbox_next ON outbox (person_id, urgent DESC, id);
CREATE INDEX orders_version ON orders (version, person_id);
CREATE INDEX person_due ON person (due) WHERE due IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',1);
