ALTER TABLE "fund_movement" ADD COLUMN "replaces" uuid;--> statement-breakpoint
ALTER TABLE "fund_movement" ADD CONSTRAINT "fund_movement_replaces_entry_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fund_movement_replaces" ON "fund_movement" USING btree ("replaces");