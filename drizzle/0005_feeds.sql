ALTER TABLE "api_token" ALTER COLUMN "unit" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "api_token" ADD COLUMN "feed" text;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "feed" text;--> statement-breakpoint
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_holder" CHECK (("api_token"."unit" is null) <> ("api_token"."feed" is null));--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_feed_territory" CHECK ("entry"."feed" is null or ("entry"."territory" is not null and "entry"."unit" = "entry"."territory"));
--> statement-breakpoint
-- A plan declares its feeds from now on: versions and proposals of before get those that their recording rules name.
UPDATE "plan_version" SET "document" = jsonb_set("document", '{settings,feeds}', (
	SELECT coalesce(jsonb_agg(jsonb_build_object('code', named.code, 'name', CASE named.code
		WHEN 'trading-centre' THEN '{"zh": "知识产权交易中心", "en": "IP trading centre"}'::jsonb
		WHEN 'bank' THEN '{"zh": "银行", "en": "Banks"}'::jsonb
		WHEN 'enforcement' THEN '{"zh": "行政执法办案系统", "en": "Enforcement case system"}'::jsonb
		ELSE jsonb_build_object('zh', named.code, 'en', named.code) END) ORDER BY named.code DESC), '[]'::jsonb)
	FROM (SELECT DISTINCT recorder ->> 'feed' AS code
		FROM jsonb_array_elements("document" -> 'settings' -> 'recording') AS rule, jsonb_array_elements(rule -> 'enteredBy') AS recorder
		WHERE recorder ->> 'by' = 'feed') AS named
)) WHERE "document" -> 'settings' -> 'feeds' IS NULL;--> statement-breakpoint
UPDATE "amendment" SET "document" = jsonb_set("document", '{settings,feeds}', (
	SELECT coalesce(jsonb_agg(jsonb_build_object('code', named.code, 'name', CASE named.code
		WHEN 'trading-centre' THEN '{"zh": "知识产权交易中心", "en": "IP trading centre"}'::jsonb
		WHEN 'bank' THEN '{"zh": "银行", "en": "Banks"}'::jsonb
		WHEN 'enforcement' THEN '{"zh": "行政执法办案系统", "en": "Enforcement case system"}'::jsonb
		ELSE jsonb_build_object('zh', named.code, 'en', named.code) END) ORDER BY named.code DESC), '[]'::jsonb)
	FROM (SELECT DISTINCT recorder ->> 'feed' AS code
		FROM jsonb_array_elements("document" -> 'settings' -> 'recording') AS rule, jsonb_array_elements(rule -> 'enteredBy') AS recorder
		WHERE recorder ->> 'by' = 'feed') AS named
)) WHERE "document" -> 'settings' -> 'feeds' IS NULL;--> statement-breakpoint
-- Idempotency keys belong to the unit and not to its token: of one that two tokens used the first answer stays.
UPDATE "op" SET "actor" = 'unit:' || first."unit" FROM (
	SELECT DISTINCT ON (token."unit", used."op_id") used."actor", used."op_id", token."unit"
	FROM "op" AS used JOIN "api_token" AS token ON used."actor" = 'token:' || token."id"
	ORDER BY token."unit", used."op_id", used."at"
) AS first WHERE "op"."actor" = first."actor" AND "op"."op_id" = first."op_id";
