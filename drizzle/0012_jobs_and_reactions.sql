CREATE TABLE "job" (
	"kind" text NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"due" timestamp (3) with time zone NOT NULL,
	"clock" text NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"held_by" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "job_kind_subject_due_pk" PRIMARY KEY("kind","subject","due"),
	CONSTRAINT "job_clock" CHECK ("job"."clock" in ('business', 'system'))
);
--> statement-breakpoint
CREATE TABLE "reaction_cursor" (
	"reaction" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"epoch" uuid,
	"lease_until" timestamp (3) with time zone,
	"held_by" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "reaction_cursor_reaction_stream_pk" PRIMARY KEY("reaction","stream")
);
--> statement-breakpoint
CREATE TABLE "reaction_failure" (
	"reaction" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"tries" integer NOT NULL,
	"last_error" text NOT NULL,
	"failed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"held_by" text,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "reaction_failure_reaction_stream_seq_pk" PRIMARY KEY("reaction","stream","seq")
);
--> statement-breakpoint
CREATE INDEX "job_to_do" ON "job" USING btree ("due") WHERE done_at is null;