import nextEnv from '@next/env';
import next from 'next';
import { apiRoutes, nextRoutes } from '@/app/api/routes';
import { LANGUAGE_COOKIE } from '@/components/i18n/languages';
import { renderWaitingPage } from '@/components/offline/waiting-page';
import { serveCommands } from '@/lib/server/admin/admin-socket';
import { readCookie } from '@/lib/server/auth/cookie';
import { ConfigError, getConfig } from '@/lib/server/config';
import { closePasswords } from '@/lib/server/crypto/password';
import { DataDirInUseError, lockDataDir } from '@/lib/server/data-dir/data-dir-lock';
import { DataFormatError, noteFormat } from '@/lib/server/data-dir/data-format';
import { closeDatabase, connectDatabase } from '@/lib/server/db';
import { localAddress, NO_LINK_HINT, networkAddresses } from '@/lib/server/http/addresses';
import { withApi } from '@/lib/server/http/api';
import { NOT_TRUSTED_HINT } from '@/lib/server/http/arrival';
import { givingBodyBack, withBoundedBodies } from '@/lib/server/http/body/hold-body';
import { clearIncoming } from '@/lib/server/http/body/incoming-file';
import { withAnswerLength } from '@/lib/server/http/files/answer-length';
import { createListener, drain, listen } from '@/lib/server/http/listener';
import { withStaticFiles } from '@/lib/server/http/static-files';
import { closeImages } from '@/lib/server/images/process';
import { log } from '@/lib/server/log';
import { drainMail } from '@/lib/server/mail/mail-queue';
import { operatorLine } from '@/lib/server/operator-line';
import { startRealtime } from '@/lib/server/realtime/server';
import { drainEvents } from '@/lib/server/realtime/with-ack';
import { closeRedis, connectRedis } from '@/lib/server/redis';
import { runBackfills } from '@/lib/server/services/backfills';
import { sweepResumable } from '@/lib/server/services/files/resumable';
import { noteStopping } from '@/lib/server/services/health';
import { finishImports } from '@/lib/server/services/imports/bring-in';
import { repairConversations } from '@/lib/server/services/messages/conversation';
import { stopPreviews } from '@/lib/server/services/messages/previews/attach-preview';
import { removeExpired } from '@/lib/server/services/messages/retention';
import { sweepUploads } from '@/lib/server/services/messages/upload-sweep';
import { closePresence, startPresence } from '@/lib/server/services/people/presence';
import { stopPushes } from '@/lib/server/services/push/tell-devices';
import { logStatus } from '@/lib/server/services/status-line';
import { fillTermsSoon, stopFillingTerms } from '@/lib/server/services/words/fill-terms';
import { isNodePatched, UNPATCHED_NODE_HINT } from '@/lib/server/start/node-version';
import { startResting } from '@/lib/server/start/rest';
import { shareMongoose } from '@/lib/server/start/share-mongoose';
import { warnOnce } from '@/lib/server/warn-once';

/** A supervisor kills after ten seconds, so this gives up on anything unfinished before that. */
const STOP_TIMEOUT_MS = 8_000;
const DRAIN_TIMEOUT_MS = 3_000;
const SWEEP_INTERVAL_MS = 6 * 60 * 60_000;
/** How late a message may be removed. */
const RETENTION_INTERVAL_MS = 60 * 60_000;

const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())]);

function sweep(): void {
  for (const sweepOnce of [sweepUploads, sweepResumable]) {
    sweepOnce().catch((error: unknown) => log().warn({ err: error }, 'uploads.not_swept'));
  }
}

async function start(): Promise<void> {
  let stop: (() => Promise<void>) | null = null;
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A terminal signals the whole group and npm passes the signal on: the second one must not end
    // the process in the middle of its stop.
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      // Nothing is served yet, and the data on disk is safe however the process ends.
      if (!stop) process.exit(0);
      log().info({ signal }, 'server.stopping');
      stop().catch((error: unknown) => {
        log().error({ err: error }, 'server.stop_failed');
        process.exit(1);
      });
    });
  }

  const isDevelopment = process.env.NODE_ENV !== 'production';
  nextEnv.loadEnvConfig(process.cwd(), isDevelopment);
  shareMongoose();
  const config = getConfig();
  const unlock = await lockDataDir(config.dataDir);

  const { httpServer, nextUpgrades, serve } = createListener({
    renderWaitingPage: ({ headers }) =>
      renderWaitingPage({
        chosen: readCookie(headers.cookie, LANGUAGE_COOKIE),
        accepted: headers['accept-language'] ?? null,
      }),
  });
  // Next asks itself over HTTP now and then, so it has to be told the port that PORT=0 has picked.
  const port = await listen(httpServer, config);
  if (config.secureCookies && config.trustedProxyHops === 0) {
    warnOnce('proxy.not_trusted', { hint: NOT_TRUSTED_HINT });
  }
  if (config.smtpUrl && !config.publicUrl) warnOnce('mail.no_public_url', { hint: NO_LINK_HINT });
  if (!isNodePatched(process.version)) {
    warnOnce('node.unpatched', { version: process.version, hint: UNPATCHED_NODE_HINT });
  }
  if (!config.rateLimits) log().warn('rate_limits.off');
  const app = next({
    dev: isDevelopment,
    hostname: config.host,
    port,
    httpServer: nextUpgrades,
  });
  await Promise.all([
    connectDatabase().then(() => {
      // Only now: a database of a newer format has refused, and nothing was written beside it.
      noteFormat(config.dataDir);
      return repairConversations();
    }),
    connectRedis(),
    app.prepare(),
    clearIncoming(),
  ]);
  const io = startRealtime(httpServer);
  const handle = app.getRequestHandler();
  const pages = givingBodyBack(isDevelopment ? handle : withStaticFiles(handle));
  // In development Next makes routes anew as their files change.
  const answer = isDevelopment ? pages : withApi(apiRoutes, { nextRoutes, handle: pages });
  serve(withAnswerLength(withBoundedBodies(answer)));
  sweep();
  const stopping = new AbortController();
  const backfill = () => void runBackfills(stopping.signal);
  backfill();
  fillTermsSoon();
  const expire = () =>
    void removeExpired(stopping.signal).catch((error: unknown) =>
      log().warn({ err: error }, 'retention.not_removed'),
    );
  expire();
  const expiring = setInterval(expire, RETENTION_INTERVAL_MS);
  const finish = () =>
    void finishImports(stopping.signal).catch((error: unknown) =>
      log().warn({ err: error }, 'import.not_finished'),
    );
  finish();
  const sweeping = setInterval(() => {
    sweep();
    finish();
    // Nodes of an older release, while there are any, go on writing rows in the form that they know.
    backfill();
    fillTermsSoon();
  }, SWEEP_INTERVAL_MS);
  const stopPresence = startPresence();
  process.on('SIGUSR2', () => {
    logStatus().catch((error: unknown) => log().warn({ err: error }, 'server.no_status'));
  });
  const stopResting = startResting();
  const stopCommands = await serveCommands({ localOrigin: localAddress(config.host, port) });

  stop = async () => {
    setTimeout(() => process.exit(0), config.drainMs + STOP_TIMEOUT_MS).unref();
    noteStopping();
    // Everybody is served as before, while proxies notice that newcomers are better sent elsewhere.
    if (config.drainMs > 0) await new Promise((resolve) => setTimeout(resolve, config.drainMs));
    clearInterval(sweeping);
    clearInterval(expiring);
    stopping.abort();
    stopPresence();
    stopResting();
    await within(DRAIN_TIMEOUT_MS, stopCommands());
    const drained = drain(httpServer);
    await within(DRAIN_TIMEOUT_MS, drainEvents());
    // Closing the transports without a disconnect packet makes clients reconnect to another node.
    io.engine.close();
    await within(DRAIN_TIMEOUT_MS, drained);
    await within(
      DRAIN_TIMEOUT_MS,
      Promise.all([drainMail(), stopPushes(), stopPreviews(), stopFillingTerms()]),
    );
    await closePresence();
    closeImages();
    await Promise.all([app.close(), closePasswords()]);
    await closeDatabase();
    closeRedis();
    await unlock();
    process.exit(0);
  };
  const outside = config.publicUrl ? ` (for people: ${config.publicUrl.origin})` : '';
  console.log(`Parley is ready at ${localAddress(config.host, port)}${outside}`);
  const elsewhere = config.publicUrl ? [] : networkAddresses(config.host, port);
  if (elsewhere.length > 0) console.log(`On other devices of this network: ${elsewhere.join(' ')}`);
}

start().catch((error: unknown) => {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof DataDirInUseError ||
    error instanceof DataFormatError ||
    (error instanceof Error && error.name === 'DatabaseUnavailableError');
  // An error that an operator can fix is one line; any other is a bug and is logged with its stack.
  console.error(isExpected ? `Parley cannot start: ${operatorLine(error)}` : error);
  process.exit(1);
});
