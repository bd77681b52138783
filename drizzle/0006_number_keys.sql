ALTER TABLE "meta" ADD COLUMN "number_key_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "case_number_doubled" ON "case_file" USING btree ("number_key") WHERE "case_file"."number_key" like '%#%';--> statement-breakpoint
CREATE INDEX "deal_registration_doubled" ON "deal" USING btree ("registration_key") WHERE "deal"."registration_key" like '%#%';