import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'postgresql', schema: './src/lib/*/tables.server.ts', out: './drizzle' });
