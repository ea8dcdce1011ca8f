CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- The text comes last: what stands before it is read without it.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, title TEXT, author TEXT, publisher TEXT, published TEXT, url TEXT,
    source TEXT NOT NULL, content_hash TEXT NOT NULL, raw_hash TEXT NOT NULL, language TEXT,
    pages TEXT NOT NULL, changes TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX articles_by_day ON articles (published);
-- What finds an article's story when it is printed again.
CREATE TABLE fingerprints (
    article_id TEXT PRIMARY KEY REFERENCES articles (article_id) ON DELETE CASCADE, fingerprint BLOB NOT NULL
) WITHOUT ROWID;
-- Copies of an article, whole, so that one can take its place; nothing searches them.
CREATE TABLE copies (
    article_id TEXT PRIMARY KEY, original TEXT NOT NULL REFERENCES articles (article_id) DEFERRABLE INITIALLY DEFERRED,
    title TEXT, author TEXT, publisher TEXT, published TEXT, url TEXT,
    source TEXT NOT NULL, content_hash TEXT NOT NULL, raw_hash TEXT NOT NULL, language TEXT,
    pages TEXT NOT NULL, changes TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX copies_by_original ON copies (original);
-- What a site called the version of a page that is stored, so that it is asked only for a newer one.
CREATE TABLE stamps (url TEXT PRIMARY KEY, etag TEXT, modified TEXT) WITHOUT ROWID;
CREATE TABLE sentences (
    article_id TEXT NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE, number INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;
CREATE TABLE chunks (
    number INTEGER PRIMARY KEY, chunk_id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    first_sentence INTEGER NOT NULL, last_sentence INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    vectors BLOB NOT NULL  -- rows of 16-bit floats: the chunk's own, then one per sentence
);
-- The chunks' own rows once more, an article's in one piece: to look through many, nothing else is read.
CREATE TABLE wholes (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    first INTEGER NOT NULL, chunks INTEGER NOT NULL, vectors BLOB NOT NULL  -- of the chunks first, first + 1, …
);
CREATE INDEX chunks_by_article ON chunks (article_id, first_sentence);
CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2');
-- Whole articles, for what a story as a whole is about; the text itself stays in articles.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'articles', content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
-- How many chunks and articles hold a word, and which, as changes: index/store/words has how.
CREATE TABLE word_counts (
    lexeme TEXT NOT NULL, level INTEGER NOT NULL DEFAULT 0, chunks INTEGER NOT NULL, articles INTEGER NOT NULL,
    chunk_rows BLOB NOT NULL, article_rows BLOB NOT NULL
);
CREATE INDEX word_counts_by_lexeme ON word_counts (lexeme, level, chunks, articles);
-- One row: rows and their words, and the numbers given last, of which none is given again.
CREATE TABLE totals (
    chunks INTEGER NOT NULL, chunk_words INTEGER NOT NULL, articles INTEGER NOT NULL, article_words INTEGER NOT NULL,
    last_chunk INTEGER NOT NULL, last_article INTEGER NOT NULL
);
CREATE TABLE quotes (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker TEXT, mention TEXT, role TEXT,
    verb TEXT, kind TEXT NOT NULL, "group" INTEGER NOT NULL, rule TEXT,
    stance TEXT NOT NULL DEFAULT 'said'
);
CREATE INDEX quotes_by_article ON quotes (article_id, start);
CREATE INDEX quotes_by_speaker ON quotes (speaker);
-- Vectors that no article owns: written before their article, or left behind by it.
CREATE TABLE stray_vectors (id TEXT PRIMARY KEY) WITHOUT ROWID;
