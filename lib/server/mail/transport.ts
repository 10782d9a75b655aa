import type { Transporter } from 'nodemailer';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';
import { isLoopbackHost } from '@/lib/shared/urls';

const CONNECTION_TIMEOUT_MS = 15_000;
/** Some servers let callers wait for their greeting on purpose, since senders of spam do not. */
const GREETING_TIMEOUT_MS = 45_000;
const SOCKET_TIMEOUT_MS = 60_000;
const CONNECTIONS_MAX_COUNT = 2;

/** A finished letter to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Why a mail was not taken: an answer of the mail server, or what happened on the way to it. */
export interface MailFailure {
  /** Trying again later may help. */
  isTemporary: boolean;
  code: string;
  reason: string;
  hint?: string;
}

const holder = (): { transporter: Promise<Transporter> | null } =>
  singleton('mail-transport', () => ({ transporter: null }));

/**
 * How the server of an SMTP_URL is spoken to. A password goes over a network encrypted only, even where
 * somebody on the way says that the server cannot; `?requireTLS=false` of the URL allows it.
 */
export function transportOptions(url: string) {
  const { username, hostname, searchParams } = new URL(url);
  const isAtRisk = username !== '' && !isLoopbackHost(hostname);
  return {
    url,
    pool: true,
    maxConnections: CONNECTIONS_MAX_COUNT,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    // A letter is text that was written here; nothing in it is read from elsewhere.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(isAtRisk && !searchParams.has('requireTLS') && { requireTLS: true }),
  } as const;
}

/** The library is loaded with the first mail: most servers send none. */
async function makeTransporter(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport(transportOptions(url), { from: getConfig().mailFrom ?? undefined });
}

const CERTIFICATE = /certificate|self-signed|altname|CERT_|UNABLE_TO_/i;

function toFailure(error: unknown): MailFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const field = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  const status = field('responseCode');
  const code = String(status ?? field('code') ?? 'unknown');
  if (typeof status === 'number') return { isTemporary: status < 500, code, reason };
  if (CERTIFICATE.test(reason)) {
    return {
      isTemporary: false,
      code,
      reason,
      hint: 'The mail server’s certificate is not one to trust for the name in SMTP_URL: nothing was sent. Use the name that the certificate is for, or give Node the authority that signed it (NODE_EXTRA_CA_CERTS). For a server on this machine, ?ignoreTLS=true does without encryption.',
    };
  }
  // A way that is not there now may be in a minute; anything else is the same at the next attempt.
  const isTemporary = ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EPROTOCOL'].includes(code);
  return { isTemporary, code, reason };
}

/** Hands a mail to the server of SMTP_URL. Null when it was taken. Never throws. */
export async function sendMail(mail: Mail): Promise<MailFailure | null> {
  const { smtpUrl } = getConfig();
  if (!smtpUrl) return { isTemporary: false, code: 'not_set', reason: 'SMTP_URL is not set' };
  try {
    const current = holder();
    current.transporter ??= makeTransporter(smtpUrl);
    const transporter = await current.transporter;
    await transporter.sendMail({
      ...mail,
      // No answers of machines, such as "I am on holiday".
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return null;
  } catch (error) {
    return toFailure(error);
  }
}

/** Ends the connections to the mail server. */
export async function closeTransport(): Promise<void> {
  const current = holder();
  (await current.transporter)?.close();
  current.transporter = null;
}
