CREATE TABLE "campaign" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"start_day" date NOT NULL,
	"end_day" date,
	"units" text[] NOT NULL,
	"cases" integer,
	"reference" text,
	CONSTRAINT "campaign_days" CHECK ("campaign"."end_day" is null or "campaign"."end_day" >= "campaign"."start_day"),
	CONSTRAINT "campaign_units" CHECK (cardinality("campaign"."units") > 0),
	CONSTRAINT "campaign_cases" CHECK ("campaign"."cases" is null or "campaign"."cases" >= 0)
);
--> statement-breakpoint
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;