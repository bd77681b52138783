ALTER TABLE "event" ADD COLUMN "shown" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "event" SET "shown" = true FROM (
	SELECT "stream", "seq", row_number() OVER (PARTITION BY "actor", "op_id", "type", "body" -> 'ids' ORDER BY "stream" = 'breakdown', "stream") AS place
	FROM "event" WHERE "stream" <> 'city'
) AS copy WHERE copy."stream" = "event"."stream" AND copy."seq" = "event"."seq" AND copy.place = 1;--> statement-breakpoint
UPDATE "event" SET "shown" = true WHERE "stream" = 'city' AND "type" = 'dayTurned';--> statement-breakpoint
CREATE INDEX "event_newest" ON "event" USING btree ("recorded_at","stream","seq") WHERE shown;--> statement-breakpoint
CREATE INDEX "event_newest_of_stream" ON "event" USING btree ("stream","recorded_at","seq") WHERE shown;--> statement-breakpoint
CREATE INDEX "event_newest_of_actor" ON "event" USING btree ("actor","recorded_at","stream","seq") WHERE shown;--> statement-breakpoint
CREATE INDEX "event_newest_of_type" ON "event" USING btree ("type","recorded_at","stream","seq") WHERE shown;--> statement-breakpoint
CREATE INDEX "event_newest_from" ON "event" USING btree ("address","recorded_at","stream","seq") WHERE shown and address is not null;--> statement-breakpoint
CREATE INDEX "event_reason" ON "event" USING btree ((body ->> 'reason')) WHERE shown and body ->> 'reason' is not null;--> statement-breakpoint
CREATE INDEX "event_ids" ON "event" USING gin ((body -> 'ids') jsonb_path_ops) WHERE stream <> 'city';