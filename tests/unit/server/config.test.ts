import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '@/lib/server/config';

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(path.join(os.tmpdir(), 'parley-config-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

test('nothing set gives a working server: embedded database, local images, a secret made once', () => {
  const config = parseConfig({ DATA_DIR });
  expect(config).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    mongodbUri: null,
    redisUrl: null,
    cloudinary: null,
    publicUrl: null,
    secureCookies: false,
    rateLimits: true,
  });
  expect(config.jwtSecret.length).toBeGreaterThanOrEqual(32);
  expect(parseConfig({ DATA_DIR }).jwtSecret).toBe(config.jwtSecret);
});

test('an empty variable counts as not set', () => {
  expect(parseConfig({ DATA_DIR, PORT: '', MONGODB_URI: '' }).port).toBe(3000);
});

test('an https address turns on secure cookies', () => {
  expect(parseConfig({ DATA_DIR, PUBLIC_URL: 'https://chat.example.org' }).secureCookies).toBe(
    true,
  );
  expect(parseConfig({ DATA_DIR, PUBLIC_URL: 'http://chat.example.org' }).secureCookies).toBe(
    false,
  );
});

test('CLOUDINARY_URL is understood like the three settings', () => {
  const { cloudinary } = parseConfig({
    DATA_DIR,
    CLOUDINARY_URL: 'cloudinary://key:se%2Fcret@demo',
  });
  expect(cloudinary).toEqual({
    cloudName: 'demo',
    apiKey: 'key',
    apiSecret: 'se/cret',
    uploadPrefix: null,
  });
  expect(() => parseConfig({ DATA_DIR, CLOUDINARY_URL: 'cloudinary://demo' })).toThrow(
    'CLOUDINARY_URL must look like',
  );
});

test('mail has a sender: the one set, else the account of the mail server, else the start stops', () => {
  const SMTP_URL = 'smtp://mail.example.org';
  const sender = (env: Record<string, string>) => parseConfig({ DATA_DIR, ...env }).mailFrom;
  for (const MAIL_FROM of ['chat@example.org', 'Parley <chat@example.org>', 'Żółw & Co <a@b>']) {
    expect(sender({ SMTP_URL, MAIL_FROM })).toBe(MAIL_FROM);
  }
  expect(sender({ SMTP_URL: 'smtps://chat%40example.org:secret@mail.example.org' })).toBe(
    'chat@example.org',
  );
  for (const url of [SMTP_URL, 'smtp://ada:secret@mail.example.org']) {
    expect(() => sender({ SMTP_URL: url })).toThrow('MAIL_FROM must be set too');
  }
  for (const MAIL_FROM of ['Parley', 'a@b, c@d', 'Parley <a@b>\nBcc: c@d', 'a b@c']) {
    expect(() => sender({ SMTP_URL, MAIL_FROM })).toThrow('MAIL_FROM must be an e-mail address');
  }
});

test.each([
  ['PORT', 'eighty', 'PORT must be a whole number from 0 to 65535'],
  ['PORT', '70000', 'PORT must be a whole number from 0 to 65535'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of'],
  ['SIGNUP', 'maybe', 'SIGNUP must be open, invite or closed'],
  ['PEOPLE', 'nobody', 'PEOPLE must be listed or contacts'],
  ['LINK_PREVIEWS', 'yes', 'LINK_PREVIEWS must be on or off'],
  ['RATE_LIMITS', 'maybe', 'RATE_LIMITS must be on or off'],
  ['MONGODB_URI', 'postgres://x', 'MONGODB_URI must start with mongodb://'],
  ['JWT_SECRET_KEY', 'short', 'JWT_SECRET_KEY must have at least 32 characters'],
  ['PUBLIC_URL', 'example.org', 'PUBLIC_URL must be a URL starting with http:// or https://'],
  ['PUBLIC_URL', 'https://example.org/chat', 'PUBLIC_URL must be an address without a path'],
  ['PUBLIC_URL', 'https://example.org/?a', 'PUBLIC_URL must be an address without a path'],
  ['PUBLIC_URL', 'https://ada@example.org', 'PUBLIC_URL must be an address without a path'],
  ['CLOUD_NAME', 'demo', 'CLOUD_API_KEY and CLOUD_API_SECRET must be set too'],
  ['SMTP_URL', 'mail.example.org', 'SMTP_URL must be a URL starting with smtp:// or smtps://'],
  ['SMTP_URL', 'smtp://mail.example.org', 'MAIL_FROM must be set too'],
  ['MAIL_FROM', 'nobody', 'MAIL_FROM must be an e-mail address'],
  ['VAPID_SUBJECT', 'ops@example.org', 'VAPID_SUBJECT must be an address like mailto:'],
  ['VAPID_PUBLIC_KEY', 'BC', 'VAPID_PRIVATE_KEY must be set too'],
  ['VAPID_PRIVATE_KEY', 'AA', 'VAPID_PUBLIC_KEY must be set too'],
])('%s=%s is refused in one line that names it', (name, value, line) => {
  expect(() => parseConfig({ DATA_DIR, [name]: value })).toThrow(line);
  expect(() => parseConfig({ DATA_DIR, [name]: value })).not.toThrow('\n');
});

test('keys for pushes come out of the secret, or are a pair that was brought along', () => {
  const { vapid } = parseConfig({ DATA_DIR });
  expect(parseConfig({ DATA_DIR }).vapid).toEqual(vapid);
  const JWT_SECRET_KEY = 'another secret of 32 characters!';
  const own = parseConfig({ DATA_DIR, JWT_SECRET_KEY }).vapid;
  expect(own.publicKey).not.toBe(vapid.publicKey);
  const pair = { VAPID_PUBLIC_KEY: vapid.publicKey, VAPID_PRIVATE_KEY: vapid.privateKey };
  expect(parseConfig({ DATA_DIR, JWT_SECRET_KEY, ...pair }).vapid).toEqual(vapid);
  const mixed = { ...pair, VAPID_PUBLIC_KEY: own.publicKey };
  expect(() => parseConfig({ DATA_DIR, ...mixed })).toThrow('is not the private key of');
});

test('whom a push service may ask is the contact that was set, else the public address over https', () => {
  const subject = (env: object) => parseConfig({ DATA_DIR, ...env }).vapid.subject;
  expect(subject({})).toBeNull();
  expect(subject({ PUBLIC_URL: 'http://chat.example.org' })).toBeNull();
  expect(subject({ PUBLIC_URL: 'https://chat.example.org' })).toBe('https://chat.example.org');
  const VAPID_SUBJECT = 'mailto:ops@example.org';
  expect(subject({ PUBLIC_URL: 'https://chat.example.org', VAPID_SUBJECT })).toBe(VAPID_SUBJECT);
});

test('pages behind links are looked at where the operator says so, and in the network at the named hosts alone', () => {
  const { linkPreviews, previewPrivateHosts } = parseConfig({ DATA_DIR });
  expect([linkPreviews, previewPrivateHosts.size]).toEqual([false, 0]);
  const hosts = ' Wiki.home.arpa, 10.0.0.7:8080 ,';
  const own = parseConfig({ DATA_DIR, LINK_PREVIEWS: 'on', LINK_PREVIEW_PRIVATE_HOSTS: hosts });
  expect(own.linkPreviews).toBe(true);
  expect([...own.previewPrivateHosts]).toEqual(['wiki.home.arpa', '10.0.0.7:8080']);
});

test('every setting is named in .env.example', () => {
  const example = readFileSync('.env.example', 'utf8');
  for (const name of [
    'PORT',
    'HOST',
    'DATA_DIR',
    'MONGODB_URI',
    'REDIS_URL',
    'CLOUD_NAME',
    'CLOUD_API_KEY',
    'CLOUD_API_SECRET',
    'CLOUDINARY_URL',
    'CLOUD_UPLOAD_PREFIX',
    'JWT_SECRET_KEY',
    'PUBLIC_URL',
    'TRUST_PROXY',
    'SIGNUP',
    'SMTP_URL',
    'MAIL_FROM',
    'PEOPLE',
    'FILE_MAX_MB',
    'QUOTA_MB',
    'DISK_RESERVE_MB',
    'LINK_PREVIEWS',
    'LINK_PREVIEW_PRIVATE_HOSTS',
    'DRAIN_SECONDS',
    'METRICS_TOKEN',
    'RATE_LIMITS',
    'LOG_LEVEL',
  ]) {
    expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
  }
});
