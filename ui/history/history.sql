CREATE TABLE conversations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    begun TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX conversations_of_owner ON conversations (owner, changed DESC);

CREATE TABLE turns (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    asked TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    thumb TEXT CHECK (thumb IN ('up', 'down')),
    reason TEXT,
    CHECK (reason IS NULL OR thumb IS NOT NULL)
);
CREATE INDEX turns_of_conversation ON turns (conversation);

CREATE VIRTUAL TABLE words USING fts5 (
    question, answer, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE titles USING fts5 (
    title, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER turn_deleted AFTER DELETE ON turns BEGIN
    DELETE FROM words WHERE rowid = old.number;
END;
CREATE TRIGGER title_given AFTER INSERT ON conversations BEGIN
    INSERT INTO titles (rowid, title) VALUES (new.number, new.title);
END;
CREATE TRIGGER title_changed AFTER UPDATE OF title ON conversations BEGIN
    UPDATE titles SET title = new.title WHERE rowid = new.number;
END;
CREATE TRIGGER conversation_deleted AFTER DELETE ON conversations BEGIN
    DELETE FROM titles WHERE rowid = old.number;
END;
