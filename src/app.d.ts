// What every request carries.
import type { Person } from '#lib/access/people.server.ts';
import type { SessionEnds, SessionOver } from '#lib/sign-in/session-ends.ts';
import type { Failure } from '#lib/http/api-answer.server.ts';
import type { App as Application } from '#lib/app/app.server.ts';

declare global {
	namespace App {
		interface Locals {
			app: Application;
			/** Session and person come together or not at all. */
			signedIn: { readonly person: Person; readonly sessionId: string; readonly ends: SessionEnds } | null;
			/** Of a request to the API that brings a token, and no cookie; null of all others. */
			token: string | null;
			/** Why the cookie that came opens nothing; null where none came, and while it does. */
			sessionOver: SessionOver | null;
			/** What went wrong unexpectedly while it was answered. */
			failure: Failure | null;
		}
		interface Error {
			message: string;
			id?: string;
		}
	}
}

export {};
