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
    'METRICS_TOKEN',
    'RATE_LIMITS',
    'LOG_LEVEL',
  ]) {
    expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
  }
});
