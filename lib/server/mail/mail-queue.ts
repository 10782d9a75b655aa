import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { log } from '@/lib/server/log';
import { closeTransport, type Mail, sendMail } from '@/lib/server/mail/transport';
import { watchQueue } from '@/lib/server/metrics';
import { singleton } from '@/lib/server/singleton';

/** More than this only come when somebody floods the server; a link asked for then is not sent. */
const QUEUE_MAX_COUNT = 1_000;
/** What follows an answer at once could be measured by who asked; nobody waits for a mail by the second. */
const HEAD_START_MAX_MS = 1_000;
/** A server that does not know us yet says "later" and means some minutes. A link lives for an hour. */
const RETRY_WAITS_MS = [5_000, 20_000, 60_000, 180_000, 600_000, 1_200_000];

interface MailQueue {
  jobs: Set<Promise<void>>;
  stopping: AbortController;
}

const queue = (): MailQueue =>
  singleton('mail-queue', () => {
    const stopping = new AbortController();
    // Each mail that waits listens to it; past ten, Node would take that for a leak.
    setMaxListeners(QUEUE_MAX_COUNT, stopping.signal);
    const jobs = new Set<Promise<void>>();
    watchQueue('mails', () => jobs.size);
    return { jobs, stopping };
  });

/** Waits, or not any longer once the server stops. */
async function wait(ms: number): Promise<void> {
  await pause(ms, undefined, { signal: queue().stopping.signal }).catch(() => {});
}

async function deliver(mail: Mail): Promise<void> {
  // Enough to ask the mail server's log, and nobody's address.
  const domain = mail.to.split('@').at(-1);
  for (const waitMs of [...RETRY_WAITS_MS, null]) {
    const isLast = waitMs === null || queue().stopping.signal.aborted;
    const failure = await sendMail(mail);
    if (!failure) {
      log().info({ domain }, 'mail.sent');
      return;
    }
    const { isTemporary, ...fields } = failure;
    if (!isTemporary || isLast) {
      log().error({ domain, ...fields }, 'mail.not_sent');
      return;
    }
    log().warn({ domain, ...fields, retryInSeconds: waitMs / 1_000 }, 'mail.deferred');
    await wait(waitMs);
  }
}

/**
 * Sends a mail after the present request is answered; `prepare` finds out then whether there is one, so
 * that an answer takes no longer where there is. Refusals "for now" are tried again for half an hour;
 * any other is logged. Bounded: with a thousand waiting it is dropped.
 */
export function queueMail(prepare: () => Promise<Mail | null>): void {
  const { jobs } = queue();
  if (jobs.size >= QUEUE_MAX_COUNT) {
    log().error({ waiting: jobs.size }, 'mail.queue_full');
    return;
  }
  const work = async () => {
    await wait(Math.random() * HEAD_START_MAX_MS);
    const mail = await prepare();
    if (mail) await deliver(mail);
  };
  const job = work()
    .catch((error: unknown) => log().error({ err: error }, 'mail.not_prepared'))
    .finally(() => jobs.delete(job));
  jobs.add(job);
}

/** Sends what waits, each one last time at once, and ends the connections. */
export async function drainMail(): Promise<void> {
  const { jobs, stopping } = queue();
  stopping.abort();
  while (jobs.size > 0) await Promise.all(jobs);
  await closeTransport();
}
