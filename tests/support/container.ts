import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Copy, DockerfileParser, type Instruction, JSONInstruction } from 'dockerfile-ast';
import { ROOT } from './build';
import { isRoot } from './command';

/** What a container engine would do with a Dockerfile, done in a folder: there is none to be had everywhere. */

/** The user of Node's image that is not root. */
const NODE_USER = 1000;

/** Whether this user may mount folders, as an engine does. Where not, says loudly what is not tested because of it. */
export function canMountFor(what: string): boolean {
  const mounts = ['--mount', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'];
  const isThere = isRoot && spawnSync('unshare', mounts).status === 0;
  if (!isThere) process.stderr.write(`\n*** SKIPPED: ${what}. Nothing can be mounted. ***\n\n`);
  return isThere;
}

export interface Image {
  /** The folder that stands for the container's root. */
  root: string;
  env: Record<string, string>;
  user: string;
  volumes: string[];
  entrypoint: string[];
  healthCheck: string[];
  /** What an engine stops it by. */
  stopSignal: NodeJS.Signals;
}

/** Instructions that say something about the image, and are no steps. */
const KNOWN = new Set(['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'ENV', 'VOLUME', 'EXPOSE']);

function jsonOf(instruction: Instruction): string[] {
  if (!(instruction instanceof JSONInstruction)) throw new Error(`${instruction.getKeyword()}?`);
  return instruction.getJSONStrings().map((each) => JSON.parse(each.getValue()));
}

/** The tree of a base image, as far as its steps need one: programs of this machine, which nobody can change. */
function makeBase(root: string): void {
  for (const dir of ['usr', 'proc', 'tmp', 'dev', 'etc', 'root']) {
    mkdirSync(path.join(root, dir), { recursive: true });
  }
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    if (existsSync(`/usr/${name}`)) symlinkSync(`usr/${name}`, path.join(root, name));
  }
  for (const name of ['null', 'urandom', 'random', 'zero']) {
    writeFileSync(path.join(root, 'dev', name), '');
  }
  const users = `root:x:0:0::/root:/bin/sh\nnode:x:${NODE_USER}:${NODE_USER}::/home/node:/bin/sh\n`;
  writeFileSync(path.join(root, 'etc/passwd'), users);
  writeFileSync(path.join(root, 'etc/group'), `root:x:0:\nnode:x:${NODE_USER}:\n`);
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A command that runs another one with a folder as its root: in the folders of the machine that a base image
 * would bring, all of which can only be read.
 */
export function inRoot(
  { root, env, user, volumes }: Pick<Image, 'root' | 'env' | 'user' | 'volumes'>,
  command: string[],
  { isReadOnly = false, cwd = '/' }: { isReadOnly?: boolean; cwd?: string } = {},
): string[] {
  const at = (dir: string) => quote(path.join(root, dir));
  const mounts = [
    `mount --bind ${quote(root)} ${quote(root)}`,
    ...(isReadOnly ? volumes.map((dir) => `mount --bind ${at(dir)} ${at(dir)}`) : []),
    ...(isReadOnly ? [`mount -o remount,bind,ro ${quote(root)}`] : []),
    `mount --bind -o ro /usr ${at('usr')}`,
    `mount --rbind /proc ${at('proc')}`,
    `mount -t tmpfs -o mode=1777 tmpfs ${at('tmp')}`,
    ...['null', 'urandom', 'random', 'zero'].map(
      (name) => `mount --bind /dev/${name} ${at(`dev/${name}`)}`,
    ),
  ];
  const settings = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', ...env });
  const inside = [
    'env',
    '-i',
    '-C',
    cwd,
    ...settings.map(([name, value]) => `${name}=${value}`),
    ...command,
  ];
  const chroot = ['chroot', `--userspec=${user}`, root, ...inside].map(quote).join(' ');
  const script = `set -e; ${mounts.join('; ')}; exec ${chroot}`;
  return ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', script];
}

function runIn(
  image: Pick<Image, 'root' | 'env' | 'user' | 'volumes'>,
  command: string,
  cwd: string,
): void {
  const [program = '', ...args] = inRoot(image, ['/bin/sh', '-c', command], { cwd });
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}:\n${stdout}${stderr}`);
}

/** Puts what COPY names into the tree, from the folder of the build or from an earlier stage. */
function copy(
  instruction: Copy,
  stage: Image & { cwd: string },
  stages: Map<string, string>,
): void {
  const paths = instruction.getArguments().map((each) => each.getValue());
  const target = path.join(stage.root, path.resolve(stage.cwd, paths.at(-1) ?? ''));
  let from = ROOT;
  for (const flag of instruction.getFlags()) {
    const value = flag.getValue() ?? '';
    if (flag.getName() === 'from') from = stages.get(value) ?? '';
    // Whatever is copied here is root's.
    else if (flag.getName() !== 'chown' || value !== 'root:root') {
      throw new Error(`COPY ${flag.toString()} is not understood`);
    }
  }
  const isFolder = paths.length > 2 || paths.at(-1)?.endsWith('/');
  if (isFolder || paths[0] === '.') mkdirSync(target, { recursive: true });
  for (const name of paths.slice(0, -1)) {
    const source = path.join(from, name);
    if (name === '.') copyChecked(target);
    else
      cpSync(source, isFolder ? path.join(target, path.basename(name)) : target, {
        recursive: true,
        verbatimSymlinks: true,
      });
  }
}

/** What `.dockerignore` leaves of a clean checkout. */
function copyChecked(target: string): void {
  const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of tracked.stdout.split('\n').filter(Boolean)) {
    if (ignored.some((name) => file === name || file.startsWith(`${name}/`))) continue;
    if (existsSync(path.join(ROOT, file))) cpSync(path.join(ROOT, file), path.join(target, file));
  }
}

/**
 * Takes the steps of a Dockerfile in a folder that is empty. `programs` holds what is put in the place of
 * programs of the base image in the stage `build`. Refuses an instruction that it does not know.
 */
export function buildImage(
  dockerfile: string,
  { folder, programs }: { folder: string; programs: string },
): Image {
  const parsed = DockerfileParser.parse(readFileSync(dockerfile, 'utf8'));
  const stages = new Map<string, string>();
  let stage: (Image & { cwd: string }) | undefined;
  for (const instruction of parsed.getInstructions()) {
    const keyword = instruction.getKeyword();
    const words = instruction.getArguments().map((each) => each.getValue());
    if (keyword === 'FROM') {
      const [base, , name = 'last'] = words;
      if (!base?.startsWith('node:')) throw new Error(`FROM ${base}: only Node's image is known`);
      const root = path.join(folder, name);
      makeBase(root);
      stages.set(name, root);
      stage = {
        root,
        env: {},
        user: '0:0',
        volumes: [],
        entrypoint: [],
        healthCheck: [],
        stopSignal: 'SIGTERM',
        cwd: '/',
      };
      if (name === 'build') {
        cpSync(programs, path.join(root, 'programs'), { recursive: true });
        stage.env.PATH = '/programs:/usr/local/bin:/usr/bin:/bin';
      }
      continue;
    }
    if (!stage) throw new Error(`${keyword} before FROM`);
    if (keyword === 'WORKDIR') {
      stage.cwd = words[0] ?? '/';
      mkdirSync(path.join(stage.root, stage.cwd), { recursive: true });
    } else if (instruction instanceof Copy) copy(instruction, stage, stages);
    else if (keyword === 'RUN')
      runIn(stage, instruction.getArgumentsContent()?.replace(/\\\n/g, ' ') ?? '', stage.cwd);
    else if (keyword === 'USER')
      stage.user = words[0] === 'node' ? `${NODE_USER}:${NODE_USER}` : '0:0';
    else if (keyword === 'ENV') {
      for (const word of words) {
        const [name = '', value = ''] = word.split('=');
        stage.env[name] = value;
      }
    } else if (keyword === 'VOLUME') stage.volumes.push(...words);
    else if (keyword === 'ENTRYPOINT') stage.entrypoint = jsonOf(instruction);
    else if (keyword === 'STOPSIGNAL') stage.stopSignal = words[0] as NodeJS.Signals;
    else if (keyword === 'HEALTHCHECK') {
      const text = instruction.getArgumentsContent() ?? '';
      stage.healthCheck = JSON.parse(text.slice(text.indexOf('[')));
    } else if (!KNOWN.has(keyword)) throw new Error(`${keyword} is not understood`);
  }
  if (!stage) throw new Error('no stage');
  return stage;
}
