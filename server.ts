import nextEnv from '@next/env';
import next from 'next';
import { closePasswords, warmPasswords } from '@/lib/server/auth/password';
import { ConfigError, getConfig } from '@/lib/server/config';
import { DataDirInUseError, lockDataDir } from '@/lib/server/data-dir-lock';
import { closeDatabase, connectDatabase } from '@/lib/server/db';
import { createListener, drain, listen } from '@/lib/server/http/listener';
import { log } from '@/lib/server/log';
import { startRealtime } from '@/lib/server/realtime/server';
import { drainEvents } from '@/lib/server/realtime/with-ack';
import { closeRedis, connectRedis } from '@/lib/server/redis';
import { repairConversations } from '@/lib/server/services/conversation';
import { closePresence, startPresence } from '@/lib/server/services/presence';
import { sweepUploads } from '@/lib/server/services/upload';

/** A supervisor kills after ten seconds; whatever still hangs by then is left behind. */
const STOP_TIMEOUT_MS = 8_000;
const DRAIN_TIMEOUT_MS = 3_000;
const SWEEP_INTERVAL_MS = 6 * 60 * 60_000;

const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())]);

function sweep(): void {
  sweepUploads().catch((error: unknown) => log().warn({ err: error }, 'uploads.not_swept'));
}

async function start(): Promise<void> {
  const isDevelopment = process.env.NODE_ENV !== 'production';
  nextEnv.loadEnvConfig(process.cwd(), isDevelopment);
  const config = getConfig();
  if (!config.rateLimits) log().warn('rate_limits.off');
  const unlock = await lockDataDir(config.dataDir);

  const { httpServer, nextUpgrades, serve } = createListener();
  // Next asks itself over HTTP now and then, so it has to be told the port that PORT=0 has picked.
  const port = await listen(httpServer, config);
  const app = next({
    dev: isDevelopment,
    hostname: config.host,
    port,
    httpServer: nextUpgrades,
  });
  await Promise.all([
    connectDatabase().then(repairConversations),
    connectRedis(),
    app.prepare(),
    warmPasswords(),
  ]);
  const io = startRealtime(httpServer);
  serve(app.getRequestHandler());

  const shownHost = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  console.log(`Parley is ready at ${config.publicUrl?.href ?? `http://${shownHost}:${port}`}`);
  sweep();
  const sweeping = setInterval(sweep, SWEEP_INTERVAL_MS);
  const stopPresence = startPresence();

  async function stop(signal: string): Promise<void> {
    log().info({ signal }, 'server.stopping');
    setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref();
    clearInterval(sweeping);
    stopPresence();
    const drained = drain(httpServer);
    await within(DRAIN_TIMEOUT_MS, drainEvents());
    // Closing the transports, rather than saying goodbye, makes clients look for another node.
    io.engine.close();
    await within(DRAIN_TIMEOUT_MS, drained);
    await closePresence();
    await Promise.all([app.close(), closePasswords()]);
    await closeDatabase();
    closeRedis();
    await unlock();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop(signal).catch((error: unknown) => {
        log().error({ err: error }, 'server.stop_failed');
        process.exit(1);
      });
    });
  }
}

start().catch((error: unknown) => {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof DataDirInUseError ||
    (error instanceof Error && ['DatabaseUnavailableError'].includes(error.name)) ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  // What an operator can mend is one line; anything else is a fault of ours and needs its stack.
  console.error(isExpected ? `Parley cannot start: ${error.message}` : error);
  process.exit(1);
});
