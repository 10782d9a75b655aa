export function GET(): Response {
  return Response.json({ success: true }, { headers: { 'cache-control': 'no-store' } });
}
