// Lives as long as the process does.
export const GET = () => new Response('ok\n', { headers: { 'Content-Type': 'text/plain' } });
