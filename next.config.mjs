import os from 'node:os';

const SECURITY_HEADERS = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), microphone=(self), geolocation=()' },
];

/**
 * What is no page runs nothing and stands in no frame; pages get a policy of their own in proxy.ts. The
 * same as in lib/server/http/security-headers.ts, which this file cannot import.
 */
const ANSWER_POLICY =
  "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/** A policy that comes with a service worker's file is that of the worker: what it may fetch is left open. */
const SCRIPT_POLICY =
  "script-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** Given by scripts/build.mjs; without it there is no service worker to go with the pages. */
const BUILD = process.env.PARLEY_BUILD ?? '';

/** Pages of development alone end in `.dev.tsx`: a production build knows nothing of them. */
const DEVELOPMENT_PAGES = process.env.NODE_ENV === 'development' ? ['dev.tsx'] : [];

/**
 * Hosts besides localhost at which the development server may be opened: without this its pages do not
 * hydrate there. The server prints the addresses of this machine for a phone, say.
 */
const DEVELOPMENT_HOSTS = [
  '127.0.0.1',
  '*.local',
  ...Object.values(os.networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
];

// Plain JavaScript: Next would compile a next.config.ts again at every start of the production server.
/** @satisfies {import('next').NextConfig} */
export default {
  pageExtensions: ['tsx', 'ts', ...DEVELOPMENT_PAGES],
  poweredByHeader: false,
  // A redirect loses the body of a POST; an address with a slash too many is simply the same one.
  skipTrailingSlashRedirect: true,
  agentRules: false,
  // Every picture is already of the size it is shown in; without this anybody could ask for another.
  images: { unoptimized: true },
  experimental: {
    // Every page with its own copy of what they share: loaded when it is first asked for, not at the start.
    preloadEntriesOnStart: false,
    // Fewer and larger files: each costs its headers, and compresses better for what stands before.
    turbopackChunking: { minChunkSize: 1_000_000, maxMergeChunkSize: 10_000_000 },
    // As everywhere else; with server.ts, larger bodies do not even come so far.
    serverActions: { bodySizeLimit: '64kb' },
    proxyClientMaxBodySize: '64kb',
  },
  allowedDevOrigins: DEVELOPMENT_HOSTS,
  // `npm run typecheck` covers the whole tree; a first start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // Loaded from node_modules as they are: native code, or files that start worker threads.
  serverExternalPackages: ['lmdb', 'piscina', 'bson', 'mongodb', 'mongoose', 'nodemailer'],
  // Whatever people keep in the data folder must never be copied into a build.
  outputFileTracingExcludes: { '/*': ['.data/**'] },
  compiler: { define: { PARLEY_BUILD: BUILD } },
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    // Pictures say more: see the route.
    {
      source: '/((?!api/uploads/).*)',
      headers: [{ key: 'content-security-policy', value: ANSWER_POLICY }],
    },
    // Its address holds a secret. Not `no-referrer`: browsers then send forms as from nowhere.
    ...['/reset', '/confirm-email'].map((source) => ({
      source,
      headers: [{ key: 'referrer-policy', value: 'origin' }],
    })),
    {
      source: '/sw.js',
      headers: [
        { key: 'cache-control', value: 'no-cache' },
        { key: 'content-security-policy', value: SCRIPT_POLICY },
      ],
    },
    {
      source: '/icon.svg',
      headers: [{ key: 'content-type', value: 'image/svg+xml; charset=utf-8' }],
    },
  ],
};
