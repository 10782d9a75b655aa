const HEALTH_PATH = '/api/health/live';

/** Whether the server answers now: the network may be there long before it is. Never throws. */
export async function isServerReachable(): Promise<boolean> {
  const answer = await fetch(HEALTH_PATH, { cache: 'no-store' }).catch(() => null);
  return answer?.ok ?? false;
}
