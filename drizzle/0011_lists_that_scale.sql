CREATE TABLE "entry_sum" (
	"ledger" text NOT NULL,
	"subject" text NOT NULL,
	"unit" text NOT NULL,
	"month" text NOT NULL,
	"state" text NOT NULL,
	"territory" text NOT NULL,
	"department" text NOT NULL,
	"feed" text NOT NULL,
	"line" text NOT NULL,
	"to_line" text NOT NULL,
	"source" text NOT NULL,
	"exception" boolean NOT NULL,
	"count" bigint NOT NULL,
	"amount" bigint,
	CONSTRAINT "entry_sum_pk" PRIMARY KEY("ledger","subject","unit","month","state","territory","department","feed","line","to_line","source","exception")
);
--> statement-breakpoint
DROP INDEX "entry_ledger";--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "amount" bigint;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "line" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "to_line" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "exception" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "department" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "task" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "state" text DEFAULT 'reported' NOT NULL;--> statement-breakpoint
-- What lists show and filter by, out of each ledger's own rows.
UPDATE "entry" e SET
	"subject" = coalesce(
		case when m.exception is not null and e.confirmed_at is null then 'exception' end,
		m.step, d.kind, o.indicator, e.kind),
	"amount" = coalesce(m.amount, d.amount, t.amount, f.amount),
	"line" = coalesce(m.line, t.from_node, f.line, p.line),
	"to_line" = t.to_node,
	"source" = m.source,
	"exception" = m.exception is not null,
	"department" = c.department,
	"task" = split_part(coalesce(u.share, ms.share), '/', 1),
	"state" = case
		when e.reversed then case when r.needs_confirmation and r.confirmed_at is null then 'reversal_waits' else 'reversed' end
		when e.confirmed_at is null then 'reported' else 'confirmed' end
FROM "entry" own
	LEFT JOIN fund_movement m ON m.entry = own.id
	LEFT JOIN budget_transfer t ON t.entry = own.id
	LEFT JOIN fund_operation f ON f.entry = own.id
	LEFT JOIN performance_review p ON p.entry = own.id
	LEFT JOIN deal d ON d.entry = own.id
	LEFT JOIN observation o ON o.entry = own.id
	LEFT JOIN case_closure cc ON cc.entry = own.id
	LEFT JOIN case_reopening cr ON cr.entry = own.id
	LEFT JOIN case_file c ON c.entry = coalesce(cc.case_entry, cr.case_entry, own.id)
	LEFT JOIN share_update u ON u.entry = own.id
	LEFT JOIN milestone_report mr ON mr.entry = own.id
	LEFT JOIN milestone ms ON ms.id = mr.milestone
	LEFT JOIN reversal r ON r.entry = own.id
WHERE own.id = e.id;--> statement-breakpoint
ALTER TABLE "entry" ALTER COLUMN "subject" SET NOT NULL;--> statement-breakpoint
INSERT INTO "entry_sum"
	SELECT ledger, subject, unit, to_char(day, 'YYYY-MM'), state, coalesce(territory, ''), coalesce(department, ''), coalesce(feed, ''),
		coalesce(line, ''), coalesce(to_line, ''), coalesce(source, ''), exception, count(*), sum(amount)::bigint
	FROM "entry" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;--> statement-breakpoint
CREATE FUNCTION "keep_entry_sums"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF tg_op = 'INSERT' THEN
		INSERT INTO entry_sum AS kept
			SELECT ledger, subject, unit, to_char(day, 'YYYY-MM'), state, coalesce(territory, ''), coalesce(department, ''), coalesce(feed, ''),
				coalesce(line, ''), coalesce(to_line, ''), coalesce(source, ''), exception, count(*), sum(amount)::bigint
			FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
		ON CONFLICT ON CONSTRAINT entry_sum_pk DO UPDATE
			SET count = kept.count + excluded.count,
				amount = CASE WHEN excluded.amount IS NULL THEN kept.amount ELSE coalesce(kept.amount, 0) + excluded.amount END;
	ELSE
		INSERT INTO entry_sum AS kept
			SELECT ledger, subject, unit, to_char(day, 'YYYY-MM'), state, coalesce(territory, ''), coalesce(department, ''), coalesce(feed, ''),
				coalesce(line, ''), coalesce(to_line, ''), coalesce(source, ''), exception, sum(sign), sum(sign * amount)::bigint
			FROM (SELECT *, -1 AS sign FROM old_rows UNION ALL SELECT *, 1 AS sign FROM new_rows) AS moved
			GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 HAVING sum(sign) <> 0 OR coalesce(sum(sign * amount), 0) <> 0
			ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
		ON CONFLICT ON CONSTRAINT entry_sum_pk DO UPDATE
			SET count = kept.count + excluded.count,
				amount = CASE WHEN excluded.amount IS NULL THEN kept.amount ELSE coalesce(kept.amount, 0) + excluded.amount END;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "keep_sums_insert" AFTER INSERT ON "entry" REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION "keep_entry_sums"();--> statement-breakpoint
CREATE TRIGGER "keep_sums_update" AFTER UPDATE ON "entry" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION "keep_entry_sums"();--> statement-breakpoint
CREATE INDEX "entry_subject" ON "entry" USING btree ("ledger","subject","effective_at","id");--> statement-breakpoint
CREATE INDEX "entry_of_unit" ON "entry" USING btree ("unit","ledger","effective_at","id");--> statement-breakpoint
CREATE INDEX "entry_territory" ON "entry" USING btree ("territory","ledger","effective_at","id");--> statement-breakpoint
CREATE INDEX "entry_department" ON "entry" USING btree ("department","ledger","effective_at","id") WHERE "entry"."department" is not null;--> statement-breakpoint
CREATE INDEX "entry_line" ON "entry" USING btree ("line","effective_at","id") WHERE "entry"."line" is not null;--> statement-breakpoint
CREATE INDEX "entry_to_line" ON "entry" USING btree ("to_line","effective_at","id") WHERE "entry"."to_line" is not null;--> statement-breakpoint
CREATE INDEX "entry_reversal_waits" ON "entry" USING btree ("effective_at") WHERE "entry"."state" = 'reversal_waits';--> statement-breakpoint
CREATE INDEX "entry_ledger" ON "entry" USING btree ("ledger","effective_at","id");--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_state" CHECK ("entry"."state" = case when "entry"."reversed" then "entry"."state" when "entry"."confirmed_at" is null then 'reported' else 'confirmed' end and (not "entry"."reversed" or "entry"."state" in ('reversed', 'reversal_waits')));