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
CREATE TABLE "budget_transfer" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"from_node" text NOT NULL,
	"to_node" text NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"reference" text,
	CONSTRAINT "budget_transfer_positive" CHECK ("budget_transfer"."amount" > 0),
	CONSTRAINT "budget_transfer_between_two" CHECK ("budget_transfer"."from_node" <> "budget_transfer"."to_node")
);
--> statement-breakpoint
CREATE TABLE "fund_operation" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"line" text NOT NULL,
	"operation" text NOT NULL,
	"amount" bigint NOT NULL,
	"count" integer NOT NULL,
	"counterpart" text,
	"reference" text NOT NULL,
	"note" text,
	CONSTRAINT "fund_operation_positive" CHECK ("fund_operation"."amount" > 0 and "fund_operation"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "performance_review" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"line" text NOT NULL,
	"year" integer NOT NULL,
	"score" integer NOT NULL,
	"reviewer" text NOT NULL,
	"evidence" text NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "performance_review_score" CHECK ("performance_review"."score" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "base_figure" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"target" text NOT NULL,
	"year" integer NOT NULL,
	"value" bigint NOT NULL,
	"source" text NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "base_figure_not_negative" CHECK ("base_figure"."value" >= 0)
);
--> statement-breakpoint
CREATE TABLE "observation" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"indicator" text NOT NULL,
	"unit" text NOT NULL,
	"period" text NOT NULL,
	"value" bigint NOT NULL,
	"note" text,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "observation_not_negative" CHECK ("observation"."value" >= 0)
);
--> statement-breakpoint
CREATE TABLE "amendment" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"based_on" integer NOT NULL,
	"version" integer,
	"document" jsonb NOT NULL,
	"effective_from" date NOT NULL,
	"reason" text NOT NULL,
	"changes" integer NOT NULL,
	CONSTRAINT "amendment_version_unique" UNIQUE("version"),
	CONSTRAINT "amendment_changes" CHECK ("amendment"."changes" > 0)
);
--> statement-breakpoint
CREATE TABLE "reading_choice" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"reading" text NOT NULL,
	"option" text NOT NULL,
	"reason" text NOT NULL,
	"stands" boolean DEFAULT false NOT NULL,
	"shown" boolean DEFAULT false NOT NULL,
	CONSTRAINT "reading_shown_stands" CHECK (not "reading_choice"."shown" or "reading_choice"."stands")
);
--> statement-breakpoint
CREATE TABLE "safeguard_state" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text DEFAULT 'not_started' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"narrative" text DEFAULT '' NOT NULL,
	"next_step" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"confirmed_version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "safeguard_progress" CHECK ("safeguard_state"."progress" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "safeguard_update" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"safeguard" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"progress" integer NOT NULL,
	"narrative" text NOT NULL,
	"next_step" text NOT NULL,
	"changed" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entity_version" (
	"entry" uuid PRIMARY KEY NOT NULL,
	"entity" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"industry" text NOT NULL,
	"territory" text,
	"holder" text,
	"evidence" text,
	"retired" boolean NOT NULL,
	"measures" jsonb NOT NULL,
	"changed" text[] NOT NULL,
	"reversed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "entity_version_number" UNIQUE("entity","version")
);
--> statement-breakpoint
CREATE TABLE "register_entity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"register" text NOT NULL,
	"unit" text NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"phase" text NOT NULL,
	"number" integer NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"exceptions" jsonb NOT NULL,
	"blockers" jsonb NOT NULL,
	"plan_version" integer NOT NULL,
	"actor" text NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gate_decision_kind" CHECK ("gate_decision"."decision" in ('pass', 'pass_with_exceptions', 'hold')),
	CONSTRAINT "gate_decision_reason" CHECK ("gate_decision"."decision" <> 'hold' or "gate_decision"."reason" is not null)
);
--> statement-breakpoint
ALTER TABLE "fund_movement" ADD COLUMN "exception" text;--> statement-breakpoint
ALTER TABLE "plan_version" ADD COLUMN "took_effect_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "milestone_report" ADD COLUMN "phase_item" text;--> statement-breakpoint
ALTER TABLE "budget_transfer" ADD CONSTRAINT "budget_transfer_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_transfer" ADD CONSTRAINT "budget_transfer_from_node_budget_node_id_fk" FOREIGN KEY ("from_node") REFERENCES "public"."budget_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_transfer" ADD CONSTRAINT "budget_transfer_to_node_budget_node_id_fk" FOREIGN KEY ("to_node") REFERENCES "public"."budget_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_operation" ADD CONSTRAINT "fund_operation_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fund_operation" ADD CONSTRAINT "fund_operation_line_budget_node_id_fk" FOREIGN KEY ("line") REFERENCES "public"."budget_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "performance_review" ADD CONSTRAINT "performance_review_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "performance_review" ADD CONSTRAINT "performance_review_line_budget_node_id_fk" FOREIGN KEY ("line") REFERENCES "public"."budget_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "base_figure" ADD CONSTRAINT "base_figure_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation" ADD CONSTRAINT "observation_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation" ADD CONSTRAINT "observation_unit_unit_code_fk" FOREIGN KEY ("unit") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "amendment" ADD CONSTRAINT "amendment_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading_choice" ADD CONSTRAINT "reading_choice_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_update" ADD CONSTRAINT "safeguard_update_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_update" ADD CONSTRAINT "safeguard_update_safeguard_safeguard_state_id_fk" FOREIGN KEY ("safeguard") REFERENCES "public"."safeguard_state"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entity_version" ADD CONSTRAINT "entity_version_entry_entry_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entity_version" ADD CONSTRAINT "entity_version_entity_register_entity_id_fk" FOREIGN KEY ("entity") REFERENCES "public"."register_entity"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entity_version" ADD CONSTRAINT "entity_version_territory_unit_code_fk" FOREIGN KEY ("territory") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_entity" ADD CONSTRAINT "register_entity_unit_unit_code_fk" FOREIGN KEY ("unit") REFERENCES "public"."unit"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fund_operation_line" ON "fund_operation" USING btree ("line");--> statement-breakpoint
CREATE UNIQUE INDEX "performance_review_standing" ON "performance_review" USING btree ("line","year") WHERE not "performance_review"."reversed";--> statement-breakpoint
CREATE UNIQUE INDEX "base_figure_once" ON "base_figure" USING btree ("target") WHERE not "base_figure"."reversed";--> statement-breakpoint
CREATE INDEX "observation_series" ON "observation" USING btree ("unit","indicator");--> statement-breakpoint
CREATE UNIQUE INDEX "observation_once" ON "observation" USING btree ("indicator","unit","period") WHERE not "observation"."reversed";--> statement-breakpoint
CREATE UNIQUE INDEX "reading_one_stands" ON "reading_choice" USING btree ("reading") WHERE "reading_choice"."stands";--> statement-breakpoint
CREATE UNIQUE INDEX "safeguard_update_version" ON "safeguard_update" USING btree ("safeguard","version");--> statement-breakpoint
CREATE INDEX "register_entity_register" ON "register_entity" USING btree ("register");--> statement-breakpoint
CREATE UNIQUE INDEX "gate_decision_number" ON "gate_decision" USING btree ("phase","number");