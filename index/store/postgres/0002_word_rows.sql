-- Which rows hold a word, how often and how long they are, beside how many they are: packed as
-- index/store/words/rows.py reads them, four, two and two bytes. A score needs no row read any more.
-- Changes are joined sixteen at a time, and those that were joined again, so that a small change
-- never writes a large one anew: that is their level.
ALTER TABLE word_counts ADD COLUMN level integer NOT NULL DEFAULT 0;
ALTER TABLE word_counts ADD COLUMN chunk_rows bytea NOT NULL DEFAULT '';
ALTER TABLE word_counts ADD COLUMN article_rows bytea NOT NULL DEFAULT '';
ALTER TABLE word_counts ALTER COLUMN chunk_rows SET STORAGE EXTERNAL;
ALTER TABLE word_counts ALTER COLUMN article_rows SET STORAGE EXTERNAL;
TRUNCATE word_counts;
INSERT INTO word_counts (lexeme, chunks, articles, level, chunk_rows)
SELECT lexeme, count(*), 0, 2, string_agg(
    int4send(number::integer) || substring(int4send(cardinality(positions)) FROM 3)
    || substring(int4send(least(length, 65535)) FROM 3), '')
FROM chunks, unnest(words) AS held(lexeme, positions, weights) GROUP BY lexeme;
INSERT INTO word_counts (lexeme, chunks, articles, level, article_rows)
SELECT lexeme, 0, count(*), 2, string_agg(
    int4send(number::integer) || substring(int4send(cardinality(positions)) FROM 3)
    || substring(int4send(least(length, 65535)) FROM 3), '')
FROM articles, unnest(words) AS held(lexeme, positions, weights) GROUP BY lexeme;
DROP INDEX word_counts_by_lexeme;
CREATE INDEX word_counts_by_lexeme ON word_counts (lexeme, level) INCLUDE (chunks, articles);
DROP FUNCTION times;

-- A month's rows are told by the index alone.
DROP INDEX chunks_by_day;
CREATE INDEX chunks_by_day ON chunks (published) INCLUDE (number);
