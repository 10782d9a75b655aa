import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/** Node calls this of every CommonJS module with its source; its types leave it out. */
interface Loader {
  _compile: (this: Module, source: string, filename: string, ...more: unknown[]) => unknown;
}

/** Where the compiled form of a module lies in the file, and of which source it is. */
interface Entry {
  sourceHash: string;
  offset: number;
  length: number;
}

interface Index {
  /** V8 takes only what the very same V8 has made. */
  madeBy: string;
  modules: Record<string, Entry>;
}

interface Cache {
  find(name: string, source: string): Buffer | undefined;
  /** To be told of each module that was compiled. */
  note(name: string, source: string, script: Script): void;
}

type Wrapped = (this: unknown, ...args: unknown[]) => unknown;

const MADE_BY = `${process.version} ${process.arch}`;
const LENGTH_BYTES = 4;
/** How CommonJS wraps a module: in the same line, so that lines keep their numbers. */
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

const hashOf = (source: string): string => createHash('sha1').update(source).digest('base64');

function readIndex(file: number): { index: Index; start: number } | null {
  const length = Buffer.alloc(LENGTH_BYTES);
  if (readSync(file, length, 0, LENGTH_BYTES, 0) < LENGTH_BYTES) return null;
  const json = Buffer.alloc(length.readUInt32LE());
  readSync(file, json, 0, json.length, LENGTH_BYTES);
  return { index: JSON.parse(json.toString()), start: LENGTH_BYTES + json.length };
}

/** Reads what was compiled before, each module when it is loaded; null where another Node made it. */
function openCache(file: number): Cache | null {
  const read = readIndex(file);
  if (read?.index.madeBy !== MADE_BY) return null;
  const { index, start } = read;
  return {
    find: (name, source) => {
      const entry = index.modules[name];
      if (entry?.sourceHash !== hashOf(source)) return undefined;
      const code = Buffer.alloc(entry.length);
      readSync(file, code, 0, code.length, start + entry.offset);
      return code;
    },
    note: () => {},
  };
}

/** Keeps what is compiled and writes it, with all functions that have run by then, when the thread ends. */
function recordCache(target: string): Cache {
  const compiled = new Map<string, { source: string; script: Script }>();
  process.once('exit', () => {
    const index: Index = { madeBy: MADE_BY, modules: {} };
    const codes: Buffer[] = [];
    let offset = 0;
    for (const [name, { source, script }] of compiled) {
      const code = script.createCachedData();
      index.modules[name] = { sourceHash: hashOf(source), offset, length: code.length };
      codes.push(code);
      offset += code.length;
    }
    const json = Buffer.from(JSON.stringify(index));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(json.length);
    writeFileSync(`${target}.partial`, Buffer.concat([length, json, ...codes]));
    renameSync(`${target}.partial`, target);
  });
  return {
    find: () => undefined,
    note: (name, source, script) => compiled.set(name, { source, script }),
  };
}

/**
 * Node 20 does not know where the `import()` of a module belongs that comes out of a cache. The build's own
 * modules have none left: theirs have become `require`.
 */
const mayImport = (name: string, source: string): boolean =>
  !name.startsWith('dist') && /\bimport\s*\(/.test(source);

function install(cache: Cache, root: string): void {
  const loader = Module.prototype as unknown as Loader;
  const original = loader._compile;
  loader._compile = function (source, filename, ...more) {
    const name = path.relative(root, filename);
    if (mayImport(name, source)) return original.call(this, source, filename, ...more);
    let script: Script;
    try {
      script = new Script(HEAD + source + TAIL, {
        filename,
        columnOffset: -HEAD.length,
        cachedData: cache.find(name, source),
      });
    } catch {
      // Whatever is wrong with it, or special about it, Node says or does best.
      return original.call(this, source, filename, ...more);
    }
    cache.note(name, source, script);
    const run = script.runInThisContext() as Wrapped;
    return run.call(
      this.exports,
      this.exports,
      createRequire(filename),
      this,
      filename,
      path.dirname(filename),
    );
  };
}

/**
 * Has V8 take the modules of this thread in the form in which an earlier process compiled them, which
 * is half of what a start would cost. An empty file is filled when the thread ends; without the file, or
 * with one of another Node, modules are compiled as ever. `root` is the folder that their names are of.
 */
export function installCodeCache(file: string, root: string): void {
  try {
    if (statSync(file).size === 0) {
      install(recordCache(file), root);
      return;
    }
    const opened = openSync(file, 'r');
    const cache = openCache(opened);
    if (cache) install(cache, root);
    else closeSync(opened);
  } catch {
    // None was made.
  }
}
