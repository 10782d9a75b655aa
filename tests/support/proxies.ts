import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainBrowser } from './browser-like';
import { documented, replacing } from './hosting';
import { findFreePort } from './redis';

export const HOST = 'chat.example.org';
export const ADDRESS = `https://${HOST}`;
const START_TIMEOUT_MS = 30_000;
const UPSTREAM = '127.0.0.1:3000';
/** Debian keeps servers where only root looks for programs. */
const programEnvironment = {
  ...process.env,
  PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin`,
};
const isRoot = process.getuid?.() === 0;

/** Whether this machine has all these programs; says loudly what is not tested without them. */
export function hasPrograms(what: string, programs: readonly string[]): boolean {
  const missing = programs.filter(
    (program) => spawnSync('which', [program], { env: programEnvironment }).status !== 0,
  );
  if (missing.length > 0) {
    process.stderr.write(`\n*** SKIPPED: ${what}. There is no ${missing.join(', ')}. ***\n\n`);
  }
  return missing.length === 0;
}

export interface Certificate {
  fullchain: string;
  privkey: string;
  both: string;
  pem: string;
}

/** A certificate, for the documented host unless told otherwise, signed by itself. */
export function makeCertificate(dir: string, host = HOST): Certificate {
  const [fullchain, privkey, both] = ['fullchain.pem', 'privkey.pem', 'both.pem'].map((name) =>
    path.join(dir, name),
  ) as [string, string, string];
  const { status, stderr } = spawnSync(
    'openssl',
    // biome-ignore format: one option a pair
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`,
      '-keyout', privkey, '-out', fullchain],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  const pem = readFileSync(fullchain, 'utf8');
  writeFileSync(both, pem + readFileSync(privkey, 'utf8'));
  return { fullchain, privkey, both, pem };
}

/** What a configuration is filled in with. */
interface Place {
  dir: string;
  /** Where it listens with TLS. */
  port: number;
  /** Of the Parley behind it. */
  upstream: number;
  /** A port of 127.0.0.1 for what it may need inside. */
  inner: number;
  certificate: Certificate;
}

/** A program to run, told in words of its own where it finds its configuration. */
interface Command {
  program: string;
  args: string[];
}

export interface Recipe {
  name: string;
  programs: string[];
  /** Writes the configuration and says what to run. */
  write(place: Place): Command[];
}

const certificateFiles = ({ certificate }: Place) => ({
  '/etc/ssl/parley/fullchain.pem': certificate.fullchain,
  '/etc/ssl/parley/privkey.pem': certificate.privkey,
});

function file({ dir }: Pick<Place, 'dir'>, name: string, text: string): string {
  const target = path.join(dir, name);
  writeFileSync(target, text);
  return target;
}

/** nginx's main configuration around what stands in conf.d. */
function nginx(place: Place, site: string): Command[] {
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${path.join(place.dir, name)};`,
  );
  const config = file(
    place,
    'nginx.conf',
    `${isRoot ? 'user root;' : ''}
worker_processes 1; daemon off; pid ${place.dir}/nginx.pid; error_log ${place.dir}/error.log;
events { worker_connections 512; }
http { access_log off; ${folders.join(' ')}\n${site}\n}`,
  );
  return [{ program: 'nginx', args: ['-p', place.dir, '-c', config, '-e', '/dev/null'] }];
}

function apache(place: Place, site: string): Command[] {
  // biome-ignore format: a list
  const modules = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb', 'proxy', 'proxy_http']
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  const config = file(
    place,
    'apache.conf',
    `ServerRoot ${place.dir}
ServerName localhost
PidFile ${place.dir}/apache.pid
DefaultRuntimeDir ${place.dir}
Mutex file:${place.dir} default
ErrorLog ${place.dir}/error.log
${modules.join('\n')}
${isRoot ? 'User www-data\nGroup www-data' : ''}
Listen 127.0.0.1:${place.port}
${site}`,
  );
  return [{ program: 'apache2', args: ['-f', config, '-DFOREGROUND'] }];
}

/** What Debian's own file of HAProxy has. */
const DEBIAN_DEFAULTS = `defaults
    mode http
    timeout connect 5000
    timeout client  50000
    timeout server  50000
`;

export function haproxy(place: Pick<Place, 'dir'>, addition: string): Command {
  const config = file(place, 'haproxy.cfg', DEBIAN_DEFAULTS + addition);
  return { program: 'haproxy', args: ['-db', '-f', config] };
}

/** Every configuration that docs/hosting.md shows. */
export const RECIPES: Recipe[] = [
  {
    name: 'nginx',
    programs: ['nginx'],
    write: (place) =>
      nginx(
        place,
        replacing(documented('nginx', 'nginx'), {
          'listen 443': `listen 127.0.0.1:${place.port}`,
          [UPSTREAM]: `127.0.0.1:${place.upstream}`,
          ...certificateFiles(place),
        }),
      ),
  },
  {
    name: 'Apache',
    programs: ['apache2'],
    write: (place) =>
      apache(
        place,
        replacing(documented('Apache', 'apache'), {
          '*:443': `127.0.0.1:${place.port}`,
          [UPSTREAM]: `127.0.0.1:${place.upstream}`,
          ...certificateFiles(place),
        }),
      ),
  },
  {
    name: 'HAProxy',
    programs: ['haproxy'],
    write: (place) => [
      haproxy(
        place,
        replacing(documented('HAProxy', 'haproxy'), {
          '*:443': `127.0.0.1:${place.port}`,
          [UPSTREAM]: `127.0.0.1:${place.upstream}`,
          '/etc/ssl/parley/both.pem': place.certificate.both,
        }),
      ),
    ],
  },
  {
    name: 'Caddy',
    programs: ['caddy'],
    write: (place) => {
      const site = replacing(documented('Caddy', 'caddy'), {
        // There is nobody here to fetch a certificate from.
        [`${HOST} {`]: `https://${HOST}:${place.port} {
    bind 127.0.0.1
    tls ${place.certificate.fullchain} ${place.certificate.privkey}`,
        [UPSTREAM]: `127.0.0.1:${place.upstream}`,
      });
      const options = '{\n    admin off\n    auto_https disable_redirects\n}\n';
      const config = file(place, 'Caddyfile', options + site);
      return [{ program: 'caddy', args: ['run', '--adapter', 'caddyfile', '--config', config] }];
    },
  },
  {
    name: 'lighttpd',
    programs: ['lighttpd'],
    write: (place) => {
      const site = replacing(documented('lighttpd', 'lighttpd'), {
        '":443"': `"127.0.0.1:${place.port}"`,
        '"port" => 3000': `"port" => ${place.upstream}`,
        ...certificateFiles(place),
      });
      const config = file(
        place,
        'lighttpd.conf',
        `server.document-root = "${place.dir}"
server.upload-dirs = ( "${place.dir}" )
server.bind = "127.0.0.1"
server.port = ${place.inner}
server.errorlog = "${place.dir}/error.log"
${site}`,
      );
      return [{ program: 'lighttpd', args: ['-D', '-f', config] }];
    },
  },
  {
    name: 'h2o',
    programs: ['h2o'],
    write: (place) => [h2o(place, documented('h2o', 'yaml'))],
  },
  {
    name: 'Varnish',
    programs: ['varnishd', 'haproxy', 'gcc'],
    write: (place) => {
      const vcl = file(
        place,
        'default.vcl',
        replacing(documented('Varnish', 'vcl'), { '"3000"': `"${place.upstream}"` }),
      );
      // biome-ignore format: one option a pair
      const args = ['-F', '-j', 'none', '-n', path.join(place.dir, 'varnish'), '-s', 'malloc,64m',
        '-a', `127.0.0.1:${place.inner},PROXY`, '-f', vcl];
      return [
        { program: 'varnishd', args },
        haproxy(
          place,
          replacing(documented('Varnish', 'haproxy'), {
            '*:443': `127.0.0.1:${place.port}`,
            '127.0.0.1:6081': `127.0.0.1:${place.inner}`,
            '/etc/ssl/parley/both.pem': place.certificate.both,
          }),
        ),
      ];
    },
  },
];

function h2o(place: Place, site: string): Command {
  const config = replacing(site, {
    'port: 443': `host: 127.0.0.1\n      port: ${place.port}`,
    [UPSTREAM]: `127.0.0.1:${place.upstream}`,
    ...certificateFiles(place),
  });
  const user = isRoot ? 'user: root\n' : '';
  const text = `${user}temp-buffer-path: ${place.dir}\nnum-threads: 1\n${config}`;
  return { program: 'h2o', args: ['-m', 'worker', '-c', file(place, 'h2o.conf', text)] };
}

/** What people begin with, before they have read anything. */
export const PLAIN_RECIPES: Recipe[] = [
  {
    name: 'nginx with proxy_pass alone',
    programs: ['nginx'],
    write: (place) => nginx(place, plainNginx(place, '')),
  },
  {
    name: 'nginx with what Debian calls proxy_params, on another port',
    programs: ['nginx'],
    write: (place) =>
      // Without the port that stands in the address bar.
      nginx(
        place,
        plainNginx(
          place,
          'proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme;',
        ),
      ),
  },
  {
    name: 'Apache with ProxyPass alone',
    programs: ['apache2'],
    write: (place) =>
      apache(
        place,
        `<VirtualHost 127.0.0.1:${place.port}>
    SSLEngine on
    SSLCertificateFile ${place.certificate.fullchain}
    SSLCertificateKeyFile ${place.certificate.privkey}
    ProxyPass / http://127.0.0.1:${place.upstream}/
</VirtualHost>`,
      ),
  },
  {
    name: 'h2o with proxy.reverse.url alone',
    programs: ['h2o'],
    write: (place) => [
      h2o(place, documented('h2o', 'yaml').replace(/^ +proxy\.(preserve|websocket).*\n/gm, '')),
    ],
  },
];

function plainNginx({ port, upstream, certificate }: Place, headers: string): string {
  return `server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificate.fullchain}; ssl_certificate_key ${certificate.privkey};
    location / { proxy_pass http://127.0.0.1:${upstream}; ${headers} }
}`;
}

export interface TestProxy {
  name: string;
  /** Where it really listens; people type `ADDRESS`. */
  url: string;
  port: number;
  ca: string;
  /** Ended and started again with the same configuration, as after an update of the program. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  // h2o waits for open sockets.
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exited;
  clearTimeout(timer);
}

export interface Running {
  /** Resolves once they have ended. */
  stop(): Promise<void>;
}

/** Runs programs that answer together, in a folder of theirs, until `isUp` says so of them; throws what they printed otherwise. */
export async function runPrograms(
  commands: readonly Command[],
  { name, dir, isUp }: { name: string; dir: string; isUp(): Promise<boolean> },
): Promise<Running> {
  let output = '';
  const children = commands.map(({ program, args }) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...programEnvironment,
        HOME: dir,
        TMPDIR: dir,
        XDG_DATA_HOME: dir,
        XDG_CONFIG_HOME: dir,
      },
    });
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return child;
  });
  const stop = async () => void (await Promise.all(children.map(end)));
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await isUp().catch((error: unknown) => error);
    if (answer === true) return { stop };
    if (Date.now() > deadline || children.some((child) => child.exitCode !== null)) {
      await stop();
      throw new Error(`${name} did not start: ${String(answer)}\n${output}`);
    }
    await sleep(50);
  }
}

/** Starts a proxy by its recipe in front of the server at that port. */
export async function startProxy(
  recipe: Recipe,
  upstream: number,
  certificate: Certificate,
): Promise<TestProxy> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-proxy-'));
  mkdirSync(path.join(dir, 'varnish'));
  const [port, inner] = [await findFreePort(), await findFreePort()];
  const commands = recipe.write({ dir, port, inner, upstream, certificate });
  const url = `https://127.0.0.1:${port}`;
  const start = () => {
    const browser = new PlainBrowser(ADDRESS, { connectTo: url, ca: certificate.pem });
    const isUp = async () => (await browser.request('/api/health/live')).status === 200;
    return runPrograms(commands, { name: recipe.name, dir, isUp });
  };
  let running = await start();
  return {
    name: recipe.name,
    url,
    port,
    ca: certificate.pem,
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
