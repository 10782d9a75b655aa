import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { deriveVapidKeys, isVapidPair, type VapidKeys } from '@/lib/server/crypto/vapid-keys';
import { requireKnownFormat } from '@/lib/server/data-dir/data-format';
import { makeDir } from '@/lib/server/data-dir/make-dir';
import { singleton } from '@/lib/server/singleton';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, `must be a whole number from ${min} to ${max}`)
        .max(max, `must be a whole number from ${min} to ${max}`),
    );

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** `chat@example.org` or `Parley <chat@example.org>`, on one line. */
const ADDRESS = '[^\\s@<>,;"]+@[^\\s@<>,;"]+';
const SENDER = new RegExp(`^(?:${ADDRESS}|[^<>\\r\\n]*<${ADDRESS}>)$`);

/** A hundred years. */
const RETENTION_MAX_DAYS = 36_500;

const MB = 1024 * 1024;
/** A terabyte. */
const FILE_SETTING_MAX_MB = 1024 * 1024;

/** Nothing but scheme, host and port. */
const isBare = (address: URL): boolean => address.href === `${address.origin}/`;

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATA_DIR: z.string().default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/.+/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  CLOUD_NAME: z.string().optional(),
  CLOUD_API_KEY: z.string().optional(),
  CLOUD_API_SECRET: z.string().optional(),
  CLOUDINARY_URL: url(['cloudinary:']).optional(),
  CLOUD_UPLOAD_PREFIX: url(['http:', 'https:']).optional(),
  JWT_SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  PUBLIC_URL: url(['http:', 'https:'])
    .refine((text) => !URL.canParse(text) || isBare(new URL(text)), {
      error:
        'must be an address without a path, like https://chat.example.org: Parley needs a host name of its own',
    })
    .optional(),
  TRUST_PROXY: wholeNumber(0, 20).default(0),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  SIGNUP: z
    .enum(['open', 'invite', 'closed'], { error: 'must be open, invite or closed' })
    .default('open'),
  MAIL_FROM: z
    .string()
    .regex(SENDER, 'must be an e-mail address, or a name and one: Parley <chat@example.org>')
    .optional(),
  OIDC_ISSUER: url(['https:', 'http:']).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().trim().max(40, 'must have at most 40 characters').optional(),
  PASSWORDS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  PEOPLE: z.enum(['listed', 'contacts'], { error: 'must be listed or contacts' }).default('listed'),
  VAPID_PUBLIC_KEY: z.string().optional(),
  VAPID_PRIVATE_KEY: z.string().optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(
      /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
      'must be an address like mailto:ops@example.org or https://example.org',
    )
    .optional(),
  PUSH_PRIVATE_HOSTS: z.string().default(''),
  LINK_PREVIEWS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
  LINK_PREVIEW_PRIVATE_HOSTS: z.string().default(''),
  RETENTION_DAYS: wholeNumber(0, RETENTION_MAX_DAYS).default(0),
  FILE_MAX_MB: wholeNumber(1, FILE_SETTING_MAX_MB).default(100),
  QUOTA_MB: wholeNumber(0, FILE_SETTING_MAX_MB).default(0),
  DISK_RESERVE_MB: wholeNumber(0, FILE_SETTING_MAX_MB).default(200),
  DRAIN_SECONDS: wholeNumber(0, 60).default(0),
  METRICS_TOKEN: z.string().min(1).optional(),
  RATE_LIMITS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
});

export interface Config {
  isProduction: boolean;
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Null: the embedded database in `dataDir`. */
  mongodbUri: string | null;
  redisUrl: string | null;
  /** Null: images are files in `dataDir`. */
  cloudinary: {
    cloudName: string;
    apiKey: string;
    apiSecret: string;
    uploadPrefix: string | null;
  } | null;
  jwtSecret: string;
  publicUrl: URL | null;
  /** Session cookies are marked Secure and carry the `__Secure-` prefix. */
  secureCookies: boolean;
  trustedProxyHops: number;
  /** Null: nobody is sent mail, and links come from the operator. */
  smtpUrl: string | null;
  /** Set where `smtpUrl` is. */
  mailFrom: string | null;
  /** Who may make an account; the first of an empty server anybody may. */
  signUp: z.infer<typeof environment>['SIGNUP'];
  /** The OpenID Connect provider that people can sign in with. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  /** Whether people sign up and in with passwords. */
  passwords: boolean;
  /** Who sees whom: everybody everybody, or people their contacts alone. */
  people: z.infer<typeof environment>['PEOPLE'];
  /** By which push services know this server. */
  vapid: VapidKeys & {
    /** Whom a push service may ask, `mailto:` or `https:`; null: the address that the browser opened. */
    subject: string | null;
  };
  /** Hosts of push services that stand in the operator's own network, where nothing else is called. */
  pushPrivateHosts: ReadonlySet<string>;
  /** Whether the server looks at the pages behind links that people send. */
  linkPreviews: boolean;
  /** Hosts in the operator's own network whose pages may be looked at; of no other there. */
  previewPrivateHosts: ReadonlySet<string>;
  /** Messages older than so many days are removed; 0: none ever. */
  retentionDays: number;
  fileMaxBytes: number;
  /** What the files of one person may have together; 0: as much as there is room for. */
  quotaBytes: number;
  /** So much of the disk is left to the database: no uploads beyond. */
  diskReserveBytes: number;
  /** How long it serves on after the signal to stop, while it says already that it is not ready. */
  drainMs: number;
  metricsToken: string | null;
  rateLimits: boolean;
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
}

/** A setting that cannot be used: the message is one line that names the variable and the fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function parseCloudinaryUrl(text: string): NonNullable<Config['cloudinary']> {
  const { hostname, username, password, searchParams } = new URL(text);
  if (!hostname || !username || !password) {
    throw new ConfigError('CLOUDINARY_URL must look like cloudinary://key:secret@cloud-name');
  }
  return {
    cloudName: hostname,
    apiKey: decodeURIComponent(username),
    apiSecret: decodeURIComponent(password),
    uploadPrefix: searchParams.get('upload_prefix'),
  };
}

function readCloudinary(env: z.infer<typeof environment>): Config['cloudinary'] {
  const parts = {
    CLOUD_NAME: env.CLOUD_NAME,
    CLOUD_API_KEY: env.CLOUD_API_KEY,
    CLOUD_API_SECRET: env.CLOUD_API_SECRET,
  };
  const missing = Object.entries(parts).filter(([, value]) => !value);
  if (missing.length === 0) {
    return {
      cloudName: env.CLOUD_NAME ?? '',
      apiKey: env.CLOUD_API_KEY ?? '',
      apiSecret: env.CLOUD_API_SECRET ?? '',
      uploadPrefix: env.CLOUD_UPLOAD_PREFIX ?? null,
    };
  }
  if (missing.length < 3) {
    const names = missing.map(([name]) => name).join(' and ');
    throw new ConfigError(`${names} must be set too: Cloudinary needs all three CLOUD_ settings`);
  }
  if (!env.CLOUDINARY_URL) return null;
  const parsed = parseCloudinaryUrl(env.CLOUDINARY_URL);
  return { ...parsed, uploadPrefix: env.CLOUD_UPLOAD_PREFIX ?? parsed.uploadPrefix };
}

/**
 * Whom mail comes from: MAIL_FROM, or the account of SMTP_URL where that is an address. Nothing is made
 * up: mail from an address that does not exist is lost without a word.
 */
function readSender(env: z.infer<typeof environment>): string | null {
  if (!env.SMTP_URL) return env.MAIL_FROM ?? null;
  const account = decodeURIComponent(new URL(env.SMTP_URL).username);
  const sender = env.MAIL_FROM ?? (SENDER.test(account) ? account : null);
  if (!sender) {
    throw new ConfigError(
      'MAIL_FROM must be set too: SMTP_URL needs the address that mail is sent from',
    );
  }
  return sender;
}

function readOidc(env: z.infer<typeof environment>): Config['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  const settings = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  };
  const missing = Object.entries(settings).filter(([, value]) => !value);
  if (!issuer || !clientId || !clientSecret) {
    if (missing.length < 3) {
      const names = missing.map(([name]) => name).join(' and ');
      throw new ConfigError(`${names} must be set too: signing in with a provider needs all three`);
    }
    if (env.PASSWORDS === 'off') {
      throw new ConfigError('PASSWORDS cannot be off without OIDC_ISSUER: nobody could sign in');
    }
    return null;
  }
  if (!env.PUBLIC_URL) {
    throw new ConfigError(
      'PUBLIC_URL must be set with OIDC_ISSUER: the provider sends people back to that address',
    );
  }
  return { issuer, clientId, clientSecret, name: env.OIDC_NAME || new URL(issuer).host };
}

function readVapid(
  env: z.infer<typeof environment>,
  { jwtSecret, publicUrl }: { jwtSecret: string; publicUrl: URL | null },
): Config['vapid'] {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = env;
  const subject = env.VAPID_SUBJECT ?? (publicUrl?.protocol === 'https:' ? publicUrl.origin : null);
  if (!publicKey && !privateKey) return { ...deriveVapidKeys(jwtSecret), subject };
  if (!publicKey || !privateKey) {
    const name = publicKey ? 'VAPID_PRIVATE_KEY' : 'VAPID_PUBLIC_KEY';
    throw new ConfigError(`${name} must be set too: the two keys belong together`);
  }
  if (!isVapidPair({ publicKey, privateKey })) {
    throw new ConfigError('VAPID_PRIVATE_KEY is not the private key of VAPID_PUBLIC_KEY');
  }
  return { publicKey, privateKey, subject };
}

const splitHosts = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
  );

/** Reads the secret kept in the data folder, making it on the first start (mode 600). */
function generatedSecret(dataDir: string): string {
  const file = path.join(dataDir, 'jwt-secret');
  try {
    makeDir(dataDir);
    try {
      // 'wx' fails where the file exists, so two processes starting at once end with one secret.
      writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    chmodSync(file, 0o600);
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length < 32) throw new Error(`${file} is damaged: it holds no secret`);
    return secret;
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR (${dataDir}) cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

type Source = Record<string, string | undefined>;

function parseEnvironment(source: Source) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}`);
  }
  const env = parsed.data;
  // The folder is known at run time only; without the comment the bundler would copy it into the
  // build.
  const dataDir = path.resolve(/* turbopackIgnore: true */ process.cwd(), env.DATA_DIR);
  // Before anything is made there.
  requireKnownFormat(dataDir);
  return { env, dataDir };
}

/** Where the data lies, and what of it lies elsewhere. */
export interface DataPlace {
  dataDir: string;
  mongodbUri: string | null;
  /** As JWT_SECRET_KEY has it; without that, it is in the data folder. */
  jwtSecret: string | null;
  hasCloudinary: boolean;
}

/**
 * Where the data lies, for programs that must not make anything there. Throws ConfigError and
 * DataFormatError, each with a single line.
 */
export function readDataPlace(source: Source): DataPlace {
  const { env, dataDir } = parseEnvironment(source);
  return {
    dataDir,
    mongodbUri: env.MONGODB_URI ?? null,
    jwtSecret: env.JWT_SECRET_KEY ?? null,
    hasCloudinary: readCloudinary(env) !== null,
  };
}

/**
 * Parses the environment. An empty variable counts as not set. Makes `DATA_DIR` and the secret in it
 * when needed. Throws ConfigError and DataFormatError, each with a single line.
 */
export function parseConfig(source: Source): Config {
  const { env, dataDir } = parseEnvironment(source);
  if (env.MONGODB_URI && !env.JWT_SECRET_KEY) {
    throw new ConfigError(
      'JWT_SECRET_KEY is required when MONGODB_URI is set (32 characters or more, the same on every node)',
    );
  }
  const publicUrl = env.PUBLIC_URL ? new URL(env.PUBLIC_URL) : null;
  const jwtSecret = env.JWT_SECRET_KEY ?? generatedSecret(dataDir);
  return {
    isProduction: env.NODE_ENV === 'production',
    port: env.PORT,
    host: env.HOST,
    dataDir,
    mongodbUri: env.MONGODB_URI ?? null,
    redisUrl: env.REDIS_URL ?? null,
    cloudinary: readCloudinary(env),
    jwtSecret,
    publicUrl,
    secureCookies: publicUrl?.protocol === 'https:',
    trustedProxyHops: env.TRUST_PROXY,
    smtpUrl: env.SMTP_URL ?? null,
    signUp: env.SIGNUP,
    mailFrom: readSender(env),
    oidc: readOidc(env),
    passwords: env.PASSWORDS === 'on',
    people: env.PEOPLE,
    vapid: readVapid(env, { jwtSecret, publicUrl }),
    pushPrivateHosts: splitHosts(env.PUSH_PRIVATE_HOSTS),
    linkPreviews: env.LINK_PREVIEWS === 'on',
    previewPrivateHosts: splitHosts(env.LINK_PREVIEW_PRIVATE_HOSTS),
    retentionDays: env.RETENTION_DAYS,
    fileMaxBytes: env.FILE_MAX_MB * MB,
    quotaBytes: env.QUOTA_MB * MB,
    diskReserveBytes: env.DISK_RESERVE_MB * MB,
    drainMs: env.DRAIN_SECONDS * 1_000,
    metricsToken: env.METRICS_TOKEN ?? null,
    rateLimits: env.RATE_LIMITS === 'on',
    logLevel: env.LOG_LEVEL,
  };
}

/** The configuration of this process, parsed at the first call. */
export function getConfig(): Config {
  return singleton('config', () => parseConfig(process.env));
}

/** Hands the Cloudinary settings to the SDK, which reads its own variable while it loads. */
export function setCloudinaryUrl(settings: NonNullable<Config['cloudinary']>): void {
  const { cloudName, apiKey, apiSecret, uploadPrefix } = settings;
  const query = uploadPrefix ? `?upload_prefix=${uploadPrefix}` : '';
  process.env.CLOUDINARY_URL = `cloudinary://${encodeURIComponent(apiKey)}:${encodeURIComponent(apiSecret)}@${cloudName}${query}`;
}
