// Fails when the folders in a folder import one another in a circle, or when a folder holds more
// files than a person takes in at a glance. Imports of types count: code that must be read together
// belongs together. (Circles of files, and which folder may import which, are rules in biome.json.)
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const FILES_MAX_COUNT = 18;
/** Lists to look a name up in, not to read through. */
const MAY_BE_LONG = /^(?:components\/ui|findings|docs(?:\/.*)?|tests(?:\/.*)?|\.)$/;
/** Tests and scripts use one another's helpers and are imported by nobody. */
const ROOTS = ['components', 'lib', 'packages/client/src', 'packages/embedded-mongo/src'];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

type Graph = Map<string, Set<string>>;

const importsOf = (source: string): string[] =>
  [...source.matchAll(IMPORT)].flatMap(([, statement, call]) => statement ?? call ?? []);

/** The file of this repository an import means, or null for a package. */
function resolveImport(file: string, specifier: string): string | null {
  const isOwn = specifier.startsWith('@/');
  if (!isOwn && !specifier.startsWith('.')) return null;
  const base = isOwn ? specifier.slice(2) : path.join(path.dirname(file), specifier);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, path.join(base, 'index.ts')];
  return candidates.find((name) => existsSync(name) && statSync(name).isFile()) ?? null;
}

/** The folder that holds both files, and the folders directly in it that they lie in. */
function siblings(from: string, to: string): [parent: string, from: string, to: string] | null {
  const [left, right] = [path.dirname(from).split('/'), path.dirname(to).split('/')];
  const depth = left.findIndex((name, index) => name !== right[index]);
  const [source, target] = [left[depth], right[depth]];
  if (source === undefined || target === undefined) return null;
  return [left.slice(0, depth).join('/'), source, target];
}

/** One circle for each group of folders that can all reach one another, as the way around it. */
function findCircles(graph: Graph): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  for (const start of [...graph.keys()].sort()) {
    if (done.has(start)) continue;
    // The shortest way from the folder back to itself.
    const cameFrom = new Map<string, string>();
    const queue = [start];
    for (const node of queue) {
      for (const next of graph.get(node) ?? []) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
    const way = [start];
    for (let node = cameFrom.get(start); node !== undefined; node = cameFrom.get(node)) {
      way.unshift(node);
      if (node === start) break;
    }
    if (way.length === 1) continue;
    circles.push(way);
    for (const node of way) done.add(node);
  }
  return circles;
}

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

function foldersInCircles(): string[] {
  const graphs = new Map<string, Graph>();
  const isChecked = (file: string) =>
    /\.(?:tsx?|mts)$/.test(file) && ROOTS.some((root) => file.startsWith(`${root}/`));
  for (const file of tracked.filter(isChecked)) {
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      const target = resolveImport(file, specifier);
      const edge = target === null || !isChecked(target) ? null : siblings(file, target);
      if (edge === null) continue;
      const [parent, from, to] = edge;
      const graph: Graph = graphs.get(parent) ?? new Map();
      graphs.set(parent, graph);
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  return [...graphs].flatMap(([parent, graph]) =>
    findCircles(graph).map((way) => `${parent}: folders import in a circle: ${way.join(' -> ')}`),
  );
}

function foldersTooLarge(): string[] {
  const counts = new Map<string, number>();
  for (const file of tracked) {
    const folder = path.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > FILES_MAX_COUNT && !MAY_BE_LONG.test(folder))
    .map(([folder, count]) => `${folder}: ${count} files, at most ${FILES_MAX_COUNT}: split it`);
}

const faults = [...foldersInCircles(), ...foldersTooLarge()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
