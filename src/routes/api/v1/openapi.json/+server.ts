// The description of the API, made from the schemas that check its input.
import { json } from '@sveltejs/kit';
import { openApi } from '#lib/server/openapi.server.ts';

export const GET = () => json(openApi());
