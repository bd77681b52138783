DROP INDEX "base_figure_once";--> statement-breakpoint
ALTER TABLE "base_figure" ADD COLUMN "frozen" jsonb;--> statement-breakpoint
ALTER TABLE "base_figure" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "base_figure" ADD COLUMN "stands" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "base_figure_one_stands" ON "base_figure" USING btree ("target") WHERE "base_figure"."stands";--> statement-breakpoint
CREATE UNIQUE INDEX "base_figure_once" ON "base_figure" USING btree ("target") WHERE not "base_figure"."reversed" and "base_figure"."frozen" is null;--> statement-breakpoint
ALTER TABLE "base_figure" ADD CONSTRAINT "base_figure_stands_frozen" CHECK (not "base_figure"."stands" or "base_figure"."frozen" is not null);