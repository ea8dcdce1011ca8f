-- Text is compared byte by byte, as in an index folder.
CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, value text NOT NULL);

-- One row, which every writer changes last: what readers compare, and what BM25 measures by.
CREATE TABLE state (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    generation bigint NOT NULL DEFAULT 0,
    chunks bigint NOT NULL DEFAULT 0, chunk_words bigint NOT NULL DEFAULT 0,
    articles bigint NOT NULL DEFAULT 0, article_words bigint NOT NULL DEFAULT 0
);
INSERT INTO state DEFAULT VALUES;

CREATE TABLE articles (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id text COLLATE "C" NOT NULL UNIQUE, title text COLLATE "C", author text, publisher text COLLATE "C",
    published text COLLATE "C", url text, source text NOT NULL, content_hash text NOT NULL,
    raw_hash text NOT NULL, language text, pages text NOT NULL, changes text NOT NULL,
    publisher_key text COLLATE "C", fingerprint bytea NOT NULL, length integer NOT NULL,
    words tsvector NOT NULL, text text NOT NULL
);
CREATE INDEX articles_by_day ON articles (published);
CREATE INDEX articles_by_word ON articles USING gin (words);

-- Copies of an article, whole, so that one can take its place; nothing searches them.
CREATE TABLE copies (
    article_id text COLLATE "C" PRIMARY KEY,
    original text COLLATE "C" NOT NULL REFERENCES articles (article_id) DEFERRABLE INITIALLY DEFERRED,
    title text, author text, publisher text, published text COLLATE "C", url text, source text NOT NULL,
    content_hash text NOT NULL, raw_hash text NOT NULL, language text,
    pages text NOT NULL, changes text NOT NULL, text text NOT NULL
);
CREATE INDEX copies_by_original ON copies (original);

CREATE TABLE stamps (url text COLLATE "C" PRIMARY KEY, etag text, modified text);

CREATE TABLE sentences (
    article_id text COLLATE "C" NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    number integer NOT NULL, paragraph integer NOT NULL, start integer NOT NULL, "end" integer NOT NULL,
    PRIMARY KEY (article_id, number)
);

-- Day and publisher stand here too, so that a filter and a search look at one table.
CREATE TABLE chunks (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, chunk_id text COLLATE "C" NOT NULL UNIQUE,
    article_id text COLLATE "C" NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    first_sentence integer NOT NULL, last_sentence integer NOT NULL,
    start integer NOT NULL, "end" integer NOT NULL,
    published text COLLATE "C", publisher_key text COLLATE "C", length integer NOT NULL,
    words tsvector NOT NULL, vector halfvec NOT NULL, title text NOT NULL, text text NOT NULL,
    vectors bytea NOT NULL  -- rows of 16-bit floats: the chunk's own, then one per sentence
);
-- Words are read in whole for every score: they stay in the row, and as they are; what no score
-- reads goes elsewhere.
ALTER TABLE chunks SET (toast_tuple_target = 4096);
ALTER TABLE chunks ALTER COLUMN vectors SET STORAGE EXTERNAL;
ALTER TABLE chunks ALTER COLUMN words SET STORAGE MAIN;
CREATE INDEX chunks_by_article ON chunks (article_id, first_sentence);
CREATE INDEX chunks_by_day ON chunks (published);
CREATE INDEX chunks_by_publisher ON chunks (publisher_key);
CREATE INDEX chunks_by_word ON chunks USING gin (words);

-- How many chunks and articles hold a word, as changes: writers only add rows, so that none waits.
CREATE TABLE word_counts (lexeme text COLLATE "C" NOT NULL, chunks integer NOT NULL, articles integer NOT NULL);
CREATE INDEX word_counts_by_lexeme ON word_counts (lexeme) INCLUDE (chunks, articles);

CREATE TABLE quotes (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id text COLLATE "C" NOT NULL REFERENCES articles (article_id) ON DELETE CASCADE,
    start integer NOT NULL, "end" integer NOT NULL, speaker text COLLATE "C", mention text, role text COLLATE "C",
    verb text, kind text NOT NULL, "group" integer NOT NULL, rule text, stance text NOT NULL
);
CREATE INDEX quotes_by_article ON quotes (article_id, start);
CREATE INDEX quotes_by_speaker ON quotes (speaker);

-- How often a word stands in a row: ts_rank of one word, all weights 1, is Σ 1/j² ÷ (π²/6) over its
-- places j = 1 … n, and the rest of that series is 1/(n + ½), nearer than rounding needs.
CREATE FUNCTION times(words tsvector, word tsquery) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(1 / (1.6449340668482264 * (1 - ts_rank('{1,1,1,1}', words, word))) - 0.5);
