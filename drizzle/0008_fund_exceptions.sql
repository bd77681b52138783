ALTER TABLE "fund_movement" ADD COLUMN "exceeds" text;--> statement-breakpoint
-- Exceptions before the chain was checked were to the budget.
UPDATE "fund_movement" SET "exceeds" = 'budget' WHERE "exception" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "fund_movement" ADD CONSTRAINT "fund_movement_exceeds" CHECK (("fund_movement"."exception" is null) = ("fund_movement"."exceeds" is null));