CREATE TABLE "daily_snapshot" (
	"plan" text NOT NULL,
	"day" date NOT NULL,
	"heads" jsonb NOT NULL,
	"whole" boolean NOT NULL,
	"cells" jsonb NOT NULL,
	"changed" jsonb NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "daily_snapshot_plan_day_pk" PRIMARY KEY("plan","day")
);
--> statement-breakpoint
ALTER TABLE "plan_version" ADD COLUMN "took_effect_at" timestamp with time zone DEFAULT now();