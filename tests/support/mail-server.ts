import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Certificate, hasPrograms } from './proxies';
import { findFreePort } from './redis';

/** Whether Debian's exim can be run: it keeps its files from everybody but root and itself. */
export function hasMailServer(): boolean {
  return (
    hasPrograms('mail with a real mail server', ['exim4', 'openssl']) && process.getuid?.() === 0
  );
}

interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  isEncrypted: boolean;
}

export interface MailServer {
  port: number;
  certificateFile: string | undefined;
  /** What it has taken, in no order. */
  mails(): ReceivedMail[];
  /** The one mail to that address, once it is there. */
  mailTo(address: string): Promise<ReceivedMail>;
  log(): string;
  /** From now on it takes what it has put off. */
  takeLater(): void;
}

/**
 * Addresses that begin with `later-` are put off until `takeLater`, those with `nobody-` refused; what is
 * taken stays in the spool.
 */
const config = (dir: string, port: number, certificate: Certificate | null) => `
primary_hostname = localhost
spool_directory = ${dir}/spool
log_file_path = ${dir}/spool/%slog
pid_file_path = ${dir}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
disable_ipv6
keep_environment =
host_lookup =
queue_only
smtp_accept_max = 50
log_selector = +smtp_connection
${
  certificate
    ? `tls_advertise_hosts = *
tls_certificate = ${certificate.fullchain}
tls_privatekey = ${certificate.privkey}`
    : 'tls_advertise_hosts ='
}
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  defer message = 451 4.7.1 Please come back later
        local_parts = ^later-
        condition = \${if exists{${dir}/spool/open}{no}{yes}}
  deny message = 550 5.1.1 Nobody of that name
       local_parts = ^nobody-
  accept
`;

/** A body part as it was before it was made fit for the way. */
function decodePart(part: string): string {
  const [head = '', body = ''] = part.split(/\n\n([\s\S]*)/);
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /quoted-printable/i.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : body;
}

function decodeSubject(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, data: string) => {
      if (kind.toLowerCase() === 'b') return Buffer.from(data, 'base64').toString('utf8');
      const hex = data.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, '%$1');
      return decodeURIComponent(hex);
    });
}

function readMail(input: string, id: string): ReceivedMail {
  const head = readFileSync(path.join(input, `${id}-H`), 'utf8');
  const body = readFileSync(path.join(input, `${id}-D`), 'utf8').replaceAll('\r', '');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const parts = body.split(`--${boundary}`);
  const partOf = (type: string) =>
    decodePart((parts.find((part) => part.includes(type)) ?? '').trimStart());
  return {
    to: /^\d+. To: (.*)$/m.exec(head)?.[1] ?? '',
    subject: decodeSubject(/^\d+. Subject: (.*(?:\n[ \t].*)*)$/m.exec(head)?.[1] ?? ''),
    text: partOf('text/plain'),
    html: partOf('text/html'),
    isEncrypted: /^-received_protocol e?smtps/m.test(head),
  };
}

async function untilGreeting(port: number, child: ChildProcess, log: () => string): Promise<void> {
  while (child.exitCode === null) {
    const socket = net.connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the mail server did not start:\n${log()}`);
}

/** Debian's exim on a port of its own, gone after the test; `certificate` turns STARTTLS on. */
export async function startMailServer(
  makeCertificate: ((dir: string) => Certificate) | null = null,
): Promise<MailServer> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-mail-'));
  const [port, spool] = [await findFreePort(), path.join(dir, 'spool')];
  const certificate = makeCertificate?.(dir) ?? null;
  mkdirSync(spool);
  for (const folder of [dir, spool]) chmodSync(folder, 0o755);
  if (certificate) chmodSync(certificate.privkey, 0o644);
  const file = path.join(dir, 'exim.conf');
  writeFileSync(file, config(dir, port, certificate), { mode: 0o644 });
  // It gives up root's rights once it listens.
  spawnSync('chown', ['-R', 'Debian-exim', spool]);
  const child = spawn('/usr/sbin/exim4', ['-C', file, '-bdf'], { stdio: 'pipe' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(dir, { recursive: true, force: true });
  });
  const readOr = (name: string) => {
    try {
      return readFileSync(path.join(spool, name), 'utf8');
    } catch {
      return '';
    }
  };
  const log = () => printed + readOr('mainlog') + readOr('paniclog');
  await untilGreeting(port, child, log);
  const input = path.join(spool, 'input');
  const mails = () => {
    try {
      return readdirSync(input).flatMap((name) =>
        name.endsWith('-H') ? [readMail(input, name.slice(0, -2))] : [],
      );
    } catch {
      return [];
    }
  };
  return {
    port,
    certificateFile: certificate?.fullchain,
    mails,
    log,
    mailTo: async (address) => {
      const found = () => mails().filter(({ to }) => to === address);
      await expect.poll(() => found().length, { message: `a mail to ${address}` }).toBe(1);
      return found()[0] as ReceivedMail;
    },
    takeLater: () => writeFileSync(path.join(spool, 'open'), ''),
  };
}
