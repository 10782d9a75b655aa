import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '@/lib/server/config';
import { PlainBrowser } from '../support/browser-like';
import { AS_NOBODY, isRoot, NOBODY, run } from '../support/command';
import { buildImage, canMountFor, inRoot } from '../support/container';
import { replacing } from '../support/hosting';
import { newPerson, Person } from '../support/person';
import { hasPrograms } from '../support/proxies';
import { findFreePort, hasRedisFor, startRedis } from '../support/redis';
import { releaseArchive, withRelease } from '../support/release';
import { makeDataDir, startServer, type TestServer } from '../support/server';
import { startSharedDatabase } from '../support/shared-database';

withRelease();
const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));
const inWork = (name: string) => path.join(work, name);

/** Stands for npm in the stage that builds: the release is the one of this run of the suite. */
const NPM = `#!/bin/sh
set -e
case "$1 $2" in
  'ci '*) test -f package.json -a -f package-lock.json -a -f packages/embedded-mongo/package.json ;;
  'run release')
    test "$3 $4" = '-- --out' -a -f scripts/release/main.mjs -a -f next.config.mjs
    mkdir -p "$5"
    cp /programs/parley-*.tar.gz "$5"
    ;;
  *) exit 1 ;;
esac
`;

function start(command: string[], env: Record<string, string> = {}): ChildProcess {
  const [program = '', ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    stdio: 'ignore',
    env: { NODE_ENV: 'production', PATH: process.env.PATH, ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

const succeeds = (command: string[]): boolean => {
  const [program = '', ...args] = command;
  return spawnSync(program, args).status === 0;
};

test.runIf(canMountFor('the steps of the Dockerfile'))(
  'the Dockerfile’s steps make a server that runs as nobody special, writes to its volume alone, says when it is ready and stops when told',
  async () => {
    const programs = inWork('programs');
    mkdirSync(programs);
    writeFileSync(path.join(programs, 'npm'), NPM, { mode: 0o755 });
    const archive = releaseArchive();
    copyFileSync(archive, path.join(programs, path.basename(archive)));
    const image = buildImage('deploy/Dockerfile', { folder: inWork('image'), programs });
    expect(image).toMatchObject({ user: '1000:1000', volumes: ['/data'], stopSignal: 'SIGTERM' });
    expect(image.env).toMatchObject({ DATA_DIR: '/data', HOST: '0.0.0.0', PORT: '3000' });

    const port = await findFreePort();
    const container = { ...image, env: { ...image.env, PORT: String(port), LOG_LEVEL: 'warn' } };
    const inside = (...command: string[]) => inRoot(container, command, { isReadOnly: true });
    expect(succeeds(inside(...image.healthCheck)), 'nothing runs yet').toBe(false);
    const child = start(inside(...image.entrypoint));
    await expect.poll(() => succeeds(inside(...image.healthCheck)), { interval: 500 }).toBe(true);
    for (const file of ['/parley/x', '/parley/.next/x', '/x', '/etc/x']) {
      expect([file, succeeds(inside('touch', file))]).toEqual([file, false]);
    }
    expect(succeeds(inside('touch', '/data/x'))).toBe(true);
    const url = `http://127.0.0.1:${port}`;
    const [ada, bob] = [await newPerson(url), await newPerson(url)];
    await ada.send(bob, 'from a container');
    // As the document says.
    expect(succeeds(inside('/parley/bin/parley', 'backup', '/data'))).toBe(true);
    expect(readdirSync(path.join(image.root, 'data')).join()).toMatch(/parley-\w+\.backup/);

    child.kill(image.stopSignal);
    await once(child, 'exit');
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
    expect(succeeds(inside(...image.healthCheck))).toBe(false);
  },
);

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }> | string[];
  volumes?: string[];
  command?: string[];
  healthcheck?: { test: string | string[] };
  stop_grace_period?: string;
  read_only?: boolean;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

/** What the top of the file says to put into `.env`. */
const SETTINGS: Record<string, string> = {
  DOMAIN: 'localhost',
  JWT_SECRET_KEY: 'a secret of this test, which is long enough',
  CLOUDINARY_URL: 'cloudinary://key:secret@cloud-name',
};

/** The file as an engine reads it: with its merges, and its variables filled in. */
function readCompose(settings: Record<string, string>): Compose {
  const text = readFileSync('deploy/compose.yaml', 'utf8').replace(
    /\$\{(\w+)(:\?[^}]*)?\}/g,
    (_, name: string, required?: string) => {
      const value = settings[name];
      if (value === undefined && required) throw new Error(`${name} is required`);
      return value ?? '';
    },
  );
  return parse(text, { merge: true });
}

test('compose.yaml names only what is there, and every setting of it is one that Parley takes', () => {
  expect(() => readCompose({})).toThrow('is required');
  const head = readFileSync('deploy/compose.yaml', 'utf8').split('\nname:')[0] ?? '';
  for (const name of Object.keys(SETTINGS)) expect(head).toContain(`#   ${name}=`);
  const { services, volumes } = readCompose(SETTINGS);
  expect(Object.keys(services).sort()).toEqual(['caddy', 'mongodb', 'node1', 'node2', 'redis']);
  const used = new Set<string>();
  for (const service of Object.values(services)) {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(path.join('deploy', source))).toBe(true);
      else used.add(source);
    }
    const needed = service.depends_on ?? {};
    for (const name of Array.isArray(needed) ? needed : Object.keys(needed)) {
      expect(services[name]).toBeDefined();
      if (!Array.isArray(needed)) expect(services[name]?.healthcheck).toBeDefined();
    }
  }
  expect([...used].sort()).toEqual(Object.keys(volumes).sort());
  for (const name of ['node1', 'node2']) {
    const { build, environment, stop_grace_period, read_only, volumes: own } = services[name] ?? {};
    expect(existsSync(path.join('deploy', build?.context ?? '', build?.dockerfile ?? ''))).toBe(
      true,
    );
    expect([stop_grace_period, read_only, own]).toEqual(['15s', true, [`${name}:/data`]]);
    const source = Object.fromEntries(
      Object.entries(environment ?? {}).map(([key, value]) => [key, String(value)]),
    );
    // An unknown name would be passed over, a misspelt one so too.
    const example = readFileSync('.env.example', 'utf8');
    for (const key of Object.keys(source)) expect(example).toMatch(new RegExp(`^# ${key}=`, 'm'));
    expect(parseConfig({ ...source, DATA_DIR: inWork(name) })).toMatchObject({
      mongodbUri: 'mongodb://mongodb:27017/parley?replicaSet=parley',
      redisUrl: 'redis://redis:6379',
      cloudinary: { cloudName: 'cloud-name' },
      secureCookies: true,
      trustedProxyHops: 1,
    });
  }
});

const COMPOSED = 'the two nodes of compose.yaml';

test.runIf(hasRedisFor(COMPOSED) && hasPrograms(COMPOSED, ['caddy']))(
  'the two nodes of compose.yaml serve people behind its Caddyfile, over https, also when one of them is gone',
  async () => {
    const { services } = readCompose(SETTINGS);
    const [database, redis] = [await startSharedDatabase(inWork('mongodb')), await startRedis()];
    onTestFinished(async () => {
      await redis.kill();
      await database.close();
    });
    const https = await findFreePort();
    const nodes: TestServer[] = [];
    // One after the other: a start takes all of a small machine.
    for (const name of ['node1', 'node2']) {
      const env = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
        key,
        replacing(String(value), {
          ...(key === 'MONGODB_URI' && {
            'mongodb://mongodb:27017/parley?replicaSet=parley': database.uri,
          }),
          ...(key === 'REDIS_URL' && { 'redis://redis:6379': redis.url }),
          ...(key === 'PUBLIC_URL' && { 'https://localhost': `https://localhost:${https}` }),
        }),
      ]);
      const dataDir = inWork(`${name}-data`);
      const node = await startServer({ dataDir, env: Object.fromEntries(env) });
      onTestFinished(() => node.kill());
      nodes.push(node);
    }
    const [first, second] = nodes;
    if (!first || !second) throw new Error('there are two');
    // The file itself, with the addresses of this machine; its port is not the one that all may take.
    const options = `{\n\tadmin off\n\tskip_install_trust\n\thttp_port ${await findFreePort()}\n\thttps_port ${https}\n}\n`;
    const caddyfile = replacing(readFileSync('deploy/Caddyfile', 'utf8'), {
      'node1:3000': `127.0.0.1:${first.port}`,
      'node2:3000': `127.0.0.1:${second.port}`,
    });
    const config = inWork('Caddyfile');
    writeFileSync(config, options + caddyfile);
    const home = inWork('caddy');
    mkdirSync(home);
    start(['caddy', 'run', '--adapter', 'caddyfile', '--config', config], {
      DOMAIN: SETTINGS.DOMAIN ?? '',
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
    });
    const authority = path.join(home, 'caddy/pki/authorities/local/root.crt');
    await expect.poll(() => existsSync(authority)).toBe(true);
    const address = `https://localhost:${https}`;
    const browser = new PlainBrowser(address, { ca: readFileSync(authority, 'utf8') });
    const statusOf = (target: string) =>
      browser.request(target).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(() => statusOf('/api/health/ready')).toBe(200);
    expect(await statusOf('/signup')).toBe(200);

    const ada = await newPerson(first.url);
    const bob = await newPerson(second.url);
    const socket = await new Person(second.url, bob).connect();
    const told = new Promise((resolve) => socket.once('message:created', resolve));
    await ada.send(bob, 'from one node to the other');
    expect(await told).toMatchObject({ text: 'from one node to the other' });
    socket.disconnect();
    const asAda = { headers: { authorization: `Bearer ${ada.token}` } };
    const historyByCaddy = async () => {
      const answer = await browser.request(`/api/messages/${bob.id}?peek=1`, asAda);
      return answer.status === 200 ? JSON.parse(answer.text).messages.length : answer.status;
    };
    expect(await historyByCaddy()).toBe(1);
    expect(await first.stop()).toBe(0);
    // Caddy notices by its next look at the node, or by the connection that is refused.
    await expect.poll(historyByCaddy).toBe(1);
  },
);

/** The settings of a unit's section, as systemd reads them; a name may come several times. */
function readUnit(file: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name) settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/** A unit's places as folders of this test. */
const here = (text: string): string =>
  text
    .replaceAll('/opt/parley', inWork('opt/parley'))
    .replaceAll('/var/lib/parley', inWork('lib/parley'))
    .replaceAll('/var/backups/parley', inWork('backups/parley'));

const environmentOf = (unit: Map<string, string[]>): Record<string, string> =>
  Object.fromEntries(
    (unit.get('Environment') ?? [])
      .flatMap((line) => line.split(' '))
      .map((setting) => here(setting).split('=') as [string, string]),
  );

test.runIf(isRoot)(
  'the units of systemd start a release as a user of its own, stop it in time, and back it up by night',
  async () => {
    for (const dir of ['opt/parley', 'lib/parley', 'backups/parley']) {
      mkdirSync(inWork(dir), { recursive: true, mode: 0o755 });
    }
    // As StateDirectory= and the comment in the unit make them.
    for (const dir of ['lib/parley', 'backups/parley']) chownSync(inWork(dir), NOBODY, NOBODY);
    spawnSync('chmod', ['755', work, inWork('lib'), inWork('backups'), inWork('opt')]);
    const unpacked = await run([
      'tar',
      '-xzf',
      releaseArchive(),
      '-C',
      inWork('opt/parley'),
      '--strip-components=1',
    ]);
    expect(unpacked.code).toBe(0);

    const unit = readUnit('deploy/parley.service');
    const [command = ''] = unit.get('ExecStart') ?? [];
    const server = await startServer({
      cwd: '/',
      wrapper: [
        ...AS_NOBODY,
        '/bin/sh',
        '-c',
        `umask ${unit.get('UMask')?.[0]}; exec ${here(command)}`,
      ] as [string, ...string[]],
      args: [],
      env: environmentOf(unit),
      dataDir: inWork('lib/parley'),
    });
    onTestFinished(() => server.kill());
    const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
    await ada.send(bob, 'from a unit');

    const timer = readUnit('deploy/parley-backup.timer');
    expect(timer.get('WantedBy')).toEqual(['timers.target']);
    const backup = readUnit('deploy/parley-backup.service');
    const writable = (backup.get('ReadWritePaths') ?? []).join(' ').split(' ').map(here);
    expect(writable).toEqual([inWork('lib/parley'), inWork('backups/parley')]);
    const lines = backup.get('ExecStart') ?? [];
    expect(lines.map((line) => /backup(?: --\w+)?/.exec(line)?.[0])).toEqual([
      'backup',
      'backup --verify',
      'backup --prune',
    ]);
    for (const line of lines) {
      const done = await run(['/bin/sh', '-c', here(line)], {
        wrapper: AS_NOBODY,
        cwd: '/',
        env: environmentOf(backup),
      });
      expect([line, done.code, done.stderr]).toEqual([line, 0, '']);
    }
    expect(readdirSync(inWork('backups/parley'))).toHaveLength(1);
    expect(await server.stop()).toBe(0);
    const [limit = ''] = unit.get('TimeoutStopSec') ?? [];
    // Longer than it takes at most, see README's promise of ten seconds.
    expect(Number(limit)).toBeGreaterThan(10);
  },
);

test.runIf(hasPrograms('what systemd says of its units', ['systemd-analyze']))(
  'systemd finds nothing wrong with the units, and understands when the timer elapses',
  async () => {
    const units = inWork('units');
    mkdirSync(units);
    const names = readdirSync('deploy').filter((name) => /\.(?:service|timer)$/.test(name));
    expect(names).toHaveLength(3);
    for (const name of names) {
      // What it starts has to be there; anything will do.
      const text = readFileSync(path.join('deploy', name), 'utf8');
      writeFileSync(path.join(units, name), text.replaceAll('/opt/parley/bin/parley', '/bin/true'));
    }
    const files = names.map((name) => path.join(units, name));
    const verified = await run(['systemd-analyze', 'verify', '--man=no', ...files]);
    const said = verified.stderr.split('\n').filter((line) => line.includes('parley'));
    expect([verified.code, said]).toEqual([0, []]);
    const [when = ''] = readUnit('deploy/parley-backup.timer').get('OnCalendar') ?? [];
    expect((await run(['systemd-analyze', 'calendar', when])).code).toBe(0);
    writeFileSync(path.join(units, 'parley.service'), '[Service]\nExecStrt=/bin/true\n');
    const broken = await run(['systemd-analyze', 'verify', '--man=no', ...files]);
    expect(broken.stderr, 'it does look').toContain('parley.service');
  },
);
