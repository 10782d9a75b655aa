import { log } from '@/lib/server/log';
import { metrics } from '@/lib/server/metrics';
import { checkReadiness } from '@/lib/server/services/health';

const MEGABYTE = 1024 * 1024;

/** Writes one line to the log that says how this process is: its age, memory, sockets, queues and what it misses. */
export async function logStatus(): Promise<void> {
  const { socketsConnected, messagesSent, queues } = metrics();
  const [{ isReady, missing, degraded }, sockets, messages] = await Promise.all([
    checkReadiness(),
    socketsConnected.get(),
    messagesSent.get(),
  ]);
  const { rss, heapUsed } = process.memoryUsage();
  log().info(
    {
      isReady,
      missing,
      degraded,
      uptimeSeconds: Math.round(process.uptime()),
      residentMegabytes: Math.round(rss / MEGABYTE),
      heapMegabytes: Math.round(heapUsed / MEGABYTE),
      sockets: sockets.values[0]?.value ?? 0,
      messages: messages.values[0]?.value ?? 0,
      queues: Object.fromEntries([...queues].map(([name, length]) => [name, length()])),
    },
    'server.status',
  );
}
