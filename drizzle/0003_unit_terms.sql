CREATE TABLE "unit_term" (
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"added" jsonb,
	"valid_to" date,
	"successor" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "unit_term_code_version_pk" PRIMARY KEY("code","version")
);
