-- Queries without a model call, over the tables ticket and customer that the test puts in front of each.
-- One query a line; rows are compared in order where the query has an ORDER BY at its end, else as a bag.
SELECT * FROM ticket
SELECT id, subject FROM ticket WHERE open ORDER BY id
SELECT id AS "Ticket Id", UPPER(subject) AS loud FROM ticket ORDER BY "Ticket Id"
SELECT COUNT(*) FROM ticket
SELECT COUNT(*), COUNT(price), COUNT(DISTINCT customer_id) FROM ticket
SELECT customer_id, COUNT(*) AS n FROM ticket GROUP BY customer_id ORDER BY n DESC, customer_id
SELECT customer_id, SUM(price), MIN(price), MAX(price) FROM ticket GROUP BY customer_id ORDER BY customer_id
SELECT AVG(CAST(id AS DOUBLE)) FROM ticket
SELECT open, COUNT(*) FROM ticket GROUP BY open HAVING COUNT(*) > 2 ORDER BY open
SELECT DISTINCT customer_id FROM ticket ORDER BY customer_id
SELECT t.id, c.name FROM ticket t JOIN customer c ON t.customer_id = c.id ORDER BY t.id
SELECT t.id, c.name FROM ticket t LEFT JOIN customer c ON t.customer_id = c.id AND c.country = 'DE' ORDER BY t.id
SELECT c.name, t.subject FROM ticket t RIGHT JOIN customer c ON t.customer_id = c.id ORDER BY c.name, t.subject
SELECT t.id, c.id FROM ticket t CROSS JOIN customer c WHERE t.id < 3 ORDER BY t.id, c.id
SELECT a.id, b.id FROM ticket a JOIN ticket b ON a.customer_id = b.customer_id AND a.id < b.id ORDER BY a.id, b.id
SELECT name FROM customer WHERE id IN (SELECT customer_id FROM ticket WHERE open) ORDER BY name
SELECT name FROM customer WHERE id NOT IN (SELECT customer_id FROM ticket WHERE customer_id IS NOT NULL) ORDER BY name
SELECT name FROM customer c WHERE EXISTS (SELECT 1 FROM ticket t WHERE t.customer_id = c.id AND t.price > 20) ORDER BY name
SELECT name, (SELECT COUNT(*) FROM ticket t WHERE t.customer_id = c.id) AS n FROM customer c ORDER BY name
SELECT name, (SELECT MAX(price) FROM ticket t WHERE t.customer_id = c.id) AS top FROM customer c ORDER BY name
SELECT id FROM ticket ORDER BY price NULLS LAST, id
SELECT id FROM ticket ORDER BY price, id
SELECT id FROM ticket ORDER BY price DESC NULLS LAST, id DESC
SELECT id FROM ticket ORDER BY id LIMIT 2
SELECT id FROM ticket ORDER BY id LIMIT 2 OFFSET 3
SELECT id FROM ticket ORDER BY id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY
SELECT id, subject FROM ticket WHERE subject LIKE '%refund%' ORDER BY id
SELECT id FROM ticket WHERE subject LIKE 'It''s%' ORDER BY id
SELECT id FROM ticket WHERE subject LIKE '100!%%' ESCAPE '!' ORDER BY id
SELECT 'it''s a ? in a text -- not a comment' AS t
SELECT id FROM ticket WHERE price BETWEEN 10 AND 20 ORDER BY id
SELECT id FROM ticket WHERE price IS NULL OR NOT open ORDER BY id
SELECT id FROM ticket WHERE (id, open) IN ((1, TRUE), (2, TRUE), (3, FALSE)) ORDER BY id
SELECT id, CASE WHEN price IS NULL THEN 'none' WHEN price > 15 THEN 'high' ELSE 'low' END AS band FROM ticket ORDER BY id
SELECT id, CASE customer_id WHEN 1 THEN 'first' WHEN 2 THEN 'second' END AS who FROM ticket ORDER BY id
SELECT id, COALESCE(price, 0) AS p, NULLIF(customer_id, 2) AS c FROM ticket ORDER BY id
SELECT id, price * 2 + 1, price / 2, -price FROM ticket WHERE price IS NOT NULL ORDER BY id
SELECT 7 / 2, MOD(7, 2), 7 - 10, ABS(-3), POWER(2, 3), SQRT(16)
SELECT FLOOR(2.7), CEIL(2.1), ROUND(2.567, 2), SIGN(-4)
SELECT CAST('42' AS INTEGER), CAST(42 AS VARCHAR(10)), CAST('2026-03-01' AS DATE), CAST(1.5 AS DOUBLE)
SELECT CHAR_LENGTH(subject), LOWER(subject), TRIM('  x '), SUBSTRING(subject FROM 1 FOR 5), POSITION('a' IN subject) FROM ticket ORDER BY id
SELECT subject || ' #' || CAST(id AS VARCHAR(10)) FROM ticket ORDER BY id
SELECT REPLACE(subject, 'a', 'A') FROM ticket ORDER BY id
SELECT EXTRACT(YEAR FROM created), EXTRACT(MONTH FROM created), EXTRACT(DAY FROM created) FROM ticket ORDER BY id
SELECT id FROM ticket WHERE created >= DATE '2026-02-01' AND created < DATE '2026-03-01' ORDER BY id
SELECT created + INTERVAL '1' DAY FROM ticket ORDER BY id
SELECT TIMESTAMP '2026-01-02 03:04:05', DATE '2026-01-02', TIME '03:04:05'
SELECT id FROM ticket WHERE open UNION SELECT id FROM customer
SELECT id FROM ticket UNION ALL SELECT id FROM customer
SELECT id FROM ticket INTERSECT SELECT id FROM customer
SELECT id FROM ticket EXCEPT SELECT id FROM customer
SELECT customer_id, id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id) AS rn FROM ticket ORDER BY id
SELECT id, SUM(price) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM ticket ORDER BY id
SELECT id, RANK() OVER (ORDER BY price DESC NULLS LAST) AS r, LAG(id) OVER (ORDER BY id) AS before FROM ticket ORDER BY id
SELECT * FROM (SELECT customer_id, COUNT(*) AS n FROM ticket GROUP BY customer_id) x WHERE n > 1 ORDER BY customer_id
SELECT x.big FROM (SELECT id, price > 15 AS big FROM ticket) x WHERE x.id = 1
SELECT customer_id, subject FROM ticket WHERE UPPER(subject) LIKE 'W%' OR subject IN ('Thank you', 'x') ORDER BY id
SELECT COUNT(*) FILTER (WHERE open), SUM(price) FILTER (WHERE NOT open) FROM ticket
SELECT * FROM (VALUES (1, 'a'), (2, 'bbb'), (3, NULL)) AS v(n, s) ORDER BY n
VALUES (1, 'x'), (2, 'yyy')
SELECT 1 FROM ticket WHERE 1 = 0
SELECT * FROM ticket WHERE FALSE
SELECT t.* FROM ticket t WHERE t.id = (SELECT MIN(id) FROM ticket)
SELECT id FROM ticket WHERE price > ALL (SELECT price FROM ticket WHERE customer_id = 2) ORDER BY id
SELECT id FROM ticket WHERE price = ANY (SELECT price FROM ticket WHERE customer_id = 2) ORDER BY id
SELECT '☃ snow' AS s, CHAR_LENGTH('日本語') AS n
