// The registers have a page each: the first one opens.
import { redirect } from '@sveltejs/kit';
import { registers } from '#lib/registers/register.ts';

export const load = () => redirect(307, `/registers/${registers[0]}`);
