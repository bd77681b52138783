CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "account_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "api_token" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"unit" text NOT NULL,
	"scope" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "appointment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"role" text NOT NULL,
	"unit" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "appointment_unit" CHECK (("appointment"."unit" is null) = ("appointment"."role" in ('leader', 'reader', 'system_admin', 'security_admin', 'audit_admin')))
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"account" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_closure" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"case_entry" uuid NOT NULL,
	"follows" uuid,
	"closed_at" date NOT NULL,
	"outcome" text,
	"reversed" boolean DEFAULT false NOT NULL,
	"reopened_by" uuid
);
--> statement-breakpoint
CREATE TABLE "case_file" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"number_key" text NOT NULL,
	"type" text NOT NULL,
	"department" text,
	"channel" text,
	"accepted_at" date NOT NULL,
	"opening" boolean NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_reopening" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"case_entry" uuid NOT NULL,
	"closure" uuid NOT NULL,
	"reopened_at" date NOT NULL,
	"reason" text NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fund_movement" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"line" text NOT NULL,
	"source" text NOT NULL,
	"step" text NOT NULL,
	"amount" bigint NOT NULL,
	"payee" text,
	"reference" text NOT NULL,
	"note" text,
	CONSTRAINT "fund_movement_positive" CHECK ("fund_movement"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ledger" text NOT NULL,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"actor" text NOT NULL,
	"day" date NOT NULL,
	"territory" text,
	"effective_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	"confirmed_unit" text,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "entry_not_own" CHECK ("entry"."confirmed_by" is null or ("entry"."confirmed_by" <> "entry"."actor" and "entry"."confirmed_unit" is distinct from "entry"."unit")),
	CONSTRAINT "entry_confirmed_whole" CHECK (("entry"."confirmed_at" is null) = ("entry"."confirmed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "reversal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry" uuid NOT NULL,
	"reason" text NOT NULL,
	"unit" text,
	"actor" text NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"needs_confirmation" boolean NOT NULL,
	"confirmed_at" timestamp with time zone,
	"confirmed_by" text,
	"confirmed_unit" text,
	CONSTRAINT "reversal_entry_unique" UNIQUE("entry"),
	CONSTRAINT "reversal_not_own" CHECK ("reversal"."confirmed_by" is null or ("reversal"."confirmed_by" <> "reversal"."actor" and ("reversal"."unit" is null or "reversal"."confirmed_unit" is distinct from "reversal"."unit"))),
	CONSTRAINT "reversal_confirmed_whole" CHECK (("reversal"."confirmed_at" is null) = ("reversal"."confirmed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "cell" (
	"stream" text NOT NULL,
	"key" text NOT NULL,
	"layer" text NOT NULL,
	"value" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "cell_stream_key_layer_pk" PRIMARY KEY("stream","key","layer"),
	CONSTRAINT "cell_layer" CHECK ("cell"."layer" in ('reported', 'confirmed'))
);
--> statement-breakpoint
CREATE TABLE "event" (
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"type" text NOT NULL,
	"body" jsonb NOT NULL,
	"actor" text,
	"op_id" text,
	"effective_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "event_stream_seq_pk" PRIMARY KEY("stream","seq"),
	CONSTRAINT "event_seq_positive" CHECK ("event"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"epoch" uuid DEFAULT gen_random_uuid() NOT NULL,
	"business_clock" timestamp with time zone,
	"demo" boolean DEFAULT false NOT NULL,
	"sample_activity" boolean DEFAULT true NOT NULL,
	CONSTRAINT "meta_single_row" CHECK ("meta"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "op" (
	"actor" text NOT NULL,
	"op_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"result" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "op_actor_op_id_pk" PRIMARY KEY("actor","op_id")
);
--> statement-breakpoint
CREATE TABLE "stream_head" (
	"stream" text PRIMARY KEY NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"hash" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "budget_node" (
	"id" text PRIMARY KEY NOT NULL,
	"budget_group" text NOT NULL,
	"kind" text NOT NULL,
	"central" bigint,
	"local" bigint
);
--> statement-breakpoint
CREATE TABLE "plan_version" (
	"plan" text NOT NULL,
	"version" integer NOT NULL,
	"document" jsonb NOT NULL,
	"effective_from" date NOT NULL,
	"loaded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_version_plan_version_pk" PRIMARY KEY("plan","version")
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"code" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"ord" integer NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"short_zh" text NOT NULL,
	"short_en" text NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"successor" text,
	"within" text
);
--> statement-breakpoint
CREATE TABLE "milestone" (
	"id" text PRIMARY KEY NOT NULL,
	"share" text NOT NULL,
	"n" integer NOT NULL,
	"planned" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "milestone_report" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"milestone" text NOT NULL,
	"actual" date NOT NULL,
	"note" text,
	"reversed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "share" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"unit" text NOT NULL,
	"role" text NOT NULL,
	"status" text DEFAULT 'not_started' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"narrative" text DEFAULT '' NOT NULL,
	"next_step" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"confirmed_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "share_progress" CHECK ("share"."progress" between 0 and 100),
	CONSTRAINT "share_status" CHECK ("share"."status" in ('not_started', 'in_progress', 'blocked', 'completed', 'cancelled')),
	CONSTRAINT "share_confirmed" CHECK ("share"."confirmed_version" <= "share"."version")
);
--> statement-breakpoint
CREATE TABLE "share_update" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"share" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"progress" integer NOT NULL,
	"narrative" text NOT NULL,
	"next_step" text NOT NULL,
	"changed" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"count" integer NOT NULL,
	"registration" text,
	"registration_key" text,
	"parties" text,
	"bank" text,
	"reference" text NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "deal_positive" CHECK ("deal"."amount" > 0 and "deal"."count" > 0),
	CONSTRAINT "deal_registration_key" CHECK (("deal"."registration" is null) = ("deal"."registration_key" is null))
);
--> statement-breakpoint
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_closure" ADD CONSTRAINT "case_closure_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_closure" ADD CONSTRAINT "case_closure_case_entry_case_file_entry_fk" FOREIGN KEY ("case_entry") REFERENCES "public"."case_file"("entry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_file" ADD CONSTRAINT "case_file_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reopening" ADD CONSTRAINT "case_reopening_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reopening" ADD CONSTRAINT "case_reopening_case_entry_case_file_entry_fk" FOREIGN KEY ("case_entry") REFERENCES "public"."case_file"("entry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reopening" ADD CONSTRAINT "case_reopening_closure_case_closure_entry_fk" FOREIGN KEY ("closure") REFERENCES "public"."case_closure"("entry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_movement" ADD CONSTRAINT "fund_movement_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_movement" ADD CONSTRAINT "fund_movement_line_budget_node_id_fk" FOREIGN KEY ("line") REFERENCES "public"."budget_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_unit_unit_code_fk" FOREIGN KEY ("unit") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_territory_unit_code_fk" FOREIGN KEY ("territory") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reversal" ADD CONSTRAINT "reversal_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_share_share_id_fk" FOREIGN KEY ("share") REFERENCES "public"."share"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestone_report" ADD CONSTRAINT "milestone_report_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "milestone_report" ADD CONSTRAINT "milestone_report_milestone_milestone_id_fk" FOREIGN KEY ("milestone") REFERENCES "public"."milestone"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share" ADD CONSTRAINT "share_unit_unit_code_fk" FOREIGN KEY ("unit") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_update" ADD CONSTRAINT "share_update_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_update" ADD CONSTRAINT "share_update_share_share_id_fk" FOREIGN KEY ("share") REFERENCES "public"."share"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal" ADD CONSTRAINT "deal_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "appointment_open" ON "appointment" USING btree ("account") WHERE "appointment"."valid_to" is null;--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account");--> statement-breakpoint
CREATE INDEX "case_closure_case" ON "case_closure" USING btree ("case_entry");--> statement-breakpoint
CREATE UNIQUE INDEX "case_closed_once" ON "case_closure" USING btree ("case_entry") WHERE not "case_closure"."reversed" and "case_closure"."reopened_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "case_number" ON "case_file" USING btree ("number_key") WHERE not "case_file"."reversed";--> statement-breakpoint
CREATE INDEX "case_reopening_case" ON "case_reopening" USING btree ("case_entry");--> statement-breakpoint
CREATE UNIQUE INDEX "case_reopened_once" ON "case_reopening" USING btree ("closure") WHERE not "case_reopening"."reversed";--> statement-breakpoint
CREATE INDEX "fund_movement_line" ON "fund_movement" USING btree ("line");--> statement-breakpoint
CREATE INDEX "entry_unit_day" ON "entry" USING btree ("unit","day");--> statement-breakpoint
CREATE INDEX "entry_ledger" ON "entry" USING btree ("ledger","effective_at");--> statement-breakpoint
CREATE INDEX "entry_unconfirmed" ON "entry" USING btree ("effective_at") WHERE "entry"."confirmed_at" is null and not "entry"."reversed";--> statement-breakpoint
CREATE INDEX "event_op" ON "event" USING btree ("actor","op_id");--> statement-breakpoint
CREATE INDEX "op_at" ON "op" USING btree ("at");--> statement-breakpoint
CREATE INDEX "milestone_share" ON "milestone" USING btree ("share");--> statement-breakpoint
CREATE UNIQUE INDEX "milestone_reported_once" ON "milestone_report" USING btree ("milestone") WHERE not "milestone_report"."reversed";--> statement-breakpoint
CREATE INDEX "share_unit" ON "share" USING btree ("unit");--> statement-breakpoint
CREATE UNIQUE INDEX "share_update_version" ON "share_update" USING btree ("share","version");--> statement-breakpoint
CREATE UNIQUE INDEX "deal_registration" ON "deal" USING btree ("kind","registration_key") WHERE not "deal"."reversed";